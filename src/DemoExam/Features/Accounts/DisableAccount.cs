using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Closes an account: nobody signs in by it, open sessions end within a minute, its links have no force.</summary>
[Authorize(Policy = Policies.ManageAccounts)]
public sealed record DisableAccount(Guid AccountId) : ICommand<Unit>;

internal sealed class DisableAccountHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<DisableAccount, Unit>
{
    public async Task<Unit> Handle(DisableAccount request, CancellationToken ct)
    {
        var account = NotFound.Unless(await db.AccountsManagedBy(user).SingleOrDefaultAsync(a => a.Id == request.AccountId, ct), "account", request.AccountId);
        AccountRules.NotOwnAccount.Require(account.Id.ToString() != user.Id);
        account.IsDisabled = true;
        account.EndSessions();
        return Unit.Value;
    }
}

/// <summary>Opens a disabled account again, with the password that it had.</summary>
[Authorize(Policy = Policies.ManageAccounts)]
public sealed record EnableAccount(Guid AccountId) : ICommand<Unit>;

internal sealed class EnableAccountHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<EnableAccount, Unit>
{
    public async Task<Unit> Handle(EnableAccount request, CancellationToken ct)
    {
        var account = NotFound.Unless(await db.AccountsManagedBy(user).SingleOrDefaultAsync(a => a.Id == request.AccountId, ct), "account", request.AccountId);
        account.IsDisabled = false;
        return Unit.Value;
    }
}
