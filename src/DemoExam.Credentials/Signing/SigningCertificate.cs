using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DemoExam.Credentials.Signing;

/// <summary>What a certificate must be to sign passports.</summary>
public static class SigningCertificate
{
    private const int SmallestRsaKey = 2048;

    /// <summary>Checks the certificate and says which signatures its key makes.</summary>
    /// <exception cref="SigningKeyFault">The certificate is an authority's, must not sign documents, or its key is of another kind.</exception>
    public static SignatureAlgorithm Require(X509Certificate2 certificate)
    {
        if (IsAuthority(certificate)) throw new SigningKeyFault($"The certificate of {certificate.Subject} is that of an authority; passports need a certificate of their own.");
        if (!AllowsSignatures(certificate))
            throw new SigningKeyFault($"The certificate of {certificate.Subject} does not allow signatures (key usage {certificate.Extensions.OfType<X509KeyUsageExtension>().First().KeyUsages}).");
        if (AlgorithmOf(certificate) is { } algorithm) return algorithm;

        using var ec = certificate.GetECDsaPublicKey();
        if (ec is not null) throw new SigningKeyFault("Only the curve P-256 is supported for ECDSA keys.");
        using var rsa = certificate.GetRSAPublicKey();
        throw new SigningKeyFault(rsa is null
            ? $"The key of {certificate.Subject} is neither ECDSA nor RSA."
            : $"The RSA key has {rsa.KeySize} bits; at least {SmallestRsaKey} are needed, 3072 advised.");
    }

    /// <summary>Which signatures the key makes; null when passports can't have them.</summary>
    internal static SignatureAlgorithm? AlgorithmOf(X509Certificate2 certificate)
    {
        using var ec = certificate.GetECDsaPublicKey();
        if (ec is not null) return ec.ExportParameters(false).Curve.Oid.Value == "1.2.840.10045.3.1.7" ? SignatureAlgorithm.EcdsaP256 : null;
        using var rsa = certificate.GetRSAPublicKey();
        return rsa?.KeySize >= SmallestRsaKey ? SignatureAlgorithm.Rsa : null;
    }

    /// <summary>Whether the certificate says that it may issue others.</summary>
    internal static bool IsAuthority(X509Certificate2 certificate) => certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(e => e.CertificateAuthority);

    /// <summary>Whether its key may sign documents, as far as it says for what.</summary>
    internal static bool AllowsSignatures(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509KeyUsageExtension>().All(e => (e.KeyUsages & (X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation)) != 0);

    /// <summary>The certificates of a PEM file.</summary>
    /// <exception cref="SigningKeyFault">The file cannot be read or holds no certificate.</exception>
    public static X509Certificate2Collection ReadPem(string file)
    {
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPem(File.ReadAllText(file));
            return all.Count > 0 ? all : throw new SigningKeyFault($"{file} holds no certificate in PEM form.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SigningKeyFault($"The certificate {file} cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>The one certificate of a chain that issues none of the others.</summary>
    /// <exception cref="SigningKeyFault">There is none, or there are several.</exception>
    public static X509Certificate2 Leaf(X509Certificate2Collection chain)
    {
        var leaves = chain.Where(c => !chain.Any(other => !ReferenceEquals(other, c) && IsIssuer(c, other))).ToList();
        return leaves.Count == 1 ? leaves[0] : throw new SigningKeyFault($"The certificates must be one chain with one end; {leaves.Count} ends were found.");
    }

    /// <summary>Certificates between this one and the root, nearest first, without the root.</summary>
    public static IReadOnlyList<X509Certificate2> Above(X509Certificate2 own, X509Certificate2Collection all)
    {
        var chain = new List<X509Certificate2>();
        for (var next = own; ;)
        {
            var issuer = all.FirstOrDefault(c => !ReferenceEquals(c, next) && IsIssuer(c, next));
            if (issuer is null || chain.Contains(issuer) || IsIssuer(issuer, issuer)) return chain;
            chain.Add(issuer);
            next = issuer;
        }
    }

    /// <summary>Whether the signature (for ECDSA a DER sequence) over the SHA-256 hash of the data is that of the certificate's key.</summary>
    internal static bool Verify(X509Certificate2 certificate, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        using var ec = certificate.GetECDsaPublicKey();
        if (ec is not null) return ec.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        using var rsa = certificate.GetRSAPublicKey();
        return rsa is not null && rsa.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    internal static bool IsIssuer(X509Certificate2 issuer, X509Certificate2 of) => issuer.SubjectName.RawData.AsSpan().SequenceEqual(of.IssuerName.RawData);
}
