using System.Security.Claims;
using DemoExam.Data;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
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

internal sealed class ChangePasswordHandler(DemoExamDb db, CurrentUser user, AccountBook accounts, Sessions sessions, AccountNotices notices)
    : IRequestHandler<ChangePassword, ClaimsPrincipal>
{
    public async Task<ClaimsPrincipal> Handle(ChangePassword request, CancellationToken ct)
    {
        var account = await accounts.Mine(user, request.Present, ct);
        accounts.SetPassword(account, request.Password);
        notices.Tell(account, AccountChange.PasswordChanged);
        var mine = Sessions.IdOf(user.Principal);
        if (await db.Sessions.SingleOrDefaultAsync(s => s.Id == mine && s.AccountId == account.Id, ct) is { } session)
        {
            session.Stamp = account.SecurityStamp!;
        }

        return await sessions.Renew(user.Principal, account);
    }
}
