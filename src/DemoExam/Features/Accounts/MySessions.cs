using System.Security.Claims;
using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>Where I am signed in, the latest first.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record ListMySessions : IQuery<IReadOnlyList<MySession>>;

/// <param name="Id">Number of the session.</param>
/// <param name="Device">Browser and system, or the program.</param>
/// <param name="Place">Network that it was opened from, without its last part.</param>
/// <param name="Means">How it was opened.</param>
/// <param name="OpenedAt">When.</param>
/// <param name="SeenAt">Last use, to a few minutes.</param>
/// <param name="IsThis">The session that asks.</param>
public sealed record MySession(Guid Id, string Device, string Place, SignInMeans Means, DateTimeOffset OpenedAt, DateTimeOffset SeenAt, bool IsThis);

internal sealed class ListMySessionsHandler(DemoExamDb db, CurrentUser user, Sessions sessions) : IRequestHandler<ListMySessions, IReadOnlyList<MySession>>
{
    public async Task<IReadOnlyList<MySession>> Handle(ListMySessions request, CancellationToken ct)
    {
        var (id, mine) = (user.RequireAccount(), Sessions.IdOf(user.Principal));
        var account = NotFound.Unless(await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct), "account");
        return await sessions.OpenOf(account).AsNoTracking().OrderByDescending(s => s.SeenAt)
            .Select(s => new MySession(s.Id, s.Device, s.Place, s.Means, s.OpenedAt, s.SeenAt, s.Id == mine)).ToListAsync(ct);
    }
}

/// <summary>Ends one of my sessions: on every node within a minute.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record EndMySession(Guid SessionId) : ICommand<Unit>;

internal sealed class EndMySessionHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<EndMySession, Unit>
{
    public async Task<Unit> Handle(EndMySession request, CancellationToken ct)
    {
        var id = user.RequireAccount();
        db.Sessions.Remove(NotFound.Unless(await db.Sessions.SingleOrDefaultAsync(s => s.Id == request.SessionId && s.AccountId == id, ct), "session", request.SessionId));
        return Unit.Value;
    }
}

/// <summary>Ends the session that the browser is in; nothing to do for who is in none.</summary>
[AllowAnonymous]
public sealed record SignOut : ICommand<Unit>;

internal sealed class SignOutHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<SignOut, Unit>
{
    public async Task<Unit> Handle(SignOut request, CancellationToken ct)
    {
        if (Sessions.IdOf(user.Principal) is { } id)
        {
            await db.Sessions.Where(s => s.Id == id).ExecuteDeleteAsync(ct);
        }

        return Unit.Value;
    }
}

/// <summary>The person with what is true of the account now, for the session that goes on.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record RenewMySession : IQuery<ClaimsPrincipal>;

internal sealed class RenewMySessionHandler(DemoExamDb db, CurrentUser user, Sessions sessions) : IRequestHandler<RenewMySession, ClaimsPrincipal>
{
    public async Task<ClaimsPrincipal> Handle(RenewMySession request, CancellationToken ct)
    {
        var id = user.RequireAccount();
        return await sessions.Renew(user.Principal, NotFound.Unless(await db.Users.SingleOrDefaultAsync(a => a.Id == id, ct), "account"));
    }
}
