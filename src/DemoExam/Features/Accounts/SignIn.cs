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

/// <summary>Checks name and password. The door opens the session: a cookie for pages, a bearer token for programs.</summary>
[AllowAnonymous]
public sealed record SignIn(string UserName, string Password) : ICommand<SignInAnswer>, ICommitsItself
{
    /// <summary>Where the try comes from; the door knows.</summary>
    [JsonIgnore]
    public string? Address { get; init; }
}

/// <summary>The person, or a refusal that tells nobody whether the account exists, is closed or has another password.</summary>
/// <param name="Person">Who signed in; null when refused.</param>
/// <param name="Wait">Set when there were too many tries: how long to wait.</param>
public sealed record SignInAnswer(ClaimsPrincipal? Person, TimeSpan? Wait = null);

internal sealed class SignInValidator : AbstractValidator<SignIn>
{
    public SignInValidator()
    {
        RuleFor(r => r.UserName).NotEmpty().MaximumLength(256);
        RuleFor(r => r.Password).NotEmpty().MaximumLength(Passwords.LongestLength);
    }
}

/// <remarks>
/// It commits by itself: checking a password takes a tenth of a second on purpose, too long to keep other writers waiting.
/// </remarks>
internal sealed class SignInHandler(DemoExamDb db, AccountBook accounts, SignInLimits limits, WriteGate gate, TimeProvider time,
    IPasswordHasher<Account> hasher, IUserClaimsPrincipalFactory<Account> persons, IOptions<IdentityOptions> options)
    : IRequestHandler<SignIn, SignInAnswer>
{
    private static string? _nobodysHash;

    public async Task<SignInAnswer> Handle(SignIn request, CancellationToken ct)
    {
        if (limits.Wait(request.UserName, request.Address) is { } wait)
        {
            return new SignInAnswer(null, wait);
        }

        var account = await accounts.Find(request.UserName, ct);
        if (account?.PasswordHash is null)
        {
            // The same work as for an account that exists, so that the time of the answer says nothing either.
            _nobodysHash ??= hasher.HashPassword(new Account(), OneTimeCode.ForLink());
            hasher.VerifyHashedPassword(new Account(), _nobodysHash, request.Password);
            return new SignInAnswer(null);
        }

        var isRight = accounts.PasswordIs(account, request.Password);
        if (account.IsDisabled || account.LockoutEnd > time.GetUtcNow())
        {
            return new SignInAnswer(null);
        }

        if (!isRight)
        {
            await CountFailure(account, ct);
            return new SignInAnswer(null);
        }

        if (account.AccessFailedCount > 0)
        {
            using var turn = await gate.Enter(ct);
            await db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.AccessFailedCount, 0), ct);
        }

        return new SignInAnswer(await persons.CreateAsync(account));
    }

    // Counted by the database, so that tries at the same moment are all counted.
    private async Task CountFailure(Account account, CancellationToken ct)
    {
        var lockout = options.Value.Lockout;
        DateTimeOffset? until = time.GetUtcNow() + lockout.DefaultLockoutTimeSpan;
        using var turn = await gate.Enter(ct);
        await db.Users.Where(a => a.Id == account.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.AccessFailedCount, x => x.AccessFailedCount + 1), ct);
        await db.Users.Where(a => a.Id == account.Id && a.AccessFailedCount >= lockout.MaxFailedAccessAttempts)
            .ExecuteUpdateAsync(a => a.SetProperty(x => x.AccessFailedCount, 0).SetProperty(x => x.LockoutEnd, until), ct);
    }
}
