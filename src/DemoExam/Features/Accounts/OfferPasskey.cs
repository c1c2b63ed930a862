using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>What the browser tells an authenticator that is to make a passkey for me (WebAuthn, PublicKeyCredentialCreationOptions).</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record OfferPasskey : IQuery<PasskeyOffer>;

/// <param name="Options">For the browser, JSON.</param>
/// <param name="State">For the check of what comes back; the door keeps it sealed and gives it back once.</param>
public sealed record PasskeyOffer(string Options, string State);

internal sealed class OfferPasskeyHandler(DemoExamDb db, CurrentUser user, IPasskeyHandler<Account> passkeys, IHttpContextAccessor http) : IRequestHandler<OfferPasskey, PasskeyOffer>
{
    public async Task<PasskeyOffer> Handle(OfferPasskey request, CancellationToken ct)
    {
        var id = user.RequireAccount();
        var account = NotFound.Unless(await db.Users.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct), "account");
        var offer = await passkeys.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = account.Id.ToString(), Name = account.UserName!, DisplayName = account.DisplayName }, http.HttpContext!);
        return new PasskeyOffer(offer.CreationOptionsJson, offer.AttestationState!);
    }
}

/// <summary>What the browser asks any authenticator that knows this service (PublicKeyCredentialRequestOptions). It names no account, so it tells nothing about any.</summary>
[AllowAnonymous]
public sealed record OfferPasskeySignIn : IQuery<PasskeyOffer>;

internal sealed class OfferPasskeySignInHandler(IPasskeyHandler<Account> passkeys, IHttpContextAccessor http) : IRequestHandler<OfferPasskeySignIn, PasskeyOffer>
{
    public async Task<PasskeyOffer> Handle(OfferPasskeySignIn request, CancellationToken ct)
    {
        var offer = await passkeys.MakeRequestOptionsAsync(null, http.HttpContext!);
        return new PasskeyOffer(offer.RequestOptionsJson, offer.AssertionState!);
    }
}
