using System.Data.Common;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using DemoExam.Credentials;
using DemoExam.Credentials.Verification;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
using PassportStatus = DemoExam.Domain.Passports.PassportStatus;
using RegisterStatus = DemoExam.Credentials.Verification.PassportStatus;

namespace DemoExam.Features.Passports;

/// <summary>
/// Is this passport genuine and in force? Asked by the token of a link, by what a person typed, or with the file itself; one of
/// the three. Anybody may ask. The answer holds what may be shown to everybody and nothing more.
/// </summary>
/// <param name="Token">The token of a verification address.</param>
/// <param name="Code">A link, a token or a printed number, as typed.</param>
/// <param name="File">The bytes of a PDF; checked in memory and never kept.</param>
/// <param name="On">Asks also how the passport stood at the end of this day.</param>
[AllowAnonymous]
public sealed record VerifyPassport(string? Token = null, string? Code = null, ReadOnlyMemory<byte>? File = null, DateOnly? On = null) : IQuery<PassportCheck>;

/// <summary>The answer to a check.</summary>
/// <param name="State">The headline.</param>
/// <param name="Unchanged">Is the document unchanged? Only a file can tell.</param>
/// <param name="IssuedByUs">Did our issuer issue it?</param>
/// <param name="InForce">Is it still in force?</param>
/// <param name="Reasons">Stable codes that say why, those of the headline first.</param>
/// <param name="CheckedAt">Moment of the check.</param>
/// <param name="Since">Since when it is revoked or replaced.</param>
/// <param name="RevokedFor">Category of a revocation; its details stay with the issuer.</param>
/// <param name="SupersededFor">Category of a replacement.</param>
/// <param name="Signer">Owner of the certificate that signed the file.</param>
/// <param name="Passport">What everybody may see of the passport; null when there is nothing to show.</param>
/// <param name="Then">How it stood on the day that was asked for; null when none was asked for.</param>
/// <param name="Newer">Token of the version that took its place; null after a change of name, so that a former name leads nobody to the present one.</param>
public sealed record PassportCheck(
    VerdictState State, FactMark Unchanged, FactMark IssuedByUs, FactMark InForce, IReadOnlyList<string> Reasons, DateTimeOffset CheckedAt,
    DateTimeOffset? Since = null, RevocationCategory? RevokedFor = null, SupersedingCategory? SupersededFor = null, string? Signer = null,
    CheckedPassport? Passport = null, StandingThen? Then = null, string? Newer = null);

/// <summary>The standing on a past day.</summary>
/// <param name="Day">The day; its end counts, by the time of Moscow, or the present moment if that is earlier.</param>
/// <param name="Status">Null when the passport was not issued yet.</param>
public sealed record StandingThen(DateOnly Day, PassportStatus? Status);

/// <summary>
/// What everybody may see. Name, level and points are left out of a passport that is no longer in force; the breakdown is there only
/// when the holder has agreed.
/// </summary>
/// <param name="IsQualified">A qualified signature by GOST lies beside the document.</param>
public sealed record CheckedPassport(
    string Number, Bilingual Skill, int Year, Bilingual Issuer, string? Holder, Bilingual? Level, Marks? Total, Marks? Maximum,
    IReadOnlyList<CheckedLine>? Modules = null, IReadOnlyList<CheckedLine>? Sections = null, bool IsQualified = false);

/// <summary>One line of a breakdown, as it was signed.</summary>
public sealed record CheckedLine(string Code, Bilingual Name, Marks Mark, Marks Maximum)
{
    internal static IReadOnlyList<CheckedLine> Of(IReadOnlyList<PassportScoreLine> lines) =>
        [.. lines.Select(l => new CheckedLine(l.Code, l.Name, new Marks(l.MarkHundredths), new Marks(l.MaximumHundredths)))];
}

/// <summary>Codes of reasons that only a typed code can have; the others are those of <see cref="VerdictReason"/>.</summary>
public static class CodeReason
{
    /// <summary>A number whose check digit does not fit: a typing error.</summary>
    public const string CheckDigit = "check-digit";

    /// <summary>Neither a number nor a link.</summary>
    public const string NotACode = "not-a-code";

    /// <summary>There is a passport behind the link, and its holder shows it to nobody.</summary>
    public const string ClosedByHolder = "closed-by-holder";

    /// <summary>A share link that has ended, was taken back, or never was.</summary>
    public const string LinkEnded = "link-ended";

    /// <summary>Signed by a key that was in wrong hands, and not a file that the register has issued.</summary>
    public const string KeyRevoked = "key-revoked";
}

