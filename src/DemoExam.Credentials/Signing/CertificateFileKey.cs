using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>A key in a PKCS#12 (<c>.p12</c>, <c>.pfx</c>) or PEM file.</summary>
public sealed class CertificateFileKey : LocalKey
{
    private CertificateFileKey(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates)
        : base(certificate, intermediates, () => (AsymmetricAlgorithm?)certificate.GetECDsaPrivateKey() ?? certificate.GetRSAPrivateKey()
            ?? throw new SigningKeyFault("The certificate has no private key."))
    {
    }

    /// <summary>Opens a key file.</summary>
    /// <param name="path">PKCS#12, or PEM with the key, its certificate and any intermediate certificates.</param>
    /// <param name="password">Password of the file; null for none.</param>
    /// <exception cref="SigningKeyFault">The file cannot be read, or its key or certificate is not fit for signing passports.</exception>
    public static CertificateFileKey Load(string path, string? password = null)
    {
        try
        {
            var all = Path.GetExtension(path).ToLowerInvariant() is ".p12" or ".pfx"
                ? X509CertificateLoader.LoadPkcs12CollectionFromFile(path, password, X509KeyStorageFlags.EphemeralKeySet)
                : LoadPem(path, password);
            var own = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw new SigningKeyFault($"The signing key {path} holds no private key.");
            return new CertificateFileKey(own, SigningCertificate.Above(own, all));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SigningKeyFault($"The signing key {path} cannot be opened: {e.Message}", e);
        }
    }

    private static X509Certificate2Collection LoadPem(string path, string? password)
    {
        var text = File.ReadAllText(path);
        var all = new X509Certificate2Collection();
        all.ImportFromPem(text);
        if (all.Count == 0) throw new SigningKeyFault($"The signing key {path} holds no certificate.");
        // The certificate of the key stands first by custom, but files are joined in any order.
        for (var i = 0; i < all.Count; i++)
        {
            try
            {
                var own = all[i].ExportCertificatePem();
                all[i] = password is null ? X509Certificate2.CreateFromPem(own, text) : X509Certificate2.CreateFromEncryptedPem(own, text, password);
                return all;
            }
            catch (ArgumentException)
            {
                // The key does not belong to this certificate.
            }
        }

        throw new SigningKeyFault($"The signing key {path} holds no private key that belongs to one of its certificates.");
    }
}
