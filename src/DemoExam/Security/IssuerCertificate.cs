using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Security;

/// <summary>
/// A certificate that this installation has signed with. Written at start and never deleted: whoever checks an old passport needs
/// the key of its time.
/// </summary>
public sealed class IssuerCertificate
{
    private IssuerCertificate()
    {
    }

    /// <param name="certificate">The certificate in use.</param>
    /// <param name="signsTokens">False for a signer at another house, who signs documents only.</param>
    /// <param name="now">When it was first used.</param>
    public IssuerCertificate(X509Certificate2 certificate, bool signsTokens, DateTimeOffset now)
    {
        SignsTokens = signsTokens;
        Sha256 = FingerprintOf(certificate);
        Serial = certificate.SerialNumber;
        Certificate = certificate.RawData;
        FirstUsedAt = now;
    }

    /// <summary>Fingerprint, lower-case hex.</summary>
    public string Sha256 { get; private set; } = "";

    /// <summary>Serial number, as it is printed on passports.</summary>
    public string Serial { get; private set; } = "";

    /// <summary>The certificate, DER.</summary>
    public byte[] Certificate { get; private set; } = [];

    /// <summary>Whether its key signs machine credentials too, and so is published among the issuer's keys.</summary>
    public bool SignsTokens { get; private set; }

    public DateTimeOffset FirstUsedAt { get; private set; }

    /// <summary>When another certificate took its place; null while in use.</summary>
    public DateTimeOffset? RetiredAt { get; private set; }

    /// <summary>When its key was found to be in wrong hands; null normally.</summary>
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>What happened, for the issuer only.</summary>
    public string? RevokedWhy { get; private set; }

    /// <summary>The fingerprint under which a certificate is known here.</summary>
    public static string FingerprintOf(X509Certificate2 certificate) => Convert.ToHexStringLower(SHA256.HashData(certificate.RawDataMemory.Span));

    /// <summary>Another certificate has taken its place. Only the first time counts.</summary>
    public void Retire(DateTimeOffset now) => RetiredAt ??= now;

    /// <summary>It is in use again, as after a step back to a former version of the service.</summary>
    public void Resume() => RetiredAt = null;

    /// <summary>Its key is in wrong hands. There is no way back.</summary>
    public void Revoke(string why, DateTimeOffset now)
    {
        RevokedAt ??= now;
        RevokedWhy ??= why;
    }
}
