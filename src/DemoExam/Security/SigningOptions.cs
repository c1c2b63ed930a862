using DemoExam.Credentials.Signing;

namespace DemoExam.Security;

/// <summary>The issuer's signing key and those who witness its signatures. Section <c>Signing</c> of the settings; passwords and PINs belong into the environment.</summary>
public sealed class SigningOptions
{
    public const string Section = "Signing";

    /// <summary>PKCS#12 or PEM file with key and certificate. Empty: a key of our own authority, made at the first start.</summary>
    public string? KeyFile { get; set; }

    /// <summary>Password of the key file.</summary>
    public string? Password { get; set; }

    /// <summary>Key in a token, instead of a file: <c>pkcs11:token=…;object=…;type=private;pin-source=file:…</c> (RFC 7512).</summary>
    public string? TokenKey { get; set; }

    /// <summary>OpenSSL's library for the token.</summary>
    public string TokenLibrary { get; set; } = "pkcs11";

    /// <summary>Whether the library is a provider of OpenSSL 3 and not an engine.</summary>
    public bool TokenProvider { get; set; }

    /// <summary>Certificate of the key in the token and those above it without the root, PEM.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>Certificate of the root above the key, PEM. Must be given with a key of another authority.</summary>
    public string? RootFile { get; set; }

    /// <summary>Another house that signs the documents; machine credentials are still signed with the key above.</summary>
    public ExternalSignerOptions External { get; set; } = new();

    /// <summary>Another house that lays a qualified signature by GOST beside each finished document.</summary>
    public ExternalSignerOptions Qualified { get; set; } = new();

    /// <summary>Who witnesses the time of each signature.</summary>
    public TimestampOptions Timestamp { get; set; } = new();

    /// <summary>Whether documents carry the authorities' proofs that no certificate was revoked, where the certificates say who gives them.</summary>
    public bool LongTerm { get; set; }

    /// <summary>True when this installation has made its own root.</summary>
    internal bool HasOwnAuthority => KeyFile is null && TokenKey is null;

    /// <summary>The settings, with whole paths, checked for what belongs together.</summary>
    /// <exception cref="SigningKeyFault">A setting is missing or contradicts another.</exception>
    internal static SigningOptions Of(IConfiguration configuration)
    {
        var options = configuration.GetSection(Section).Get<SigningOptions>() ?? new SigningOptions();
        options.KeyFile = FileOf(options.KeyFile);
        options.RootFile = FileOf(options.RootFile);
        options.CertificateFile = FileOf(options.CertificateFile);
        options.Password = TextOf(options.Password);
        options.TokenKey = TextOf(options.TokenKey);
        options.External.CertificateFile = FileOf(options.External.CertificateFile);
        options.External.RootFile = FileOf(options.External.RootFile);
        options.Qualified.CertificateFile = FileOf(options.Qualified.CertificateFile);
        options.Qualified.RootFile = FileOf(options.Qualified.RootFile);
        options.Timestamp.RootFile = FileOf(options.Timestamp.RootFile);
        Require(options.KeyFile is null || options.TokenKey is null, "Set Signing:KeyFile or Signing:TokenKey, not both.");
        Require(options.External.Address is null || options.External is { CertificateFile: not null, RootFile: not null },
            "Signing:External:Address needs Signing:External:CertificateFile, the signer's certificate, and Signing:External:RootFile, the root above it.");
        Require(options.Qualified.Address is null || options.Qualified is { CertificateFile: not null, RootFile: not null },
            "Signing:Qualified:Address needs Signing:Qualified:CertificateFile, the signer's certificate, and Signing:Qualified:RootFile, the root above it.");
        Require(options.Timestamp.Address is null || options.Timestamp.RootFile is not null,
            "Signing:Timestamp:Address needs Signing:Timestamp:RootFile, the root above the authority: a time stamp of anybody proves nothing.");
        Require(options.External.Timeout > TimeSpan.Zero && options.Qualified.Timeout > TimeSpan.Zero && options.Timestamp.Timeout > TimeSpan.Zero,
            "Signing:External:Timeout, Signing:Qualified:Timeout and Signing:Timestamp:Timeout must be longer than 00:00:00.");
        Require(options.Timestamp.ReservedBytes is >= 1000 and <= 32_000, "Signing:Timestamp:ReservedBytes must be 1000 to 32000.");
        return options;
    }

    private static string? FileOf(string? path) => string.IsNullOrWhiteSpace(path) ? null : Path.GetFullPath(path);

    private static string? TextOf(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new SigningKeyFault(message);
        }
    }
}

/// <summary>A signer at another house: it gets hashes and answers signature messages.</summary>
public sealed class ExternalSignerOptions
{
    /// <summary>Where hashes are posted to; empty for none.</summary>
    public Uri? Address { get; set; }

    /// <summary>The signer's certificate and those above it without the root, PEM.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>The root above it, PEM.</summary>
    public string? RootFile { get; set; }

    /// <summary>Value of the header <c>Authorization</c>, if the other house asks for one.</summary>
    public string? Authorization { get; set; }

    /// <summary>How long one answer may take.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);
}

/// <summary>An authority that stamps signatures with the time (RFC 3161).</summary>
public sealed class TimestampOptions
{
    /// <summary>Its address; empty for none.</summary>
    public Uri? Address { get; set; }

    /// <summary>The roots above it, PEM.</summary>
    public string? RootFile { get; set; }

    /// <summary>How long one answer may take. Passports don't wait longer; they get the stamp later.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Room for one stamp in each document, bytes.</summary>
    public int ReservedBytes { get; set; } = 6000;
}