internal sealed class VerifyPassportHandler(Lazy<DemoExamDb> db, RegisterCheck register, Verifier verifier, CheckTally tally, TimeProvider time, ILogger<VerifyPassportHandler> log)
    : IRequestHandler<VerifyPassport, PassportCheck>
{
    public async Task<PassportCheck> Handle(VerifyPassport request, CancellationToken ct)
    {
        if (request.File is { } file)
        {
            return await CheckFile(file, ct);
        }

        try
        {
            return request.Token is { } token ? await register.ByToken(token, request.On, ct) : await CheckCode(request.Code ?? "", request.On, ct);
        }
        catch (Exception failure) when (IsFaultOfOurs(failure))
        {
            log.LogError(failure, "The register did not answer a check");
            return register.Answer(VerdictState.CannotCheck, FactMark.NotChecked, FactMark.NotChecked, VerdictReason.StatusNotChecked);
        }
    }

    private async Task<PassportCheck> CheckCode(string code, DateOnly? on, CancellationToken ct) => PassportCode.Read(code) switch
    {
        PassportCode.Token(var token) => await register.ByToken(token, on, ct),
        PassportCode.Number(var number) => await register.ByNumber(number, on, ct),
        PassportCode.Mistyped => register.Answer(VerdictState.Unreadable, FactMark.NotChecked, FactMark.NotChecked, CodeReason.CheckDigit),
        _ => register.Answer(VerdictState.Unreadable, FactMark.NotChecked, FactMark.NotChecked, CodeReason.NotACode),
    };

    private async Task<PassportCheck> CheckFile(ReadOnlyMemory<byte> file, CancellationToken ct)
    {
        var verdict = verifier.CheckFile(file);
        SkillsPassport? passport = null;
        if (verdict is { IsGenuine: true, Values.PassportId: var value })
        {
            try
            {
                var id = new PassportId(value);
                passport = await db.Value.Passports.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, ct);
                if (passport?.IsDocument(Convert.ToHexStringLower(SHA256.HashData(file.Span))) != true)
                {
                    // With a stolen key anybody can sign; only what the register has issued counts then.
                    var signer = verdict.Signer!.Sha256.ToLowerInvariant();
                    if (await db.Value.IssuerCertificates.AnyAsync(c => c.Sha256 == signer && c.RevokedAt != null, ct))
                    {
                        return new PassportCheck(VerdictState.UntrustedIssuer, FactMark.NotChecked, FactMark.No, FactMark.NotChecked, [CodeReason.KeyRevoked], time.GetUtcNow(), Signer: verdict.Signer.Name);
                    }
                }

                verdict = verifier.WithStatus(verdict, new RegisterStatus(StandingOf(passport), time.GetUtcNow(), passport?.StatusChangedAt));
            }
            catch (Exception failure) when (IsFaultOfOurs(failure))
            {
                // The signature is known to be good; only the standing stays open.
                log.LogError(failure, "The register did not answer a check of a file");
            }
        }

        var answer = new PassportCheck(verdict.State, verdict.Unchanged, verdict.IssuedByUs, verdict.InForce, verdict.Reasons, time.GetUtcNow(), Signer: verdict.Signer?.Name);
        if (passport is null)
        {
            return answer;
        }

        tally.Note(passport.ExamId, CheckMeans.File);
        return RegisterCheck.Describe(answer, PublishedPassport.Of(passport), masked: false);
    }

    private static PassportStanding StandingOf(SkillsPassport? passport) => passport?.Status switch
    {
        null => PassportStanding.Unknown,
        PassportStatus.Revoked => PassportStanding.Revoked,
        PassportStatus.Superseded => PassportStanding.Superseded,
        PassportStatus.Suspended => PassportStanding.Suspended,
        _ => PassportStanding.InForce,
    };

    private static bool IsFaultOfOurs(Exception failure) =>
        failure is DbException or TimeoutException || failure.InnerException is DbException or TimeoutException;
}

/// <summary>What a person typed or pasted into the field of the check.</summary>
internal abstract partial record PassportCode
{
    internal sealed record Token(string Value) : PassportCode;

    internal sealed record Number(string Text) : PassportCode;

    /// <summary>Has the form of a number, but its check digit does not fit.</summary>
    internal sealed record Mistyped : PassportCode;

    internal sealed record Other : PassportCode;

    public static PassportCode Read(string typed)
    {
        var text = typed.Trim();
        if (PassportNumber.TryParse(text, null, out var number))
        {
            return new Number(number.Text);
        }

        if (Link().Match(text) is { Success: true } link)
        {
            return new Token(link.Groups["token"].Value);
        }

        return LooksLikeNumber().IsMatch(text) ? new Mistyped() : new Other();
    }

    [GeneratedRegex(@"^(?:\S*/p/)?(?<token>[A-Za-z0-9_-]{22})(?:[?#/]\S*)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    // A digit too many or too few is a typing error too.
    [GeneratedRegex(@"^(?:[ПпPp][КкKk])?[\s\-\u2010-\u2015\u2212]*(?:[0-9][\s\-\u2010-\u2015\u2212]*){11,15}$", RegexOptions.CultureInvariant)]
    private static partial Regex LooksLikeNumber();
}
