using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace DemoExam.Credentials.Signing;

/// <summary>Why a key that somebody brings can't sign passports.</summary>
public enum BroughtKeyFault
{
    /// <summary>Neither PKCS#12 nor PEM, or damaged.</summary>
    File = 1,

    /// <summary>The file of the key is no private key in PEM.</summary>
    KeyFile = 2,

    /// <summary>The password does not open the key.</summary>
    Password = 3,

    /// <summary>There is no private key, or there are several.</summary>
    NoKey = 4,

    /// <summary>There is no certificate.</summary>
    NoCertificate = 5,

    /// <summary>No certificate belongs to the key.</summary>
    Pair = 6,

    /// <summary>The key is of another kind than ECDSA P-256 or RSA of 2048 bits or more.</summary>
    Kind = 7,

    /// <summary>The certificate is that of an authority.</summary>
    Authority = 8,

    /// <summary>The certificate does not allow signatures.</summary>
    Usage = 9,

    /// <summary>The certificate is not valid now, or not for long enough.</summary>
    Term = 10,

    /// <summary>The certificate leads to no root.</summary>
    Root = 11,
}

/// <summary>A key that somebody brings can't be used.</summary>
public sealed class BroughtKeyException(BroughtKeyFault fault, Exception? inner = null) : Exception($"The key can't sign passports: {fault}.", inner)
{
    /// <summary>Why.</summary>
    public BroughtKeyFault Fault { get; } = fault;

    /// <summary>The certificate, where it is its term that is wrong.</summary>
    public X509Certificate2? Certificate { get; init; }
}

/// <summary>A signing key with its certificates, read from what somebody brings and checked before anything is kept.</summary>
public sealed class BroughtKey : IDisposable
{
    /// <summary>Days for which the certificate must still be valid: a key that ends sooner is of no use to anybody.</summary>
    public const int LeastDays = 30;

    private const string EcKey = "1.2.840.10045.2.1", RsaKey = "1.2.840.113549.1.1.1";

    // ERROR_INVALID_PASSWORD, the same on every system.
    private const int WrongPassword = unchecked((int)0x80070056);

    private readonly AsymmetricAlgorithm key;

    private BroughtKey(AsymmetricAlgorithm key, X509Certificate2 certificate, IReadOnlyList<X509Certificate2> intermediates, X509Certificate2 root) =>
        (this.key, Certificate, Intermediates, Root) = (key, certificate, intermediates, root);

    /// <summary>Certificate of the key.</summary>
    public X509Certificate2 Certificate { get; }

