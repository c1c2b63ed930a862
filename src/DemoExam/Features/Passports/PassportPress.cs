using System.Security.Cryptography;
using DemoExam.Credentials;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Signing;
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
    private readonly PdfSigner signer;

    public PassportPress(PassportLayouts layouts, SigningKeys keys, TimeProvider time, ILogger<PassportPress> log)
    {
        this.layouts = layouts;
        this.keys = keys;
        this.time = time;
        signer = new PdfSigner(keys.Current);
        log.LogInformation("Passports are drawn with {Font} and signed by {Signer}", layouts.FontPath, keys.Current.Certificate.Subject);
    }

    /// <summary>The signed document.</summary>
    /// <param name="content">What it says.</param>
    /// <param name="layout">One of <see cref="PassportLayouts.Used"/>.</param>
    /// <exception cref="UnprintableCharacter">A field holds a character that no font can print.</exception>
    /// <exception cref="ArgumentException">The content contradicts itself.</exception>
    /// <exception cref="SigningKeyFault">The certificate has run out.</exception>
    public async ValueTask<SignedPdf> Print(PassportContent content, string layout, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        keys.RequireInForce(now);
        var signedAt = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        using var drawn = layouts.For(layout).Render(content, signer.Slot(signedAt));
        var file = await signer.Sign(drawn, ct);
        return new SignedPdf(file, Convert.ToHexStringLower(SHA256.HashData(file)), keys.Current.Certificate.SerialNumber);
    }
}

/// <summary>A signed document and what its row remembers of it.</summary>
/// <param name="Bytes">The PDF.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hex.</param>
/// <param name="CertificateSerial">Serial number of the certificate that signed.</param>
public sealed record SignedPdf(byte[] Bytes, string Sha256, string CertificateSerial);
