using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace DemoExam.Credentials.Signing;

/// <summary>
/// Makes a key for an issuer that has none yet: a small authority of its own and one certificate under it. Its root is published, so
/// that others can check; a key from a certified authority takes its place by configuration.
/// </summary>
public static class NewSigningKey
{
    /// <summary>The key, its certificate and the certificate of the root, in one PEM file.</summary>
    public const string KeyFile = "signing-key.pem";

    /// <summary>Certificate of the root: to be published and pinned.</summary>
    public const string RootFile = "issuer-root.crt";

    /// <summary>Key of the root: signs the next certificate when this one runs out. Keep it off the server.</summary>
    public const string RootKeyFile = "issuer-root-key.pem";

    /// <summary>Certificates of former keys lie here: passports of theirs are still checked.</summary>
    public const string RetiredFolder = "retired";

    private const int RootYears = 20, LeafYears = 5, RsaBits = 3072;

    /// <summary>Writes the three files, readable by their owner only; refuses to overwrite.</summary>
    /// <param name="folder">Is made when missing.</param>
    /// <param name="organisation">Name of the issuer in the certificates.</param>
    /// <param name="now">Start of validity.</param>
    /// <param name="algorithm">Kind of both keys.</param>
    /// <param name="revocationList">
    /// Address at which the issuer will publish the list of withdrawn certificates of this root; null when it publishes none.
    /// </param>
    /// <exception cref="IOException">One of the files exists already.</exception>
    public static void Create(
        string folder, string organisation, DateTimeOffset now, SignatureAlgorithm algorithm = SignatureAlgorithm.EcdsaP256, Uri? revocationList = null)
    {
        Directory.CreateDirectory(folder);
        foreach (var name in new[] { KeyFile, RootFile, RootKeyFile })
            if (File.Exists(Path.Combine(folder, name))) throw new IOException($"{Path.Combine(folder, name)} exists already; a signing key is never overwritten.");

        using var rootKey = NewKey(algorithm);
        using var root = CreateRoot(rootKey, organisation, now);
        using var leafKey = NewKey(algorithm);
        using var leaf = CreateLeaf(root, rootKey, leafKey, Subject(organisation, organisation), now, revocationList);
        WritePrivate(Path.Combine(folder, RootKeyFile), rootKey.ExportPkcs8PrivateKeyPem());
        WritePrivate(Path.Combine(folder, KeyFile), string.Join('\n', leafKey.ExportPkcs8PrivateKeyPem(), leaf.ExportCertificatePem(), root.ExportCertificatePem(), ""));
        File.WriteAllText(Path.Combine(folder, RootFile), root.ExportCertificatePem() + "\n");
    }

    /// <summary>Makes a new key and certificate under the same root. The former certificate is kept, its key is overwritten.</summary>
    /// <param name="folder">Where <see cref="Create"/> has made the files.</param>
    /// <param name="rootKeyFile">Key of the root, brought from where it is kept.</param>
    /// <param name="now">Start of validity.</param>
    /// <returns>Serial numbers of the former and the new certificate.</returns>
    /// <exception cref="SigningKeyFault">A file is missing or does not belong to the others.</exception>
    public static (string Former, string Current) Renew(string folder, string rootKeyFile, DateTimeOffset now)
    {
        var keyFile = Path.Combine(folder, KeyFile);
        using var former = CertificateFileKey.Load(keyFile);
        using var root = LoadRoot(Path.Combine(folder, RootFile), rootKeyFile);
        using var rootKey = (AsymmetricAlgorithm?)root.GetECDsaPrivateKey() ?? root.GetRSAPrivateKey()!;
        using var key = NewKey(former.Algorithm);
        using var leaf = CreateLeaf(root, rootKey, key, former.Certificate.SubjectName, now, null);
        Stage(folder, former.Certificate, string.Join('\n', key.ExportPkcs8PrivateKeyPem(), leaf.ExportCertificatePem(), root.ExportCertificatePem(), ""));
        Switch(folder);
        return (former.Certificate.SerialNumber, leaf.SerialNumber);
    }

