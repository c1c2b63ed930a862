using System.Security.Claims;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Sets another password of one's own and ends all other sessions; answers the person for the session that goes on.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record ChangePassword(string Present, string Password, string? PasswordAgain = null) : ICommand<ClaimsPrincipal>;

internal sealed class ChangePasswordValidator : AbstractValidator<ChangePassword>
{
    public ChangePasswordValidator(CurrentUser user)
    {
        RuleFor(r => r.Present).NotEmpty();
        RuleFor(r => r.Password).IsGoodPassword(_ => user.UserName);
        RuleFor(r => r.PasswordAgain).Equal(r => r.Password).When(r => r.PasswordAgain is not null).WithMessage("Validation.PasswordAgain");
    }
}

internal sealed class ChangePasswordHandler(DemoExamDb db, CurrentUser user, AccountBook accounts, IUserClaimsPrincipalFactory<Account> persons)
    : IRequestHandler<ChangePassword, ClaimsPrincipal>
{
    public async Task<ClaimsPrincipal> Handle(ChangePassword request, CancellationToken ct)
    {
        var id = user.RequireAccount();
        var account = NotFound.Unless(await db.Users.SingleOrDefaultAsync(a => a.Id == id, ct), "account");
        var refusals = new Refusals();
        refusals.Require(AccountRules.PasswordIsKnown, accounts.PasswordIs(account, request.Present), nameof(request.Present));
        refusals.ThrowIfAny();
        accounts.SetPassword(account, request.Password);
        return await persons.CreateAsync(account);
    }
}
