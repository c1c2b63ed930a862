using DemoExam.Data;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Accounts by the names of their people.</summary>
/// <param name="Search">Any part of the name or of the sign-in name.</param>
/// <param name="Role">Only accounts with this role.</param>
/// <param name="State">Only accounts in this state.</param>
/// <param name="After"><c>next</c> of the page before.</param>
/// <param name="Size">Rows of a page, 50 when not said, at most 500.</param>
[Authorize(Policy = Policies.ManageAccounts)]
public sealed record ListAccounts(string? Search = null, RoleName? Role = null, AccountState? State = null, string? After = null, int? Size = null) : IQuery<Slice<AccountRow>>;

public sealed record AccountRow(Guid Id, string UserName, string DisplayName, IReadOnlyList<RoleName> Roles, string? RegionCode, AccountState State);

internal sealed class ListAccountsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ListAccounts, Slice<AccountRow>>
{
    public async Task<Slice<AccountRow>> Handle(ListAccounts request, CancellationToken ct)
    {
        var accounts = db.AccountsManagedBy(user).AsNoTracking();
        if (TextNorm.Of(request.Search) is { Length: > 0 } search)
        {
            accounts = accounts.Where(a => a.NameNorm.Contains(search) || a.NormalizedUserName!.Contains(search));
        }

        if (request.Role?.ToString() is { } role)
        {
            accounts = accounts.Where(a => db.UserRoles.Any(r => r.UserId == a.Id && db.Roles.Any(x => x.Id == r.RoleId && x.Name == role)));
        }

        accounts = request.State switch
        {
            AccountState.Disabled => accounts.Where(a => a.IsDisabled),
            AccountState.Waiting => accounts.Where(a => !a.IsDisabled && a.PasswordHash == null),
            AccountState.Active => accounts.Where(a => !a.IsDisabled && a.PasswordHash != null),
            _ => accounts,
        };

        var after = NameKey.Read(request.After);
        accounts = accounts.OrderBy(a => a.NameNorm).ThenBy(a => a.Id);
        if (after is not null)
        {
            accounts = accounts.Where(a => string.Compare(a.NameNorm, after.NameNorm) >= 0).Skip(after.Shown);
        }

        var size = SliceSize.Of(request.Size);
        var rows = await accounts.Take(size + 1).Select(a => new
        {
            a.Id,
            a.UserName,
            a.DisplayName,
            a.NameNorm,
            a.RegionCode,
            a.IsDisabled,
            HasPassword = a.PasswordHash != null,
            Roles = db.UserRoles.Where(r => r.UserId == a.Id).Select(r => db.Roles.First(x => x.Id == r.RoleId).Name!).ToList(),
        }).ToListAsync(ct);
        var slice = NameKey.Page(rows, size, after, r => r.NameNorm);
        return new Slice<AccountRow>(
            [.. slice.Items.Select(r => new AccountRow(r.Id, r.UserName!, r.DisplayName, RoleNames.Of(r.Roles), r.RegionCode, AccountBoundary.StateOf(r.IsDisabled, r.HasPassword)))],
            slice.Next);
    }
}

internal static class RoleNames
{
    /// <summary>In the order of the roles; a role that is none of ours is left out.</summary>
    public static IReadOnlyList<RoleName> Of(IEnumerable<string> roles) =>
        [.. roles.Select(role => Enum.TryParse<RoleName>(role, out var name) ? name : default).Where(name => name != default).Order()];
}
