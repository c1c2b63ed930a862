using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Which roles must have a second factor.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed record GetSignInPolicy : IQuery<IReadOnlyList<RoleState>>;

/// <param name="Role">The role.</param>
/// <param name="IsAsked">Its people must have a second factor.</param>
/// <param name="People">Accounts with the role that somebody can sign in by.</param>
/// <param name="WithFactor">Those of them that have one, or a passkey.</param>
public sealed record RoleState(RoleName Role, bool IsAsked, int People, int WithFactor);

internal sealed class GetSignInPolicyHandler(DemoExamDb db) : IRequestHandler<GetSignInPolicy, IReadOnlyList<RoleState>>
{
    public async Task<IReadOnlyList<RoleState>> Handle(GetSignInPolicy request, CancellationToken ct)
    {
        var asked = (await SignInPolicy.Of(db, ct)).SecondFactorRoles;
        var people = await (
            from given in db.UserRoles
            join role in db.Roles on given.RoleId equals role.Id
            join account in db.Users on given.UserId equals account.Id
            where !account.IsDisabled && account.PasswordHash != null
            select new { role.Name, HasFactor = db.SecondFactors.Any(f => f.AccountId == account.Id) || db.UserPasskeys.Any(k => k.UserId == account.Id) })
            .GroupBy(a => new { a.Name, a.HasFactor }).Select(g => new { g.Key.Name, g.Key.HasFactor, Count = g.Count() }).ToListAsync(ct);
        return [.. Enum.GetValues<RoleName>().Select(role => new RoleState(role, asked.Contains(role.ToString()),
            people.Where(p => p.Name == role.ToString()).Sum(p => p.Count), people.Where(p => p.Name == role.ToString() && p.HasFactor).Sum(p => p.Count)))];
    }
}

/// <summary>Asks people of these roles for a second factor, and no others. Who has none sets one up before anything else, within a minute.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed record ChangeSignInPolicy(IReadOnlyList<RoleName> SecondFactorRoles) : ICommand<Unit>;

internal sealed class ChangeSignInPolicyHandler(DemoExamDb db) : IRequestHandler<ChangeSignInPolicy, Unit>
{
    public async Task<Unit> Handle(ChangeSignInPolicy request, CancellationToken ct)
    {
        var policy = await db.SignInPolicies.SingleOrDefaultAsync(ct);
        if (policy is null)
        {
            db.SignInPolicies.Add(policy = new SignInPolicy());
        }

        policy.SecondFactorRoles = [.. request.SecondFactorRoles.Where(Enum.IsDefined).Distinct().Order().Select(role => role.ToString())];
        return Unit.Value;
    }
}
