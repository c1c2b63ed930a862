using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Setup;

/// <summary>Says where the administrator gets messages; the first administrator is made without an address.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed record ChangeMyEmail(string Email) : ICommand<Unit>;

internal sealed class ChangeMyEmailValidator : AbstractValidator<ChangeMyEmail>
{
    public ChangeMyEmailValidator() => RuleFor(r => r.Email).NotEmpty().EmailAddress().MaximumLength(200);
}

internal sealed class ChangeMyEmailHandler(DemoExamDb db, CurrentUser user, ILookupNormalizer normaliser) : IRequestHandler<ChangeMyEmail, Unit>
{
    public async Task<Unit> Handle(ChangeMyEmail request, CancellationToken ct)
    {
        var id = user.RequireAccount();
        var account = NotFound.Unless(await db.Users.SingleOrDefaultAsync(a => a.Id == id, ct), "account");
        (account.Email, account.NormalizedEmail) = (request.Email.Trim(), normaliser.NormalizeEmail(request.Email.Trim()));
        return Unit.Value;
    }
}
