using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Verification;
using DemoExam.Data;

namespace DemoExam.Security;

/// <summary>The issuer's signing key. Section <c>Signing</c> of the settings; passwords belong into the environment.</summary>
public sealed class SigningOptions
{
    public const string Section = "Signing";

    /// <summary>PKCS#12 or PEM file with key and certificate. Empty: a key of our own authority, made at the first start.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Password of the key file.</summary>
    public string? Password { get; set; }

    /// <summary>Certificate of the root above the key, PEM. Must be given together with <see cref="KeyFile"/>.</summary>
    public string? RootFile { get; set; }
}

/// <summary>
/// The key that signs passports, and whose signatures count as ours. Opened once at start, so that a missing, foreign or
/// expired key stops the start and not the first night of issuing.
/// </summary>
public sealed class SigningKeys : IDisposable
{
    private SigningKeys(ISigningKey current, IssuerTrust trust)
    {
        Current = current;
        Trust = trust;
    }

    /// <summary>The key in use.</summary>
    public ISigningKey Current { get; }

    /// <summary>Whose signatures count as the issuer's.</summary>
    public IssuerTrust Trust { get; }

    /// <summary>Certificates of the roots as PEM text, for everybody to download and pin.</summary>
    public string RootPem => string.Concat(Trust.Roots.Select(root => root.ExportCertificatePem() + "\n"));

    /// <summary>Opens the key of the settings, or makes one when the settings name none and there is none yet.</summary>
    /// <exception cref="SigningKeyFault">The key can't be used; the message says why and what to do.</exception>
    public static SigningKeys Open(IConfiguration configuration, string organisation, TimeProvider time, ILogger log)
    {
        var options = Options(configuration);
        if (options.KeyFile is null)
        {
            MakeOnce(KeyFolder(configuration), organisation, time, log);
        }

        var file = options.KeyFile ?? Path.Combine(KeyFolder(configuration), NewSigningKey.KeyFile);
        RequirePrivate(file);
        var key = CertificateFileKey.Load(file, options.Password);
        RequireInForce(key.Certificate, time.GetUtcNow());
        return new SigningKeys(key, ReadTrust(configuration, key.Certificate));
    }

    /// <summary>Whose signatures count as this installation's, for checks on the command line. Makes nothing.</summary>
    /// <exception cref="SigningKeyFault">There is no root certificate, or the key that it belongs to can't be opened.</exception>
    public static IssuerTrust ReadTrust(IConfiguration configuration) => ReadTrust(configuration, null);

    /// <summary>The folder of the keys that this installation has made itself.</summary>
    /// <exception cref="SigningKeyFault">The settings name a key of another authority.</exception>
    public static string OwnFolder(IConfiguration configuration) => Options(configuration).KeyFile is null
        ? KeyFolder(configuration)
        : throw new SigningKeyFault("Signing:KeyFile names a key of another authority: get the new key there.");

    /// <summary>Refuses to sign outside the certificate's term: nobody would accept the signature.</summary>
    /// <exception cref="SigningKeyFault">Not yet or no longer valid.</exception>
    public void RequireInForce(DateTimeOffset now) => RequireInForce(Current.Certificate, now);

    public void Dispose() => Current.Dispose();

    private static void RequireInForce(X509Certificate2 certificate, DateTimeOffset now)
    {
        var (from, to) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        if (now < from || now > to)
        {
            throw new SigningKeyFault($"The certificate of {certificate.Subject} is valid from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}, and today is {now:yyyy-MM-dd}. "
                + "Set Signing:KeyFile to a key with a valid certificate.");
        }
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
        var options = Options(configuration);
        var folder = KeyFolder(configuration);
        if (options.KeyFile is not null && options.RootFile is null)
        {
            throw new SigningKeyFault("Signing:KeyFile is set, Signing:RootFile is not. Name the certificate of the root above the key: passports are checked against it.");
        }

        var rootFile = options.RootFile ?? Path.Combine(folder, NewSigningKey.RootFile);
        var roots = ReadCertificates(rootFile);
        if (options.KeyFile is null)
        {
            // Nobody else holds a certificate under a root of our own.
            return new IssuerTrust(roots, [], []);
        }

        var retired = Path.Combine(folder, NewSigningKey.RetiredFolder);
        X509Certificate2[] signers =
        [
            current ?? CertificateFileKey.Load(options.KeyFile, options.Password).Certificate,
            .. Directory.Exists(retired) ? Directory.EnumerateFiles(retired, "*.crt").Order(StringComparer.Ordinal).SelectMany(ReadCertificates) : [],
        ];
        return new IssuerTrust(roots, signers, []);
    }

    private static X509Certificate2[] ReadCertificates(string file)
    {
        try
        {
            var all = new X509Certificate2Collection();
            all.ImportFromPem(File.ReadAllText(file));
            return all.Count > 0 ? [.. all] : throw new SigningKeyFault($"{file} holds no certificate in PEM form.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new SigningKeyFault($"The certificate {file} can't be read: {failure.Message}", failure);
        }
    }

    private static SigningOptions Options(IConfiguration configuration)
    {
        var options = configuration.GetSection(SigningOptions.Section).Get<SigningOptions>() ?? new SigningOptions();
        options.KeyFile = string.IsNullOrWhiteSpace(options.KeyFile) ? null : Path.GetFullPath(options.KeyFile);
        options.RootFile = string.IsNullOrWhiteSpace(options.RootFile) ? null : Path.GetFullPath(options.RootFile);
        options.Password = string.IsNullOrEmpty(options.Password) ? null : options.Password;
        return options;
    }

    private static string KeyFolder(IConfiguration configuration) => Path.Combine(DataFolder.PathOf(configuration), "keys");
}
