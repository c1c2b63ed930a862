using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Accounts;

/// <summary>My second factor; while there is none, a secret for setting one up.</summary>
/// <param name="Sealed">The secret that the form showed before, so that a refused form keeps it.</param>
[Authorize(Policy = Policies.SignedIn)]
public sealed record GetMySecondFactor(string? Sealed = null) : IQuery<MySecondFactor>;

/// <param name="Since">When it was set up; null when there is none.</param>
/// <param name="CodesLeft">Recovery codes that are left.</param>
/// <param name="IsOwed">The administrator asks people of my role for one.</param>
/// <param name="Offer">For setting one up; null when there is one.</param>
public sealed record MySecondFactor(DateTimeOffset? Since, int CodesLeft, bool IsOwed, SecondFactorOffer? Offer);

/// <param name="Sealed">The secret for the form, sealed for this account.</param>
/// <param name="Secret">The secret to type, in groups of four.</param>
/// <param name="Address">What the QR code says.</param>
public sealed record SecondFactorOffer(string Sealed, string Secret, string Address);

internal sealed class GetMySecondFactorHandler(DemoExamDb db, CurrentUser user, SecondFactors factors, IConfiguration configuration) : IRequestHandler<GetMySecondFactor, MySecondFactor>
{
    public async Task<MySecondFactor> Handle(GetMySecondFactor request, CancellationToken ct)
    {
        var id = user.RequireAccount();
        var owed = user.Principal.HasClaim(c => c.Type == CurrentUser.Claims.OwesSecondFactor);
        if (await db.SecondFactors.AsNoTracking().SingleOrDefaultAsync(f => f.AccountId == id, ct) is { } factor)
        {
            return new MySecondFactor(factor.Since, factor.RecoveryCodes.Count, owed, null);
        }

        var secret = factors.Unseal(id, request.Sealed) ?? Totp.NewSecret();
        var text = string.Join(' ', Totp.Base32(secret).Chunk(4).Select(group => new string(group)));
        return new MySecondFactor(null, 0, owed, new SecondFactorOffer(factors.Seal(id, secret), text, Totp.Address(configuration["Issuer:Name"] ?? "DemoExam", user.UserName!, secret)));
    }
}

/// <summary>Turns the second factor on once the app shows the right code; answers the recovery codes, which nobody can read again.</summary>
/// <param name="Sealed">The secret that the page offered.</param>
/// <param name="Code">What the app shows.</param>
/// <param name="Present">My password.</param>
[Authorize(Policy = Policies.SignedIn)]
public sealed record TurnOnSecondFactor(string Sealed, string Code, string Present) : ICommand<IReadOnlyList<string>>;

internal sealed class TurnOnSecondFactorValidator : AbstractValidator<TurnOnSecondFactor>
{
    public TurnOnSecondFactorValidator()
    {
        RuleFor(r => r.Code).NotEmpty().MaximumLength(40);
        RuleFor(r => r.Present).NotEmpty();
    }
}

internal sealed class TurnOnSecondFactorHandler(DemoExamDb db, CurrentUser user, AccountBook accounts, SecondFactors factors, AccountNotices notices, TimeProvider time) : IRequestHandler<TurnOnSecondFactor, IReadOnlyList<string>>
{
    public async Task<IReadOnlyList<string>> Handle(TurnOnSecondFactor request, CancellationToken ct)
    {
        var account = await accounts.Mine(user, request.Present, ct);
        AccountRules.SecondFactorIsOff.Require(!await db.SecondFactors.AnyAsync(f => f.AccountId == account.Id, ct));
        var now = time.GetUtcNow();
        var typed = string.Concat(request.Code.Where(c => !char.IsWhiteSpace(c)));
        var step = factors.Unseal(account.Id, request.Sealed) is { } secret ? Totp.StepOf(typed, secret, now) : null;
        var refusals = new Refusals();
        refusals.Require(AccountRules.CodeIsKnown, step is not null, nameof(request.Code));
        refusals.ThrowIfAny();
        var (codes, hashes) = SecondFactors.NewRecoveryCodes();
        db.SecondFactors.Add(new SecondFactor { AccountId = account.Id, Secret = request.Sealed, Since = now, LastStep = step!.Value, RecoveryCodes = hashes });
        account.TwoFactorEnabled = true;
        notices.Tell(account, AccountChange.SecondFactorOn);
        return codes;
    }
}

/// <summary>Makes new recovery codes; the former ones have no force any more.</summary>
/// <param name="Present">My password.</param>
[Authorize(Policy = Policies.SignedIn)]
public sealed record RenewRecoveryCodes(string Present) : ICommand<IReadOnlyList<string>>;

internal sealed class RenewRecoveryCodesHandler(DemoExamDb db, CurrentUser user, AccountBook accounts, AccountNotices notices) : IRequestHandler<RenewRecoveryCodes, IReadOnlyList<string>>
{
    public async Task<IReadOnlyList<string>> Handle(RenewRecoveryCodes request, CancellationToken ct)
    {
        var account = await accounts.Mine(user, request.Present, ct);
        var factor = await db.SecondFactors.SingleOrDefaultAsync(f => f.AccountId == account.Id, ct);
        AccountRules.SecondFactorIsOn.Require(factor is not null);
        var (codes, hashes) = SecondFactors.NewRecoveryCodes();
        factor!.RecoveryCodes = hashes;
        notices.Tell(account, AccountChange.RecoveryCodesRenewed);
        return codes;
    }
}

/// <summary>Turns my second factor off, unless the administrator asks for it.</summary>
/// <param name="Present">My password.</param>
[Authorize(Policy = Policies.SignedIn)]
public sealed record TurnOffSecondFactor(string Present) : ICommand<Unit>;

internal sealed class TurnOffSecondFactorHandler(DemoExamDb db, CurrentUser user, AccountBook accounts, AccountNotices notices) : IRequestHandler<TurnOffSecondFactor, Unit>
{
    public async Task<Unit> Handle(TurnOffSecondFactor request, CancellationToken ct)
    {
        var account = await accounts.Mine(user, request.Present, ct);
        var factor = await db.SecondFactors.SingleOrDefaultAsync(f => f.AccountId == account.Id, ct);
        AccountRules.SecondFactorIsOn.Require(factor is not null);
        AccountRules.SecondFactorMayEnd.Require(!(await SignInPolicy.Of(db, ct)).SecondFactorRoles.Exists(user.Is));
        db.SecondFactors.Remove(factor!);
        account.TwoFactorEnabled = false;
        notices.Tell(account, AccountChange.SecondFactorOff);
        return Unit.Value;
    }
}
