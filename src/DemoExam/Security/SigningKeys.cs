using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using DemoExam.Credentials.Verification;
using DemoExam.Data;

namespace DemoExam.Security;

/// <summary>
/// The key that signs passports, and whose signatures count as ours. Opened once at start, so that a missing, foreign or
/// expired key stops the start and not the first night of issuing.
/// </summary>
public sealed class SigningKeys : IDisposable
{
    private readonly ConcurrentQueue<ISigningKey> former = [];
    private volatile InUse inUse;

    private SigningKeys(ISigningKey current, IssuerTrust trust) => inUse = new InUse(current, trust);

    /// <summary>The key in use. Whoever signs several things that belong together takes it once.</summary>
    public ISigningKey Current => inUse.Key;

    /// <summary>Whose signatures count as the issuer's.</summary>
    public IssuerTrust Trust => inUse.Trust;

    /// <summary>Whether the root that this installation has made stands above the key in use.</summary>
    public bool IsOwn(IConfiguration configuration) =>
        SigningOptions.Of(configuration).HasOwnAuthority && Current.Certificate.IssuerName.RawData.AsSpan().SequenceEqual(Trust.Roots[0].SubjectName.RawData);

    /// <summary>Certificates of the roots as PEM text, for everybody to download and pin.</summary>
    public string RootPem => string.Concat(Trust.Roots.Select(root => root.ExportCertificatePem() + "\n"));

    /// <summary>Opens the key of the settings, or makes one when the settings name none and there is none yet.</summary>
    /// <exception cref="SigningKeyFault">The key can't be used; the message says why and what to do.</exception>
    public static SigningKeys Open(IConfiguration configuration, string organisation, TimeProvider time, ILogger log)
    {
        var options = SigningOptions.Of(configuration);
        if (options.HasOwnAuthority)
        {
            MakeOnce(KeyFolder(configuration), organisation, time, log);
        }

        ISigningKey key = options.TokenKey is null ? OpenFile(options, configuration) : OpenToken(options);

        RequireInForce(key.Certificate, time.GetUtcNow());
        return new SigningKeys(key, ReadTrust(configuration, key.Certificate));
    }

    /// <summary>Whose signatures count as this installation's, for checks on the command line. Makes nothing.</summary>
    /// <exception cref="SigningKeyFault">There is no root certificate, or the key that it belongs to can't be opened.</exception>
    public static IssuerTrust ReadTrust(IConfiguration configuration) => ReadTrust(configuration, null);

    /// <summary>Public keys of this installation, past and present, for checks of tokens on the command line.</summary>
    /// <exception cref="SigningKeyFault">The certificate in use can't be read.</exception>
    public static IReadOnlyList<PublicKeyJwk> ReadTokenKeys(IConfiguration configuration)
    {
        var (options, folder) = (SigningOptions.Of(configuration), KeyFolder(configuration));
        return [.. Retired(folder).Prepend(ReadOwn(options, folder)).Select(PublicKeyJwk.Of)];
    }

    /// <summary>The folder that would hold a key of our own and doesn't; null when the key is there or comes from elsewhere.</summary>
    internal static string? Missing(IConfiguration configuration) =>
        SigningOptions.Of(configuration).HasOwnAuthority && KeyFolder(configuration) is var folder && !File.Exists(Path.Combine(folder, NewSigningKey.KeyFile)) ? folder : null;

    /// <summary>The folder of the keys that this installation has made itself.</summary>
    /// <exception cref="SigningKeyFault">The settings name a key of another authority.</exception>
    public static string OwnFolder(IConfiguration configuration) => SigningOptions.Of(configuration).HasOwnAuthority
        ? KeyFolder(configuration)
        : throw new SigningKeyFault("Signing:KeyFile or Signing:TokenKey names a key of another authority: get the new key there.");

    /// <summary>Refuses to sign outside the certificate's term: nobody would accept the signature.</summary>
    /// <exception cref="SigningKeyFault">Not yet or no longer valid.</exception>
    public void RequireInForce(DateTimeOffset now) => RequireInForce(Current.Certificate, now);

    /// <summary>Signs from now on with the key that lies in the folder of the keys.</summary>
    /// <exception cref="SigningKeyFault">It can't be used; the key in use stays.</exception>
    public void Reopen(IConfiguration configuration)
    {
        var key = OpenFile(SigningOptions.Of(configuration), configuration);
        // Not disposed of before the end: somebody may be signing with it.
        former.Enqueue(Current);
        inUse = new InUse(key, ReadTrust(configuration, key.Certificate));
    }

    public void Dispose()
    {
        foreach (var key in former.Append(Current))
        {
            key.Dispose();
        }
    }

