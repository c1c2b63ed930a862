using DemoExam.Data;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>My passkeys.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record ListMyPasskeys : IQuery<IReadOnlyList<MyPasskey>>;

/// <param name="Id">Credential id, base64url.</param>
/// <param name="Name">What I called it.</param>
/// <param name="Since">When it was added.</param>
public sealed record MyPasskey(string Id, string Name, DateTimeOffset Since);

internal sealed class ListMyPasskeysHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ListMyPasskeys, IReadOnlyList<MyPasskey>>
{
    public async Task<IReadOnlyList<MyPasskey>> Handle(ListMyPasskeys request, CancellationToken ct)
    {
        var id = user.RequireAccount();
        var keys = await db.UserPasskeys.AsNoTracking().Where(k => k.UserId == id).ToListAsync(ct);
        return [.. keys.OrderBy(k => k.Data.CreatedAt).Select(k => new MyPasskey(WebEncoders.Base64UrlEncode(k.CredentialId), k.Data.Name ?? "", k.Data.CreatedAt))];
    }
}

/// <summary>Adds the passkey that the authenticator made. The password is asked again: a session left open must not become a door of its own.</summary>
/// <param name="Name">What to call it.</param>
/// <param name="Present">My password.</param>
/// <param name="Credential">What the browser got from the authenticator, JSON.</param>
/// <param name="State">What <see cref="OfferPasskey"/> gave the door.</param>
[Authorize(Policy = Policies.SignedIn)]
public sealed record AddPasskey(string Name, string Present, string Credential = "", string State = "") : ICommand<Unit>;

internal sealed class AddPasskeyValidator : AbstractValidator<AddPasskey>
{
    public AddPasskeyValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(60);
        RuleFor(r => r.Present).NotEmpty();
    }
}

internal sealed class AddPasskeyHandler(DemoExamDb db, CurrentUser user, AccountBook accounts, IPasskeyHandler<Account> passkeys, UserManager<Account> users, IHttpContextAccessor http, AccountNotices notices)
    : IRequestHandler<AddPasskey, Unit>
{
    public async Task<Unit> Handle(AddPasskey request, CancellationToken ct)
    {
        var account = await accounts.Mine(user, request.Present, ct);
        AccountRules.PasskeyIsGood.Require(request.Credential.Length > 0 && request.State.Length > 0);
        var made = await passkeys.PerformAttestationAsync(new PasskeyAttestationContext { HttpContext = http.HttpContext!, CredentialJson = request.Credential, AttestationState = request.State });
        AccountRules.PasskeyIsGood.Require(made.Succeeded && made.UserEntity.Id == account.Id.ToString()
            && !await db.UserPasskeys.AnyAsync(k => k.CredentialId == made.Passkey.CredentialId, ct));
        made.Passkey!.Name = request.Name.Trim();
        notices.Tell(account, AccountChange.PasskeyAdded);
        await users.AddOrUpdatePasskeyAsync(account, made.Passkey);
        return Unit.Value;
    }
}

/// <summary>Takes one of my passkeys away.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record RemovePasskey(string Id) : ICommand<Unit>;

internal sealed class RemovePasskeyHandler(DemoExamDb db, CurrentUser user, AccountNotices notices) : IRequestHandler<RemovePasskey, Unit>
{
    public async Task<Unit> Handle(RemovePasskey request, CancellationToken ct)
    {
        var account = user.RequireAccount();
        byte[] credential = [];
        try
        {
            credential = WebEncoders.Base64UrlDecode(request.Id);
        }
        catch (FormatException)
        {
            // No such passkey, then.
        }

        db.UserPasskeys.Remove(NotFound.Unless(await db.UserPasskeys.SingleOrDefaultAsync(k => k.UserId == account && k.CredentialId == credential, ct), "passkey"));
        notices.Tell(await db.Users.SingleAsync(a => a.Id == account, ct), AccountChange.PasskeyRemoved);
        return Unit.Value;
    }
}
