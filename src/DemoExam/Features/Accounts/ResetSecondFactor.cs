using DemoExam.Data;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Takes second factor and passkeys off an account whose person has lost them all, and ends its sessions. The password stays.</summary>
[Authorize(Policy = Policies.ManageAccounts)]
public sealed record ResetSecondFactor(Guid AccountId) : ICommand<Unit>;

internal sealed class ResetSecondFactorHandler(DemoExamDb db, CurrentUser user, AccountNotices notices) : IRequestHandler<ResetSecondFactor, Unit>
{
    public async Task<Unit> Handle(ResetSecondFactor request, CancellationToken ct)
    {
        var account = NotFound.Unless(await db.AccountsManagedBy(user).SingleOrDefaultAsync(a => a.Id == request.AccountId, ct), "account", request.AccountId);
        AccountRules.NotOwnAccount.Require(account.Id.ToString() != user.Id);
        db.SecondFactors.RemoveRange(await db.SecondFactors.Where(f => f.AccountId == account.Id).ToListAsync(ct));
        db.UserPasskeys.RemoveRange(await db.UserPasskeys.Where(k => k.UserId == account.Id).ToListAsync(ct));
        account.TwoFactorEnabled = false;
        account.EndSessions();
        notices.Tell(account, AccountChange.SecondFactorReset);
        return Unit.Value;
    }
}