    /// <summary>Certificates between it and the root, nearest first.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <summary>The root above it; the certificate itself when it has signed itself.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Reads and checks a key. What the bytes are is told by themselves.</summary>
    /// <param name="file">PKCS#12, or PEM with certificates and perhaps the key.</param>
    /// <param name="keyFile">The key in PEM; null when it is in <paramref name="file"/>.</param>
    /// <param name="password">Opens the key; null or empty for none.</param>
    /// <param name="roots">Roots that are known here already; others must be in the file.</param>
    /// <param name="now">The current time.</param>
    /// <exception cref="BroughtKeyException">It can't sign passports.</exception>
    public static BroughtKey Read(byte[] file, byte[]? keyFile, string? password, IEnumerable<X509Certificate2> roots, DateTimeOffset now)
    {
        password = string.IsNullOrEmpty(password) ? null : password;
        var (key, all) = IsPkcs12(file) ? ReadPkcs12(file, keyFile, password) : ReadPem(file, keyFile, password);
        try
        {
            var own = all.FirstOrDefault(certificate => BelongTogether(certificate, key))
                ?? throw new BroughtKeyException(all.All(c => SigningCertificate.AlgorithmOf(c) is null) ? BroughtKeyFault.Kind : BroughtKeyFault.Pair);
            Require(SigningCertificate.AlgorithmOf(own) is not null, BroughtKeyFault.Kind);
            Require(!SigningCertificate.IsAuthority(own), BroughtKeyFault.Authority);
            Require(SigningCertificate.AllowsSignatures(own), BroughtKeyFault.Usage);
            if (now < own.NotBefore.ToUniversalTime() || now.AddDays(LeastDays) > own.NotAfter.ToUniversalTime())
                throw new BroughtKeyException(BroughtKeyFault.Term) { Certificate = own };
            using var chain = CertificateChains.New(roots.Concat(all.Where(c => SigningCertificate.IsIssuer(c, c))), all, now);
            Require(chain.Build(own), BroughtKeyFault.Root);
            var above = chain.ChainElements.Select(e => X509CertificateLoader.LoadCertificate(e.Certificate.RawDataMemory.Span)).ToList();
            return new BroughtKey(key, own, [.. above.Skip(1).SkipLast(1)], above[^1]);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();

    /// <summary>Key and certificates up to the root, as <see cref="NewSigningKey"/> writes them.</summary>
    internal string ToPem() => string.Join('\n', [
        key.ExportPkcs8PrivateKeyPem(), .. Intermediates.Prepend(Certificate).Append(Root).DistinctBy(c => c.Thumbprint).Select(c => c.ExportCertificatePem()), "",
    ]);

    private static bool IsPkcs12(byte[] file)
    {
        try
        {
            return X509Certificate2.GetCertContentType(file) == X509ContentType.Pfx;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static (AsymmetricAlgorithm, X509Certificate2Collection) ReadPkcs12(byte[] file, byte[]? keyFile, string? password)
    {
        // Such a file holds its key.
        Require(keyFile is null, BroughtKeyFault.KeyFile);
        X509Certificate2Collection all;
        try
        {
            all = X509CertificateLoader.LoadPkcs12Collection(file, password, X509KeyStorageFlags.EphemeralKeySet | X509KeyStorageFlags.Exportable);
        }
        catch (CryptographicException wrong) when (wrong.HResult == WrongPassword)
        {
            throw new BroughtKeyException(BroughtKeyFault.Password, wrong);
        }
        catch (Exception damaged) when (damaged is CryptographicException or NotSupportedException)
        {
            throw new BroughtKeyException(BroughtKeyFault.File, damaged);
        }

        Require(all.Count > 0, BroughtKeyFault.NoCertificate);
        var owners = all.Where(c => c.HasPrivateKey).ToList();
        Require(owners.Count == 1, BroughtKeyFault.NoKey);
        return ((AsymmetricAlgorithm?)owners[0].GetECDsaPrivateKey() ?? owners[0].GetRSAPrivateKey() ?? throw new BroughtKeyException(BroughtKeyFault.Kind), all);
    }

    private static (AsymmetricAlgorithm, X509Certificate2Collection) ReadPem(byte[] file, byte[]? keyFile, string? password)
    {
        var (blocks, keyBlocks) = (Blocks(file), keyFile is null ? [] : Blocks(keyFile));
        Require(blocks.Count > 0, BroughtKeyFault.File);
        Require(keyFile is null || keyBlocks.Exists(IsKey), BroughtKeyFault.KeyFile);
        var all = new X509Certificate2Collection();
        try
        {
            foreach (var block in blocks.Concat(keyBlocks).Where(b => b.Label == "CERTIFICATE")) all.Add(X509CertificateLoader.LoadCertificate(block.Data));
        }
        catch (CryptographicException damaged)
        {
            throw new BroughtKeyException(BroughtKeyFault.File, damaged);
        }

        Require(all.Count > 0, BroughtKeyFault.NoCertificate);
        var keys = blocks.Concat(keyBlocks).Where(IsKey).ToList();
        Require(keys.Count == 1, BroughtKeyFault.NoKey);
        return (KeyOf(keys[0], password, keyFile is null ? BroughtKeyFault.File : BroughtKeyFault.KeyFile), all);
    }

    private static bool IsKey((string Label, byte[] Data) block) => block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal);

    private static List<(string Label, byte[] Data)> Blocks(byte[] file)
    {
        var blocks = new List<(string, byte[])>();
        var rest = Encoding.Latin1.GetString(file).AsSpan();
        while (PemEncoding.TryFind(rest, out var found))
        {
            var data = new byte[found.DecodedDataLength];
            if (Convert.TryFromBase64Chars(rest[found.Base64Data], data, out _)) blocks.Add((rest[found.Label].ToString(), data));
            rest = rest[found.Location.End..];
        }

        return blocks;
    }

    private static AsymmetricAlgorithm KeyOf((string Label, byte[] Data) block, string? password, BroughtKeyFault damaged)
    {
        try
        {
            switch (block.Label)
            {
                case "EC PRIVATE KEY":
                    return Ec(key => key.ImportECPrivateKey(block.Data, out _));
                case "RSA PRIVATE KEY":
                    return Rsa(key => key.ImportRSAPrivateKey(block.Data, out _));
                case "PRIVATE KEY":
                    return Pkcs8(Pkcs8PrivateKeyInfo.Decode(block.Data, out _));
                case "ENCRYPTED PRIVATE KEY":
                    return Pkcs8(Decrypt(block.Data, password));
                default:
                    throw new BroughtKeyException(BroughtKeyFault.Kind);
            }
        }
        catch (CryptographicException wrong)
        {
            throw new BroughtKeyException(damaged, wrong);
        }
    }

    private static Pkcs8PrivateKeyInfo Decrypt(byte[] data, string? password)
    {
        try
        {
            return Pkcs8PrivateKeyInfo.DecryptAndDecode(password ?? "", data, out _);
        }
        catch (CryptographicException wrong)
        {
            throw new BroughtKeyException(BroughtKeyFault.Password, wrong);
        }
    }

    private static AsymmetricAlgorithm Pkcs8(Pkcs8PrivateKeyInfo info) => info.AlgorithmId.Value switch
    {
        EcKey => Ec(key => key.ImportPkcs8PrivateKey(info.Encode(), out _)),
        RsaKey => Rsa(key => key.ImportPkcs8PrivateKey(info.Encode(), out _)),
        _ => throw new BroughtKeyException(BroughtKeyFault.Kind),
    };

    private static ECDsa Ec(Action<ECDsa> import) => Imported(ECDsa.Create(), import);

    private static RSA Rsa(Action<RSA> import) => Imported(RSA.Create(), import);

    private static T Imported<T>(T key, Action<T> import) where T : AsymmetricAlgorithm
    {
        try
        {
            import(key);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    // What the key signs, the certificate must accept: whatever the file claims, this is what matters.
    private static bool BelongTogether(X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        var data = RandomNumberGenerator.GetBytes(32);
        try
        {
            return SigningCertificate.Verify(certificate, data, key is ECDsa ec
                ? ec.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)
                : ((RSA)key).SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static void Require(bool holds, BroughtKeyFault fault)
    {
        if (!holds) throw new BroughtKeyException(fault);
    }
}
