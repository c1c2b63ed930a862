using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Verification;

/// <summary>The answer to one of the three questions of a check.</summary>
public enum FactMark
{
    /// <summary>Checked, and it holds.</summary>
    Yes,

    /// <summary>Checked, and it does not hold.</summary>
    No,

    /// <summary>Not checked, or not possible to check here and now.</summary>
    NotChecked,
}

/// <summary>How far a signature can be judged by what lies in the file (ETSI EN 319 142-1, 5).</summary>
public enum SignatureLevel
{
    /// <summary>Baseline B: the time is the signer's own word.</summary>
    Basic,

    /// <summary>Baseline T: a trusted authority witnesses the time.</summary>
    Timestamped,

    /// <summary>Baseline LT: the file also proves that no certificate was revoked.</summary>
    LongTerm,
}

/// <summary>Who made the signature, and when by his own word.</summary>
/// <param name="Name">Name in the certificate.</param>
/// <param name="CertificateNumber">Serial number, hexadecimal.</param>
/// <param name="Sha256">Fingerprint of the certificate, hexadecimal.</param>
/// <param name="CertificateFrom">Start of the certificate's term.</param>
/// <param name="CertificateTo">End of the certificate's term.</param>
/// <param name="SignedAt">Time stated inside the signed file; null when none is stated.</param>
/// <param name="TimestampedAt">Time witnessed by a trusted time-stamp authority; null without one.</param>
/// <param name="Level">What the file proves by itself.</param>
public sealed record SignerFacts(
    string Name, string CertificateNumber, string Sha256, DateTimeOffset CertificateFrom, DateTimeOffset CertificateTo, DateTimeOffset? SignedAt, DateTimeOffset? TimestampedAt,
    SignatureLevel Level = SignatureLevel.Basic)
{
    internal static SignerFacts Of(X509Certificate2 certificate, DateTimeOffset? signed, DateTimeOffset? stamped) => new(
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false), certificate.SerialNumber,
        Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(certificate.RawDataMemory.Span)),
        certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime(), signed, stamped);
}

/// <summary>The standing of a passport in the issuer's register.</summary>
public enum PassportStanding
{
    /// <summary>Issued and in force.</summary>
    InForce,

    /// <summary>Under review.</summary>
    Suspended,

    /// <summary>Replaced by a newer version.</summary>
    Superseded,

    /// <summary>Withdrawn.</summary>
    Revoked,

    /// <summary>The register does not know the passport.</summary>
    Unknown,
}

/// <summary>What the register said, and when.</summary>
/// <param name="Standing">The standing.</param>
/// <param name="AsOf">When the register was asked, or when the cached list was signed.</param>
/// <param name="Since">Since when the standing holds; null when it is not told.</param>
/// <param name="Category">Category of the reason as a stable code; null when there is none.</param>
/// <param name="Replacement">Address of the newer version, if it may be shown.</param>
public sealed record PassportStatus(PassportStanding Standing, DateTimeOffset AsOf, DateTimeOffset? Since = null, string? Category = null, Uri? Replacement = null);

/// <summary>Stable, language-free codes that say why a verdict is what it is.</summary>
public static class VerdictReason
{
    public const string NotAPdf = "not-a-pdf";
    public const string NoSignature = "no-signature";
    public const string SignatureGood = "signature-good";
    public const string SignatureDamaged = "signature-damaged";
    public const string SignatureMismatch = "signature-mismatch";
    public const string SignatureForm = "signature-form";
    public const string SeveralSignatures = "several-signatures";
    public const string NotWholeFileSigned = "not-whole-file-signed";
    public const string TimestampDamaged = "timestamp-damaged";
    public const string AlgorithmNotSupported = "algorithm-not-supported";
    public const string SignerNotTrusted = "signer-not-trusted";
    public const string NotAPassport = "not-a-passport";
    public const string CredentialDisagrees = "credential-disagrees";
    public const string StatusNotChecked = "status-not-checked";
    public const string StatusStale = "status-stale";
    public const string NotInRegister = "not-in-register";
    public const string Revoked = "revoked";
    public const string Superseded = "superseded";
    public const string Suspended = "suspended";
    public const string TermOver = "term-over";
    public const string TermNotBegun = "term-not-begun";
    public const string InForce = "in-force";
    public const string BesideGood = "signature-beside-good";
    public const string BesideMismatch = "signature-beside-mismatch";
    public const string BesideNotTrusted = "signature-beside-not-trusted";
    public const string KeyNotKnown = "key-not-known";
    public const string NotAToken = "not-a-token";
    public const string InternalFault = "internal-fault";
}

/// <summary>What every signed form of a passport says: PDF, credential, code on the paper.</summary>
/// <param name="Number">Printed number.</param>
/// <param name="Holder">Full name.</param>
/// <param name="Skill">What was examined.</param>
/// <param name="TotalHundredths">Points reached, hundredths.</param>
/// <param name="MaximumHundredths">Maximum, hundredths.</param>
/// <param name="IssuedAt">Moment of issue.</param>
/// <param name="ValidUntil">Last moment of validity; null without an end.</param>
public sealed record PassportFacts(string Number, string Holder, string Skill, int TotalHundredths, int MaximumHundredths, DateTimeOffset IssuedAt, DateTimeOffset? ValidUntil)
{
    internal static PassportFacts Of(PassportContent content) => new(
        content.Number, content.Holder.FullName, content.Event.PackageName.Ru, content.Result.TotalHundredths, content.Result.MaximumHundredths,
        content.IssuedAt, Tokens.BadgeCredential.ValidUntil(content));
}

/// <summary>
/// The result of a check: one headline and three facts that are told apart, so that a fault of ours or an old status never looks like
/// tampering.
/// </summary>
public sealed record Verdict
{
    /// <summary>The headline.</summary>
    public required VerdictState State { get; init; }

    /// <summary>Is the file unchanged since it was signed?</summary>
    public required FactMark Unchanged { get; init; }

    /// <summary>Did our issuer sign it?</summary>
    public required FactMark IssuedByUs { get; init; }

    /// <summary>Is it still in force?</summary>
    public required FactMark InForce { get; init; }

    /// <summary>Codes of <see cref="VerdictReason"/>, those of the headline first.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>The signed values, to be compared with the paper; null unless the file is unchanged and our issuer's.</summary>
    public PassportContent? Values { get; init; }

    /// <summary>The core of the signed values; null unless they are unchanged and our issuer's.</summary>
    public PassportFacts? Facts { get; init; }

    /// <summary>The passport's bit in a status list, as signed; null when it names none.</summary>
    public Tokens.StatusEntry? StatusEntry { get; init; }

    /// <summary>Who signed; null when the signature does not hold.</summary>
    public SignerFacts? Signer { get; init; }

    /// <summary>What the register said; null when it was not asked.</summary>
    public PassportStatus? Status { get; init; }

    /// <summary>
    /// Whether it is a passport with our issuer's signature over the bytes as they are, whatever its standing. Something else that he signed,
    /// as a receipt, is none.
    /// </summary>
    public bool IsGenuine => Unchanged == FactMark.Yes && IssuedByUs == FactMark.Yes && Facts is not null;

    /// <summary>The answer for a number or token that is not in the register; the same for every such question.</summary>
    public static Verdict NotFound { get; } = new()
    {
        State = VerdictState.Unknown,
        Unchanged = FactMark.NotChecked,
        IssuedByUs = FactMark.NotChecked,
        InForce = FactMark.NotChecked,
        Reasons = [VerdictReason.NotInRegister],
    };
}
