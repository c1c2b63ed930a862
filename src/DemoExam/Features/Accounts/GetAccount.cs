using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>One account: whose it is, what it may, whether it works.</summary>
[Authorize(Policy = Policies.ManageAccounts)]
public sealed record GetAccount(Guid AccountId) : IQuery<AccountCard>;

/// <param name="HasFactor">There is a second factor or a passkey.</param>
/// <param name="LinkValidTo">Last moment of the link that sets the password; null when there is none.</param>
public sealed record AccountCard(
    Guid Id, string UserName, string DisplayName, string? Email, IReadOnlyList<RoleName> Roles, string? Region, string? RegionEn, string? Organisation, string? OrganisationEn,
    ExpertId? ExpertId, CandidateId? CandidateId, AccountState State, DateTimeOffset? LockedUntil, DateTimeOffset? LinkValidTo, bool HasFactor);

internal sealed class GetAccountHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetAccount, AccountCard>
{
    public async Task<AccountCard> Handle(GetAccount request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var account = NotFound.Unless(await db.AccountsManagedBy(user).AsNoTracking().Where(a => a.Id == request.AccountId).Select(a => new
        {
            Account = a,
            Region = db.Regions.Where(r => r.Code == a.RegionCode).Select(r => new { r.Name, r.NameEn }).FirstOrDefault(),
            Organisation = db.Organisations.Where(o => o.Id == a.OrganisationId).Select(o => new { o.ShortName, o.NameEn }).FirstOrDefault(),
            Roles = db.UserRoles.Where(r => r.UserId == a.Id).Select(r => db.Roles.First(x => x.Id == r.RoleId).Name!).ToList(),
            HasFactor = db.SecondFactors.Any(f => f.AccountId == a.Id) || db.UserPasskeys.Any(k => k.UserId == a.Id),
            Link = db.OneTimeLinks.Where(l => l.AccountId == a.Id).Select(l => l.ValidTo).FirstOrDefault(),
        }).SingleOrDefaultAsync(ct), "account", request.AccountId);
        var a = account.Account;
        return new AccountCard(a.Id, a.UserName!, a.DisplayName, a.Email, RoleNames.Of(account.Roles), account.Region?.Name, account.Region?.NameEn,
            account.Organisation?.ShortName, account.Organisation?.NameEn, a.ExpertId, a.CandidateId, AccountBoundary.StateOf(a.IsDisabled, a.PasswordHash is not null),
            a.LockoutEnd > now ? a.LockoutEnd : null, account.Link > now ? account.Link : null, account.HasFactor);
    }
}
