using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Makes the account that makes all others. Works once, by the link that the console printed, while there is no account.</summary>
[AllowAnonymous]
public sealed record CreateFirstAdministrator(string Code, string DisplayName, string UserName, string Password, string? PasswordAgain = null) : ICommand<Unit>
{
    [JsonIgnore]
    public Guid Id { get; init; }
}

internal sealed class CreateFirstAdministratorValidator : AbstractValidator<CreateFirstAdministrator>
{
    public CreateFirstAdministratorValidator()
    {
        RuleFor(r => r.DisplayName).NotEmpty().MaximumLength(200);
        RuleFor(r => r.UserName).IsUserName();
        RuleFor(r => r.Password).IsGoodPassword(r => r.UserName);
        RuleFor(r => r.PasswordAgain).Equal(r => r.Password).When(r => r.PasswordAgain is not null).WithMessage("Validation.PasswordAgain");
    }
}

internal sealed class CreateFirstAdministratorHandler(DemoExamDb db, AccountBook accounts) : IRequestHandler<CreateFirstAdministrator, Unit>
{
    public async Task<Unit> Handle(CreateFirstAdministrator request, CancellationToken ct)
    {
        var link = NotFound.Unless(await FirstAdministratorLink.Open(db, request.Code).SingleOrDefaultAsync(ct), "link");
        var account = new Account { Id = request.Id, UserName = request.UserName.Trim(), DisplayName = request.DisplayName.Trim() };
        await accounts.Open(account, [Roles.Administrator], ct);
        accounts.SetPassword(account, request.Password);
        // Of two people with the link, the second finds this row gone.
        db.OneTimeLinks.Remove(link);
        return Unit.Value;
    }
}

/// <summary>Answers when the link is good; otherwise there is no such page.</summary>
[AllowAnonymous]
public sealed record VerifyFirstAdministratorLink(string? Code) : IQuery<Unit>;

internal sealed class VerifyFirstAdministratorLinkHandler(DemoExamDb db) : IRequestHandler<VerifyFirstAdministratorLink, Unit>
{
    public async Task<Unit> Handle(VerifyFirstAdministratorLink request, CancellationToken ct)
    {
        _ = NotFound.Unless(await FirstAdministratorLink.Open(db, request.Code).AsNoTracking().SingleOrDefaultAsync(ct), "link");
        return Unit.Value;
    }
}
