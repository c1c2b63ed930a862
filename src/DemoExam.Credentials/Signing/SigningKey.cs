using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>The two kinds of signature that the passports use, both over SHA-256.</summary>
public enum SignatureAlgorithm
{
    /// <summary>ECDSA on P-256: the default, fast and small.</summary>
    EcdsaP256,

    /// <summary>RSA with PKCS#1 v1.5 padding, 2048 bits or more; for authorities that issue nothing else.</summary>
    Rsa,
}

/// <summary>The issuer's key, wherever it lives: a file, a token, another machine.</summary>
public interface ISigningKey : IDisposable
{
    /// <summary>Certificate of the key.</summary>
    X509Certificate2 Certificate { get; }

    /// <summary>Certificates between the key's own and the root, nearest first, without the root.</summary>
    IReadOnlyList<X509Certificate2> Intermediates { get; }

    SignatureAlgorithm Algorithm { get; }

    /// <summary>Signs the SHA-256 hash of <paramref name="data"/>. ECDSA signatures are DER sequences (RFC 3279). Safe for concurrent use.</summary>
    ValueTask<byte[]> Sign(ReadOnlyMemory<byte> data, CancellationToken cancellation);
}

/// <summary>A signing key cannot be used; the message says why and what to do.</summary>
public sealed class SigningKeyFault(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A key in a PKCS#12 (<c>.p12</c>, <c>.pfx</c>) or PEM file.</summary>
public sealed class CertificateFileKey : ISigningKey
{
    private readonly ConcurrentBag<AsymmetricAlgorithm> idle = [];
    private readonly Lock gate = new();

    private CertificateFileKey(X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates, SignatureAlgorithm algorithm)
    {
        Certificate = certificate;
        Intermediates = intermediates;
        Algorithm = algorithm;
    }

    /// <inheritdoc/>
    public X509Certificate2 Certificate { get; }

    /// <inheritdoc/>
    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <inheritdoc/>
    public SignatureAlgorithm Algorithm { get; }

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
            return Of(all, path);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SigningKeyFault($"The signing key {path} cannot be opened: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public ValueTask<byte[]> Sign(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        // Key objects are not promised to be safe for several threads, so each call takes one of its own.
        if (!idle.TryTake(out var key)) key = Open();
        var signature = key switch
        {
            ECDsa ecdsa => ecdsa.SignData(data.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence),
            RSA rsa => rsa.SignData(data.Span, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => throw new InvalidOperationException("The key is neither ECDSA nor RSA."),
        };
        idle.Add(key);
        return ValueTask.FromResult(signature);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (idle.TryTake(out var key)) key.Dispose();
        Certificate.Dispose();
        foreach (var certificate in Intermediates) certificate.Dispose();
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

    private static CertificateFileKey Of(X509Certificate2Collection all, string path)
    {
        var own = all.FirstOrDefault(c => c.HasPrivateKey) ?? throw new SigningKeyFault($"The signing key {path} holds no private key.");
        var algorithm = SigningCertificate.Require(own);
        var chain = new List<X509Certificate2>();
        for (var next = own; ;)
        {
            var issuer = all.FirstOrDefault(c => !ReferenceEquals(c, next) && c.SubjectName.RawData.AsSpan().SequenceEqual(next.IssuerName.RawData));
            if (issuer is null || chain.Contains(issuer) || issuer.SubjectName.RawData.AsSpan().SequenceEqual(issuer.IssuerName.RawData)) break;
            chain.Add(issuer);
            next = issuer;
        }

        return new CertificateFileKey(own, chain, algorithm);
    }

    private AsymmetricAlgorithm Open()
    {
        lock (gate)
            return (AsymmetricAlgorithm?)Certificate.GetECDsaPrivateKey() ?? Certificate.GetRSAPrivateKey()
                ?? throw new SigningKeyFault("The certificate has no private key.");
    }
}

/// <summary>What a certificate must be to sign passports.</summary>
public static class SigningCertificate
{
    private const int SmallestRsaKey = 2048;

    /// <summary>Checks the certificate and says which signatures its key makes.</summary>
    /// <exception cref="SigningKeyFault">The certificate is an authority's, must not sign documents, or its key is of another kind.</exception>
    public static SignatureAlgorithm Require(X509Certificate2 certificate)
    {
        foreach (var extension in certificate.Extensions)
            switch (extension)
            {
                case X509BasicConstraintsExtension { CertificateAuthority: true }:
                    throw new SigningKeyFault($"The certificate of {certificate.Subject} is that of an authority; passports need a certificate of their own.");
                case X509KeyUsageExtension usage when (usage.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) == 0:
                    throw new SigningKeyFault($"The certificate of {certificate.Subject} does not allow signatures (key usage {usage.KeyUsages}).");
            }

        using var ec = certificate.GetECDsaPublicKey();
        if (ec is not null)
            return ec.ExportParameters(false).Curve.Oid.Value == "1.2.840.10045.3.1.7"
                ? SignatureAlgorithm.EcdsaP256
                : throw new SigningKeyFault("Only the curve P-256 is supported for ECDSA keys.");
        using var rsa = certificate.GetRSAPublicKey();
        if (rsa is null) throw new SigningKeyFault($"The key of {certificate.Subject} is neither ECDSA nor RSA.");
        return rsa.KeySize >= SmallestRsaKey ? SignatureAlgorithm.Rsa : throw new SigningKeyFault($"The RSA key has {rsa.KeySize} bits; at least {SmallestRsaKey} are needed, 3072 advised.");
    }
}
