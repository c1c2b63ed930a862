using System.Security.Claims;
using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DemoExam.Features.Accounts;

/// <summary>Checks name, password and, where the account has one, the second factor. The door opens the session: a cookie for pages, a bearer token for programs.</summary>
/// <param name="Code">Code of the app or a recovery code; null when the door asks for it in a second step.</param>
[AllowAnonymous]
public sealed record SignIn(string UserName, string Password, string? Code = null) : ICommand<SignInAnswer>, ICommitsItself
{
    /// <summary>Where the try comes from; the door knows.</summary>
    [JsonIgnore]
    public Caller Caller { get; init; } = new(null, null);
}

/// <summary>The person, or a refusal that tells nobody whether the account exists, is closed or has another password.</summary>
/// <param name="Person">Who signed in; null when refused.</param>
/// <param name="Wait">Set when there were too many tries: how long to wait.</param>
/// <param name="Asks">Set when the password was right and the code is missing: for the second step.</param>
public sealed record SignInAnswer(ClaimsPrincipal? Person, TimeSpan? Wait = null, SignInStep? Asks = null);

/// <summary>Somebody who knows the password and owes the code. The door keeps it sealed for a few minutes.</summary>
/// <param name="Stamp">Stamp of the account, so that a new password ends the step.</param>
public sealed record SignInStep(Guid AccountId, string Stamp);

internal sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(r => r.UserName).NotEmpty().MaximumLength(256);
        RuleFor(r => r.Password).NotEmpty().MaximumLength(Passwords.LongestLength);
        RuleFor(r => r.Code).MaximumLength(40);
    }
}

/// <remarks>
/// It commits by itself: checking a password takes a tenth of a second on purpose, too long to keep other writers waiting.
/// </remarks>
internal sealed class SignInHandler(DemoExamDb db, AccountBook accounts, SignInLimits limits, SignInTries tries, Sessions sessions, SecondFactors factors, WriteGate gate, IPasswordHasher<Account> hasher)
    : IRequestHandler<SignIn, SignInAnswer>
{
    private static string? _nobodysHash;

    public async Task<SignInAnswer> Handle(SignIn request, CancellationToken ct)
    {
        if (limits.Wait(request.UserName, request.Caller.Address) is { } wait)
        {
            return new SignInAnswer(null, wait);
        }

        var account = await accounts.Find(request.UserName, ct);
        if (account?.PasswordHash is null)
        {
            // The same work as for an account that exists, so that the time of the answer says nothing either.
            _nobodysHash ??= hasher.HashPassword(new Account(), OneTimeCode.ForLink());
            hasher.VerifyHashedPassword(new Account(), _nobodysHash, request.Password);
            limits.Failed(request.Caller.Address);
            return new SignInAnswer(null);
        }

        var isRight = accounts.PasswordIs(account, request.Password);
        if (tries.IsClosed(account))
        {
            return new SignInAnswer(null);
        }

        if (!isRight)
        {
            limits.Failed(request.Caller.Address);
            await tries.CountFailure(account, ct);
            return new SignInAnswer(null);
        }

        var hasFactor = await db.SecondFactors.AnyAsync(f => f.AccountId == account.Id, ct);
        if (hasFactor && request.Code is null)
        {
            return new SignInAnswer(null, Asks: new SignInStep(account.Id, account.SecurityStamp!));
        }

        if (hasFactor && !await gate.Run(() => factors.Spend(account.Id, request.Code!, ct), ct))
        {
            limits.Failed(request.Caller.Address);
            await tries.CountFailure(account, ct);
            return new SignInAnswer(null);
        }

        await tries.Forget(account, ct);
        return new SignInAnswer(await sessions.Open(account, hasFactor ? SignInMeans.SecondFactor : SignInMeans.Password, request.Caller, ct));
    }
}

/// <summary>The second step on the page: the code of the app or a recovery code.</summary>
[AllowAnonymous]
public sealed record ConfirmSignIn(string Code) : ICommand<SignInAnswer>, ICommitsItself
{
    /// <summary>What the first step left; null when its few minutes are over.</summary>
    [JsonIgnore]
    public SignInStep? Step { get; init; }

    /// <summary>Where the try comes from; the door knows.</summary>
    [JsonIgnore]
    public Caller Caller { get; init; } = new(null, null);
}

internal sealed class ConfirmSignInValidator : AbstractValidator<ConfirmSignIn>
{
    public ConfirmSignInValidator() => RuleFor(r => r.Code).NotEmpty().MaximumLength(40);
}

internal sealed class ConfirmSignInHandler(DemoExamDb db, SignInLimits limits, SignInTries tries, Sessions sessions, SecondFactors factors, WriteGate gate)
    : IRequestHandler<ConfirmSignIn, SignInAnswer>
{
    public async Task<SignInAnswer> Handle(ConfirmSignIn request, CancellationToken ct)
    {
        if (request.Step is not { } step || await db.Users.SingleOrDefaultAsync(a => a.Id == step.AccountId && a.SecurityStamp == step.Stamp, ct) is not { } account)
        {
            return new SignInAnswer(null);
        }

        if (limits.Wait(account.UserName!, request.Caller.Address) is { } wait)
        {
            return new SignInAnswer(null, wait);
        }

        if (tries.IsClosed(account))
        {
            return new SignInAnswer(null, Asks: step);
        }

        if (!await gate.Run(() => factors.Spend(account.Id, request.Code, ct), ct))
        {
            limits.Failed(request.Caller.Address);
            await tries.CountFailure(account, ct);
            return new SignInAnswer(null, Asks: step);
        }

        await tries.Forget(account, ct);
        return new SignInAnswer(await sessions.Open(account, SignInMeans.SecondFactor, request.Caller, ct));
    }
}

/// <summary>Wrong tries in a row, counted by the database, so that tries at the same moment on any node are all counted.</summary>
internal sealed class SignInTries(DemoExamDb db, WriteGate gate, TimeProvider time, IOptions<IdentityOptions> options)
{
    public bool IsClosed(Account account)
    {
        var now = time.GetUtcNow();
        // An end that no lock-out could have was set by a clock that was ahead.
        return account.IsDisabled || (account.LockoutEnd > now && account.LockoutEnd <= now + options.Value.Lockout.DefaultLockoutTimeSpan);
    }

    public async Task CountFailure(Account account, CancellationToken ct)
    {
        var lockout = options.Value.Lockout;
        DateTimeOffset? until = time.GetUtcNow() + lockout.DefaultLockoutTimeSpan;
        using var turn = await gate.Enter(ct);
        await db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.AccessFailedCount, x => x.AccessFailedCount + 1), ct);
        await db.Users.Where(a => a.Id == account.Id && a.AccessFailedCount >= lockout.MaxFailedAccessAttempts)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.AccessFailedCount, 0).SetProperty(x => x.LockoutEnd, until), ct);
    }

    /// <summary>After a whole sign-in only: a right password with wrong codes must not start the count anew.</summary>
    public async Task Forget(Account account, CancellationToken ct)
    {
        if (account.AccessFailedCount > 0)
        {
            using var turn = await gate.Enter(ct);
            await db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.AccessFailedCount, 0), ct);
        }
    }
}
