using System.Security.Cryptography;
using DemoExam.Credentials;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Qr;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using DemoExam.Security;

namespace DemoExam.Features.Passports;

/// <summary>
/// Draws and signs passports. One for the process; its making at start proves that fonts, layouts and key are there.
/// </summary>
public sealed class PassportPress
{
    // Where other servers are waited for, this many documents wait at once; enough for the lease of a batch, bearable for those servers.
    private const int Waiting = 16;

    private readonly SigningKeys keys;
    private readonly DocumentSigning signing;
    private readonly TimeProvider time;
    private readonly PassportLayouts layouts;
    private readonly IssuerIdentity issuer;

    public PassportPress(PassportLayouts layouts, IssuerIdentity issuer, SigningKeys keys, DocumentSigning signing, TimeProvider time, ILogger<PassportPress> log)
    {
        this.layouts = layouts;
        this.issuer = issuer;
        this.keys = keys;
        this.signing = signing;
        this.time = time;
        log.LogInformation("Passports are drawn with {Font}", layouts.Fonts.RegularPath);
    }

    /// <summary>How many documents should be made at once.</summary>
    public int Parallelism => signing.Waits ? Math.Max(Waiting, Environment.ProcessorCount) : Environment.ProcessorCount;

    /// <summary>
    /// The signed document: the machine credential is made first and lies inside the signed file; the offline proof stands in its QR
    /// code when the key makes signatures that are short enough.
    /// </summary>
    /// <param name="content">What it says.</param>
    /// <param name="frame">What the credential says besides.</param>
    /// <param name="place">Its bit in the status lists, for the code on the paper.</param>
    /// <param name="layout">One of <see cref="PassportLayouts.Used"/>.</param>
    /// <exception cref="UnprintableCharacter">A field holds a character that no font can print.</exception>
    /// <exception cref="ArgumentException">The content contradicts itself.</exception>
    /// <exception cref="SigningKeyFault">The certificate has run out, or the signer at another house gave no good signature.</exception>
    public async ValueTask<SignedPdf> Print(PassportContent content, CredentialFrame frame, QrStatus place, string layout, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        signing.RequireInForce(now);
        var signedAt = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        var tokens = issuer.Signer;
        var payload = BadgeCredential.Payload(content, frame);
        var openBadge = await tokens.Sign(payload, TokenType.OpenBadge, ct);
        var verifiable = await tokens.Sign(payload, TokenType.VerifiableCredential, ct);
        var proof = keys.Current.Algorithm == SignatureAlgorithm.EcdsaP256 ? await QrToken.Sign(QrClaims.Of(content, tokens.Issuer, place), tokens, ct) : null;
        var signer = signing.Signer;
        var slot = signer.Slot(signedAt, await signing.Evidence(ct));
        using var drawn = layouts.For(layout).Render(content with { OfflineProof = proof }, slot, [BadgeCredential.Attachment(openBadge)]);
        var file = await signer.Sign(drawn, ct);
        var stamped = await AddTimestamp(file, ct);
        var awaits = stamped is null && signing.Timestamps is not null;
        file = stamped ?? file;
        return new SignedPdf(file, HashOf(file), await signer.SignBeside(file, ct), awaits, signing.Qualified is not null, signer.Certificate.SerialNumber, openBadge, verifiable);
    }

    /// <summary>Adds the time stamp that a document still waits for; null when the authority gives none now.</summary>
    /// <exception cref="ArgumentException">The document has no room for one.</exception>
    /// <exception cref="SigningKeyFault">The document can't be signed beside anew.</exception>
    public async ValueTask<StampedPdf?> Stamp(byte[] file, CancellationToken ct) =>
        await AddTimestamp(file, ct) is { } stamped ? new StampedPdf(stamped, HashOf(stamped), await signing.Signer.SignBeside(stamped, ct)) : null;

    /// <summary>The qualified signature beside a finished document; null when no house is set that gives one.</summary>
    /// <exception cref="SigningKeyFault">The house gave none, or one that does not hold.</exception>
    public async Task<byte[]?> Qualify(byte[] file, CancellationToken ct) =>
        signing.Qualified is { } house ? await house.Sign(file, time.GetUtcNow(), ct) : null;

    private async Task<byte[]?> AddTimestamp(byte[] file, CancellationToken ct) =>
        signing.Timestamps is { } authority ? await PdfTimestamps.Add(file, authority, ct) : null;

    private static string HashOf(byte[] file) => Convert.ToHexStringLower(SHA256.HashData(file));
}

/// <summary>A signed document and what its row remembers of it.</summary>
/// <param name="Bytes">The PDF.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hex.</param>
/// <param name="Signature">A signature over the bytes that lies beside them.</param>
/// <param name="AwaitsTimestamp">True when the time-stamp authority gave no stamp and shall be asked again.</param>
/// <param name="AwaitsQualified">True when another house shall lay a qualified signature beside it.</param>
/// <param name="CertificateSerial">Serial number of the certificate that signed.</param>
/// <param name="OpenBadge">The credential that lies inside.</param>
/// <param name="VerifiableCredential">The same under the header of the W3C.</param>
public sealed record SignedPdf(byte[] Bytes, string Sha256, byte[] Signature, bool AwaitsTimestamp, bool AwaitsQualified, string CertificateSerial, string OpenBadge, string VerifiableCredential);

/// <summary>A document with its late time stamp.</summary>
/// <param name="Bytes">The PDF.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hex.</param>
/// <param name="Signature">The signature beside it, made anew.</param>
public sealed record StampedPdf(byte[] Bytes, string Sha256, byte[] Signature);
