using System.Security.Cryptography;
using DemoExam.Credentials;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Signing;
using DemoExam.Security;

namespace DemoExam.Features.Passports;

/// <summary>
/// Draws and signs passports. One for the process: fonts and layout are packed once, and its making at start proves that both
/// are there.
/// </summary>
public sealed class PassportPress
{
    private const string Layout = "state-attestation.json";

    private readonly SigningKeys keys;
    private readonly TimeProvider time;
    private readonly PassportPdf pdf;
    private readonly PdfSigner signer;

    public PassportPress(IConfiguration configuration, SigningKeys keys, TimeProvider time, ILogger<PassportPress> log)
    {
        this.keys = keys;
        this.time = time;
        var folder = Path.Combine(TemplatesFolder.Of(configuration), "passport");
        var fonts = FontLibrary.Find([configuration["Passports:FontFolder"], Path.Combine(folder, "fonts")]);
        pdf = new PassportPdf(PdfTemplate.Load(Path.Combine(folder, Layout)), fonts);
        signer = new PdfSigner(keys.Current);
        log.LogInformation("Passports are drawn with {Font} and signed by {Signer}", fonts.RegularPath, keys.Current.Certificate.Subject);
    }

    /// <summary>The signed document.</summary>
    /// <exception cref="UnprintableCharacter">A field holds a character that no font can print.</exception>
    /// <exception cref="ArgumentException">The content contradicts itself.</exception>
    /// <exception cref="SigningKeyFault">The certificate has run out.</exception>
    public async ValueTask<SignedPdf> Print(PassportContent content, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        keys.RequireInForce(now);
        var signedAt = new DateTimeOffset(now.UtcTicks - now.UtcTicks % TimeSpan.TicksPerSecond, TimeSpan.Zero);
        using var drawn = pdf.Render(content, signer.Slot(signedAt));
        var file = await signer.Sign(drawn, ct);
        return new SignedPdf(file, Convert.ToHexStringLower(SHA256.HashData(file)), keys.Current.Certificate.SerialNumber);
    }
}

/// <summary>A signed document and what its row remembers of it.</summary>
/// <param name="Bytes">The PDF.</param>
/// <param name="Sha256">Hash of the bytes, lower-case hex.</param>
/// <param name="CertificateSerial">Serial number of the certificate that signed.</param>
public sealed record SignedPdf(byte[] Bytes, string Sha256, string CertificateSerial);
