using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Security;

/// <summary>
/// What commands write about accounts. It only changes tracked rows: the pipeline saves all of a command at once, where the
/// managers of the framework would save after each step.
/// </summary>
internal sealed class AccountBook(DemoExamDb db, ILookupNormalizer normaliser, IPasswordHasher<Account> hasher, TimeProvider time)
{
    /// <summary>Adds an account that has no password yet.</summary>
    /// <exception cref="RuleViolation"><see cref="AccountRules.UserNameIsFree"/>.</exception>
    public async Task Open(Account account, IReadOnlyCollection<string> roles, CancellationToken ct)
    {
        var taken = new Refusals();
        taken.Require(AccountRules.UserNameIsFree, await Find(account.UserName!, ct) is null, nameof(Account.UserName), ("name", account.UserName));
        taken.ThrowIfAny();

        account.NormalizedUserName = normaliser.NormalizeName(account.UserName);
        account.NormalizedEmail = normaliser.NormalizeEmail(account.Email);
        account.LockoutEnabled = true;
        account.EndSessions();
        db.Users.Add(account);
        await Grant(account, roles, ct);
    }

    /// <summary>The account with this sign-in name, tracked; null when there is none.</summary>
    public Task<Account?> Find(string userName, CancellationToken ct)
    {
        var normalised = normaliser.NormalizeName(userName.Trim());
        return db.Users.SingleOrDefaultAsync(a => a.NormalizedUserName == normalised, ct);
    }

    /// <summary>The name, or the name with the first number that makes it free; it is then kept from the next asker as well.</summary>
    /// <param name="wanted">Name in Latin letters.</param>
    /// <param name="taken">Names given before within the same command.</param>
    public async Task<string> FreeName(string wanted, HashSet<string> taken, CancellationToken ct)
    {
        var stem = normaliser.NormalizeName(wanted);
        taken.UnionWith(await db.Users.Where(a => a.NormalizedUserName!.StartsWith(stem)).Select(a => a.NormalizedUserName!).ToListAsync(ct));
        var name = wanted;
        for (var number = 2; !taken.Add(normaliser.NormalizeName(name)); number++)
        {
            name = $"{wanted}{number}";
        }

        return name;
    }

    public bool PasswordIs(Account account, string password) =>
        account.PasswordHash is { } hash && hasher.VerifyHashedPassword(account, hash, password) != PasswordVerificationResult.Failed;

    /// <summary>The user's own account, tracked, once the user has said the password again.</summary>
    /// <exception cref="RuleViolation"><see cref="AccountRules.PasswordIsKnown"/>, at the field <c>Present</c>.</exception>
    public async Task<Account> Mine(CurrentUser user, string present, CancellationToken ct)
    {
        var id = user.RequireAccount();
        var account = NotFound.Unless(await db.Users.SingleOrDefaultAsync(a => a.Id == id, ct), "account");
        var refusals = new Refusals();
        refusals.Require(AccountRules.PasswordIsKnown, PasswordIs(account, present), "Present");
        refusals.ThrowIfAny();
        return account;
    }

    /// <summary>Sets the password and ends every session that the old one opened.</summary>
    public void SetPassword(Account account, string password)
    {
        account.PasswordHash = hasher.HashPassword(account, password);
        account.AccessFailedCount = 0;
        account.LockoutEnd = null;
        account.EndSessions();
    }

    /// <summary>Makes a link that sets the password once and ends earlier ones; answers its code, which nobody can read again.</summary>
    public async Task<string> IssueLink(Account account, CancellationToken ct)
    {
        db.OneTimeLinks.RemoveRange(await db.OneTimeLinks.Where(l => l.AccountId == account.Id).ToListAsync(ct));
        var code = OneTimeCode.ForPaper();
        var now = time.GetUtcNow();
        db.OneTimeLinks.Add(new OneTimeLink { CodeHash = OneTimeCode.HashOf(code), AccountId = account.Id, IssuedAt = now, ValidTo = now + OneTimeLink.Term });
        return code;
    }

    /// <summary>Gives the account these roles and no others. Open pages learn of it within a minute.</summary>
    public async Task SetRoles(Account account, IReadOnlyCollection<string> roles, CancellationToken ct)
    {
        db.UserRoles.RemoveRange(await db.UserRoles.Where(r => r.UserId == account.Id && !db.Roles.Any(x => x.Id == r.RoleId && roles.Contains(x.Name!))).ToListAsync(ct));
        var present = await db.UserRoles.Where(r => r.UserId == account.Id).Select(r => db.Roles.First(x => x.Id == r.RoleId).Name!).ToListAsync(ct);
        await Grant(account, [.. roles.Except(present)], ct);
        account.EndSessions();
    }

    private async Task Grant(Account account, IReadOnlyCollection<string> roles, CancellationToken ct) =>
        db.UserRoles.AddRange(await db.Roles.Where(r => roles.Contains(r.Name!)).Select(r => new IdentityUserRole<Guid> { UserId = account.Id, RoleId = r.Id }).ToListAsync(ct));
}
