using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using DemoExam.Data;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DemoExam.Security;

/// <summary>How a session was opened.</summary>
public enum SignInMeans
{
    Password = 1,

    /// <summary>Password and a code of the second factor.</summary>
    SecondFactor = 2,

    Passkey = 3,
}

/// <summary>A session of a person: a row, so that it is known and ends on every node.</summary>
public sealed class AccountSession
{
    /// <summary>Longest time from sign-in to the next one, however busy the session is.</summary>
    public static readonly TimeSpan LongestTerm = TimeSpan.FromDays(14);

    public required Guid Id { get; init; }
    public required Guid AccountId { get; init; }

    /// <summary>Stamp of the account when the session was opened; a session of another stamp is over.</summary>
    public required string Stamp { get; set; }

    public required SignInMeans Means { get; init; }

    /// <summary>Browser and system, or the program, in a few words.</summary>
    public required string Device { get; init; }

    /// <summary>The network that it was opened from; the last part is left out, because it tells more than the person needs (152-ФЗ, art. 5).</summary>
    public required string Place { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Last use, to a few minutes.</summary>
    public required DateTimeOffset SeenAt { get; set; }
}

/// <summary>Where a try to sign in comes from; the door knows.</summary>
public sealed record Caller(string? Address, string? Agent)
{
    /// <summary>Network of the address: 203.0.113.0/24 and 2001:db8:1::/48.</summary>
    public string Network => !IPAddress.TryParse(Address, out var address) ? "" : address switch
    {
        { IsIPv4MappedToIPv6: true } => Cut(address.MapToIPv4(), 3),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Cut(address, 6),
        _ => Cut(address, 3),
    };

    /// <summary>Browser and system of the agent's header; its first word for programs.</summary>
    public string Device
    {
        get
        {
            var agent = Agent ?? "";
            // The order matters: each of these also calls itself by the names after it.
            var browser = First(agent, ("YaBrowser", "Yandex Browser"), ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"));
            var system = First(agent, ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"), ("Linux", "Linux"));
            var name = browser is null ? agent.Split('/', ' ')[0] : system is null ? browser : $"{browser}, {system}";
            return string.Concat(name.Where(c => !char.IsControl(c)).Take(60));
        }
    }

    private static string? First(string agent, params (string Mark, string Name)[] known) =>
        known.FirstOrDefault(k => agent.Contains(k.Mark, StringComparison.Ordinal)).Name;

    private static string Cut(IPAddress address, int bytes)
    {
        var kept = address.GetAddressBytes();
        kept.AsSpan(bytes).Clear();
        return $"{new IPAddress(kept)}/{bytes * 8}";
    }
}

/// <summary>Opens, checks and ends sessions.</summary>
internal sealed class Sessions(DemoExamDb db, IUserClaimsPrincipalFactory<Account> persons, WriteGate gate, TimeProvider time)
{
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    /// <summary>Opens a session and answers the person with it, for the door's cookie or token.</summary>
    public async Task<ClaimsPrincipal> Open(Account account, SignInMeans means, Caller caller, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var session = new AccountSession
        {
            Id = Guid.CreateVersion7(now), AccountId = account.Id, Stamp = account.SecurityStamp ?? "", Means = means, Device = caller.Device, Place = caller.Network, OpenedAt = now, SeenAt = now,
        };
        var person = await persons.CreateAsync(account);
        Mark(person, session.Id.ToString(), means);
        using var turn = await gate.Enter(ct);
        var (stamp, oldest) = (session.Stamp, now - AccountSession.LongestTerm);
        await db.Sessions.Where(s => s.AccountId == account.Id && (s.Stamp != stamp || s.OpenedAt < oldest)).ExecuteDeleteAsync(ct);
        db.Sessions.Add(session);
        await db.SaveChangesAsync(ct);
        return person;
    }

    /// <summary>Sessions of the account that are open.</summary>
    public IQueryable<AccountSession> OpenOf(Account account)
    {
        var (id, stamp, oldest) = (account.Id, account.SecurityStamp, time.GetUtcNow() - AccountSession.LongestTerm);
        return db.Sessions.Where(s => s.AccountId == id && s.Stamp == stamp && s.OpenedAt >= oldest);
    }

    /// <summary>Whether the person's session is still open; notes that it was seen.</summary>
    public async Task<bool> IsOpen(ClaimsPrincipal person, Account account, CancellationToken ct)
    {
        if (IdOf(person) is not { } id || await OpenOf(account).AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } session)
        {
            return false;
        }

        var now = time.GetUtcNow();
        if (now - session.SeenAt >= SeenEvery)
        {
            using var turn = await gate.Enter(ct);
            await db.Sessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), ct);
        }

        return true;
    }

    /// <summary>The person as the account is now, in the same session.</summary>
    public async Task<ClaimsPrincipal> Renew(ClaimsPrincipal former, Account account)
    {
        var person = await persons.CreateAsync(account);
        Carry(former, person);
        return person;
    }

    /// <summary>Number of the session that the person is in.</summary>
    public static Guid? IdOf(ClaimsPrincipal person) => Guid.TryParse(person.FindFirstValue(CurrentUser.Claims.Session), out var id) ? id : null;

    /// <summary>Takes the session along into the same person with newer facts.</summary>
    internal static void Carry(ClaimsPrincipal former, ClaimsPrincipal next)
    {
        if (former.FindFirstValue(CurrentUser.Claims.Session) is { } id && Enum.TryParse<SignInMeans>(former.FindFirstValue(CurrentUser.Claims.Means), out var means))
        {
            Mark(next, id, means);
        }
    }

    private static void Mark(ClaimsPrincipal person, string id, SignInMeans means)
    {
        var identity = (ClaimsIdentity)person.Identity!;
        identity.AddClaim(new Claim(CurrentUser.Claims.Session, id));
        identity.AddClaim(new Claim(CurrentUser.Claims.Means, means.ToString()));
        if (means == SignInMeans.Passkey && identity.FindFirst(CurrentUser.Claims.OwesSecondFactor) is { } owed)
        {
            // The authenticator has asked for a finger, a face or a PIN already.
            identity.RemoveClaim(owed);
        }
    }
}

/// <summary>Looks once a minute whether the account has changed and whether the session was ended.</summary>
internal sealed class SessionValidator(IOptions<SecurityStampValidatorOptions> options, SignInManager<Account> signIns, ILoggerFactory logs, Sessions sessions)
    : SecurityStampValidator<Account>(options, signIns, logs)
{
    public override Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        if (context.Properties.IssuedUtc > TimeProvider.GetUtcNow())
        {
            // Looked at last by a clock that has been set back since: look now, not when the clock has come there again.
            context.Properties.IssuedUtc = null;
        }

        return base.ValidateAsync(context);
    }

    protected override async Task<Account?> VerifySecurityStamp(ClaimsPrincipal? principal) =>
        await base.VerifySecurityStamp(principal) is { } account && await sessions.IsOpen(principal!, account, CancellationToken.None) ? account : null;
}