    /// <summary>Refuses to sign outside a certificate's term.</summary>
    /// <exception cref="SigningKeyFault">Not yet or no longer valid.</exception>
    internal static void RequireInForce(X509Certificate2 certificate, DateTimeOffset now)
    {
        var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (now < from || now > to)
        {
            throw new SigningKeyFault($"The certificate of {certificate.Subject} is valid from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}, and today is {now:yyyy-MM-dd}. "
                + "Set Signing:KeyFile to a key with a valid certificate.");
        }
    }

    private static CertificateFileKey OpenFile(SigningOptions options, IConfiguration configuration)
    {
        var file = options.KeyFile ?? Path.Combine(KeyFolder(configuration), NewSigningKey.KeyFile);
        RequirePrivate(file);
        return CertificateFileKey.Load(file, options.Password);
    }

    private static OpenSslKey OpenToken(SigningOptions options)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new SigningKeyFault("Signing:TokenKey works on Linux only, through OpenSSL. Use Signing:KeyFile or Signing:External:Address here.");
        }

        return OpenSslKey.Load(
            options.TokenKey!, options.CertificateFile ?? throw new SigningKeyFault("Signing:TokenKey is set, Signing:CertificateFile is not. Name the PEM file with the certificate of the key."),
            options.TokenLibrary, options.TokenProvider);
    }

    private static void MakeOnce(string folder, string organisation, TimeProvider time, ILogger log)
    {
        if (File.Exists(Path.Combine(folder, NewSigningKey.KeyFile)))
        {
            return;
        }

        // Made aside and moved as a whole: a crash or a second process in between leaves no half of an authority.
        var aside = $"{folder}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}";
        NewSigningKey.Create(aside, organisation, time.GetUtcNow());
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(aside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        try
        {
            Directory.Move(aside, folder);
        }
        catch (IOException) when (File.Exists(Path.Combine(folder, NewSigningKey.KeyFile)))
        {
            Directory.Delete(aside, recursive: true);
            return;
        }

        log.LogWarning(
            "Made a signing key of our own in {Folder}, because Signing:KeyFile names none. Passports signed with it are checked against {Root}. "
            + "Back the folder up, give the same key to every node, and keep {RootKey} off the server",
            folder, Path.Combine(folder, NewSigningKey.RootFile), NewSigningKey.RootKeyFile);
    }

    private static void RequirePrivate(string file)
    {
        if (!File.Exists(file))
        {
            throw new SigningKeyFault($"The signing key {file} is missing. Check Signing:KeyFile.");
        }

        const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & Others) != 0)
        {
            throw new SigningKeyFault($"The signing key {file} can be read by other users of this machine. Run: chmod 600 {file}");
        }
    }

    private static IssuerTrust ReadTrust(IConfiguration configuration, X509Certificate2? current)
    {
        var options = SigningOptions.Of(configuration);
        var folder = KeyFolder(configuration);
        if (!options.HasOwnAuthority && options.RootFile is null)
        {
            throw new SigningKeyFault("The settings name a signing key, but not Signing:RootFile. Name the certificate of the root above the key: passports are checked against it.");
        }

        List<X509Certificate2> roots = [.. ReadCertificates(options.RootFile ?? Path.Combine(folder, NewSigningKey.RootFile))];
        X509Certificate2[] stamps = options.Timestamp.RootFile is { } stampRoots ? ReadCertificates(stampRoots) : [];
        if (options.HasOwnAuthority && options.External.Address is null && roots.Count == 1)
        {
            // Nobody else holds a certificate under a root of our own. A second root came with a key that was uploaded.
            return new IssuerTrust(roots, [], stamps);
        }

        List<X509Certificate2> signers = [current ?? ReadOwn(options, folder), .. Retired(folder)];
        if (options.External is { CertificateFile: { } file, RootFile: { } root })
        {
            signers.Add(SigningCertificate.Leaf([.. ReadCertificates(file)]));
            roots.AddRange(ReadCertificates(root));
        }

        return new IssuerTrust(roots, signers, stamps);
    }

    // Certificates of former keys: what they signed is still ours.
    private static IEnumerable<X509Certificate2> Retired(string folder) => Path.Combine(folder, NewSigningKey.RetiredFolder) is var retired && Directory.Exists(retired)
        ? Directory.EnumerateFiles(retired, "*.crt").Order(StringComparer.Ordinal).SelectMany(ReadCertificates) : [];

    private static X509Certificate2 ReadOwn(SigningOptions options, string folder) => options.TokenKey is null
        ? CertificateFileKey.Load(options.KeyFile ?? Path.Combine(folder, NewSigningKey.KeyFile), options.Password).Certificate
        : SigningCertificate.Leaf([.. ReadCertificates(options.CertificateFile ?? "")]);

    private static X509Certificate2[] ReadCertificates(string file) => [.. SigningCertificate.ReadPem(file)];

    private static string KeyFolder(IConfiguration configuration) => Path.Combine(DataFolder.PathOf(configuration), "keys");

    private sealed record InUse(ISigningKey Key, IssuerTrust Trust);
}
