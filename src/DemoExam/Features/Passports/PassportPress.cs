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
    private readonly SigningKeys keys;
    private readonly TimeProvider time;
    private readonly PassportLayouts layouts;
    private readonly IssuerIdentity issuer;
    private readonly PdfSigner signer;

    public PassportPress(PassportLayouts layouts, IssuerIdentity issuer, SigningKeys keys, TimeProvider time, ILogger<PassportPress> log)
    {
        this.layouts = layouts;
        this.issuer = issuer;
        this.keys = keys;
        this.time = time;
        signer = new PdfSigner(keys.Current);
        log.LogInformation("Passports are drawn with {Font} and signed by {Signer}", layouts.FontPath, keys.Current.Certificate.Subject);
    }

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
    /// <exception cref="SigningKeyFault">The certificate has run out.</exception>
    public async ValueTask<SignedPdf> Print(PassportContent content, CredentialFrame frame, QrStatus place, string layout, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        keys.RequireInForce(now);
        var signedAt = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        var tokens = issuer.Signer;
        var payload = BadgeCredential.Payload(content, frame);
        var openBadge = await tokens.Sign(payload, TokenType.OpenBadge, ct);
        var verifiable = await tokens.Sign(payload, TokenType.VerifiableCredential, ct);
        var proof = keys.Current.Algorithm == SignatureAlgorithm.EcdsaP256 ? await QrToken.Sign(QrClaims.Of(content, tokens.Issuer, place), tokens, ct) : null;
        using var drawn = layouts.For(layout).Render(content with { OfflineProof = proof }, signer.Slot(signedAt), [BadgeCredential.Attachment(openBadge)]);
        var file = await signer.Sign(drawn, ct);
        return new SignedPdf(file, Convert.ToHexStringLower(SHA256.HashData(file)), keys.Current.Certificate.SerialNumber, openBadge, verifiable);
    }
}

/// <summary>A signed document and what its row remembers of it.</summary>
/// <param name="Bytes">The PDF.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hex.</param>
/// <param name="CertificateSerial">Serial number of the certificate that signed.</param>
/// <param name="OpenBadge">The credential that lies inside.</param>
/// <param name="VerifiableCredential">The same under the header of the W3C.</param>
public sealed record SignedPdf(byte[] Bytes, string Sha256, string CertificateSerial, string OpenBadge, string VerifiableCredential);
