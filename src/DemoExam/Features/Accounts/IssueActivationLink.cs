using DemoExam.Data;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Makes a new one-time code for an account, for a forgotten password or a lost sheet; the former has no force any more.</summary>
[Authorize(Policy = Policies.ManageAccounts)]
public sealed record IssueActivationLink(Guid AccountId) : ICommand<AccountCode>;

internal sealed class IssueActivationLinkHandler(DemoExamDb db, CurrentUser user, AccountBook accounts, AccountNotices notices) : IRequestHandler<IssueActivationLink, AccountCode>
{
    public async Task<AccountCode> Handle(IssueActivationLink request, CancellationToken ct)
    {
        var account = NotFound.Unless(await db.AccountsManagedBy(user).SingleOrDefaultAsync(a => a.Id == request.AccountId && !a.IsDisabled, ct), "account", request.AccountId);
        notices.Tell(account, AccountChange.CodeIssued);
        return new AccountCode(account.Id, account.UserName!, await accounts.IssueLink(account, ct));
    }
}