    /// <summary>
    /// Lays a key of another house ready beside the one in use, keeps the certificate in use among the former ones and adds the root to those
    /// that are trusted. The key in use stays in use until <see cref="Switch"/>.
    /// </summary>
    /// <param name="folder">Where <see cref="Create"/> has made the files.</param>
    /// <param name="brought">The key, checked.</param>
    /// <exception cref="SigningKeyFault">A file is missing or does not belong to the others.</exception>
    public static void Stage(string folder, BroughtKey brought)
    {
        using var former = CertificateFileKey.Load(Path.Combine(folder, KeyFile));
        var rootFile = Path.Combine(folder, RootFile);
        var roots = SigningCertificate.ReadPem(rootFile);
        if (!roots.Any(root => root.Thumbprint == brought.Root.Thumbprint))
        {
            File.WriteAllText(rootFile + ".new", string.Concat(roots.Append(brought.Root).Select(root => root.ExportCertificatePem() + "\n")));
            File.Move(rootFile + ".new", rootFile, overwrite: true);
        }

        Stage(folder, former.Certificate, brought.ToPem());
    }

    /// <summary>The key that lies ready takes the place of the one in use, at one stroke: a crash leaves one or the other.</summary>
    /// <param name="folder">Where it was laid ready.</param>
    /// <exception cref="IOException">There is none.</exception>
    public static void Switch(string folder)
    {
        var keyFile = Path.Combine(folder, KeyFile);
        File.Move(keyFile + ".new", keyFile, overwrite: true);
    }

    private static void Stage(string folder, X509Certificate2 former, string key)
    {
        Directory.CreateDirectory(Path.Combine(folder, RetiredFolder));
        File.WriteAllText(Path.Combine(folder, RetiredFolder, former.SerialNumber + ".crt"), former.ExportCertificatePem() + "\n");
        var aside = Path.Combine(folder, KeyFile) + ".new";
        File.Delete(aside);
        WritePrivate(aside, key);
    }

    private static X509Certificate2 LoadRoot(string file, string keyFile)
    {
        try
        {
            return X509Certificate2.CreateFromPemFile(file, keyFile);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            throw new SigningKeyFault($"The root {file} can't be opened with the key {keyFile}: {e.Message}", e);
        }
    }

    private static AsymmetricAlgorithm NewKey(SignatureAlgorithm algorithm) =>
        algorithm == SignatureAlgorithm.EcdsaP256 ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(RsaBits);

    private static X509Certificate2 CreateRoot(AsymmetricAlgorithm key, string organisation, DateTimeOffset now)
    {
        var request = Request(key, Subject(organisation, organisation + " — root"));
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request.Create(request.SubjectName, Generator(key), Day(now), Day(now).AddYears(RootYears), Serial());
    }

    private static X509Certificate2 CreateLeaf(
        X509Certificate2 root, AsymmetricAlgorithm rootKey, AsymmetricAlgorithm key, X500DistinguishedName subject, DateTimeOffset now, Uri? revocationList)
    {
        var request = Request(key, subject);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        // Both bits: some checkers of document signatures insist on non-repudiation.
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.NonRepudiation, true));
        // Document signing (RFC 9336), and e-mail protection for programs that are older than it.
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.36"), new Oid("1.3.6.1.5.5.7.3.4")], false));
        if (revocationList is not null)
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([revocationList.AbsoluteUri]));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(root, true, false));
        return request.Create(root.SubjectName, Generator(rootKey), Day(now), Day(now).AddYears(LeafYears), Serial());
    }

    private static CertificateRequest Request(AsymmetricAlgorithm key, X500DistinguishedName subject) => key is ECDsa ec
        ? new CertificateRequest(subject, ec, HashAlgorithmName.SHA256)
        : new CertificateRequest(subject, (RSA)key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    private static X509SignatureGenerator Generator(AsymmetricAlgorithm key) => key is ECDsa ec
        ? X509SignatureGenerator.CreateForECDsa(ec)
        : X509SignatureGenerator.CreateForRSA((RSA)key, RSASignaturePadding.Pkcs1);

    private static X500DistinguishedName Subject(string organisation, string commonName)
    {
        // X.520 allows 64 characters in either name.
        static string Cut(string text) => text.Length <= 64 ? text : text[..63] + "…";
        var builder = new X500DistinguishedNameBuilder();
        // The builder writes the last part first; names begin with the country by custom.
        builder.AddCommonName(Cut(commonName));
        builder.AddOrganizationName(Cut(organisation));
        builder.AddCountryOrRegion("RU");
        return builder.Build();
    }

    private static DateTimeOffset Day(DateTimeOffset now) => new(now.UtcDateTime.Date, TimeSpan.Zero);

    private static byte[] Serial()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        // Positive, and without a leading zero that DER would drop.
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }

    private static void WritePrivate(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(text));
    }
}
