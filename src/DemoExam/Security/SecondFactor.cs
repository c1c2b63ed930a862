using System.Security.Cryptography;
using DemoExam.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Security;

/// <summary>The second factor of an account: the secret that it shares with an app, and codes for the day when the phone is gone.</summary>
public sealed class SecondFactor
{
    /// <summary>Recovery codes that are made at once.</summary>
    public const int RecoveryCodeCount = 10;

    public required Guid AccountId { get; init; }

    /// <summary>The secret, sealed with the session keys.</summary>
    public required string Secret { get; init; }

    public required DateTimeOffset Since { get; init; }

    /// <summary>Step of the last code that was taken; no code of it or before it is taken again (RFC 6238, section 5.2).</summary>
    public required long LastStep { get; set; }

    /// <summary>Hashes of the recovery codes that are left.</summary>
    public required List<string> RecoveryCodes { get; set; }
}

/// <summary>Seals secrets and checks codes.</summary>
internal sealed class SecondFactors(DemoExamDb db, IDataProtectionProvider protection, TimeProvider time)
{
    /// <summary>The secret in a form that only this account can use, for the database and for the form that sets it up.</summary>
    public string Seal(Guid account, byte[] secret) => Convert.ToBase64String(Protector(account).Protect(secret));

    /// <summary>The secret again; null when the seal is another account's or broken.</summary>
    public byte[]? Unseal(Guid account, string? @sealed)
    {
        try
        {
            return Protector(account).Unprotect(Convert.FromBase64String(@sealed ?? ""));
        }
        catch (Exception broken) when (broken is FormatException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>New recovery codes for a person to write down, and what is kept of them.</summary>
    public static (IReadOnlyList<string> Codes, List<string> Hashes) NewRecoveryCodes()
    {
        var codes = Enumerable.Range(0, SecondFactor.RecoveryCodeCount).Select(_ => OneTimeCode.ForPaper()).ToList();
        return (codes, codes.ConvertAll(OneTimeCode.HashOf));
    }

    /// <summary>
    /// Spends a code of the app or a recovery code: true once for each. The database decides, so that one code sent to two
    /// nodes at the same moment opens one door.
    /// </summary>
    public async Task<bool> Spend(Guid account, string typed, CancellationToken ct)
    {
        var factor = await db.SecondFactors.AsNoTracking().SingleOrDefaultAsync(f => f.AccountId == account, ct);
        if (factor is null)
        {
            return false;
        }

        var plain = string.Concat(typed.Where(c => !char.IsWhiteSpace(c)));
        if (plain.Length == Totp.Digits && plain.All(char.IsAsciiDigit))
        {
            return Unseal(account, factor.Secret) is { } secret && Totp.StepOf(plain, secret, time.GetUtcNow()) is { } step
                && await db.SecondFactors.Where(f => f.AccountId == account && f.LastStep < step).ExecuteUpdateAsync(f => f.SetProperty(x => x.LastStep, step), ct) == 1;
        }

        var (before, hash) = (factor.RecoveryCodes, OneTimeCode.HashOf(typed));
        var left = before.Where(kept => kept != hash).ToList();
        return left.Count < before.Count
            && await db.SecondFactors.Where(f => f.AccountId == account && f.RecoveryCodes == before).ExecuteUpdateAsync(f => f.SetProperty(x => x.RecoveryCodes, left), ct) == 1;
    }

    private IDataProtector Protector(Guid account) => protection.CreateProtector("second-factor", account.ToString());
}
