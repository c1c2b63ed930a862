using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;

namespace DemoExam.Features.Accounts;

/// <summary>Signs in by a passkey instead of password and code: the authenticator has proved that it is there and that it knows its owner.</summary>
/// <param name="Credential">What the browser got from the authenticator, JSON.</param>
/// <param name="State">What <see cref="OfferPasskeySignIn"/> gave the door.</param>
/// <param name="Caller">Where the try comes from.</param>
[AllowAnonymous]
public sealed record SignInByPasskey(string Credential, string State, Caller Caller) : ICommand<SignInAnswer>, ICommitsItself;

internal sealed class SignInByPasskeyHandler(IPasskeyHandler<Account> passkeys, UserManager<Account> users, SignInTries tries, Sessions sessions, IHttpContextAccessor http, ILogger<SignInByPasskeyHandler> log)
    : IRequestHandler<SignInByPasskey, SignInAnswer>
{
    public async Task<SignInAnswer> Handle(SignInByPasskey request, CancellationToken ct)
    {
        if (request.Credential.Length == 0 || request.State.Length == 0)
        {
            return new SignInAnswer(null);
        }

        var checkedKey = await passkeys.PerformAssertionAsync(new PasskeyAssertionContext { HttpContext = http.HttpContext!, CredentialJson = request.Credential, AssertionState = request.State });
        if (!checkedKey.Succeeded)
        {
            log.LogInformation("A passkey was refused: {Reason}", checkedKey.Failure.Message);
            return new SignInAnswer(null);
        }

        if (tries.IsClosed(checkedKey.User))
        {
            return new SignInAnswer(null);
        }

        // The counter goes up: a copy of the authenticator would be noticed.
        await users.AddOrUpdatePasskeyAsync(checkedKey.User, checkedKey.Passkey);
        return new SignInAnswer(await sessions.Open(checkedKey.User, SignInMeans.Passkey, request.Caller, ct));
    }
}
