using DemoExam.Credentials;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using DemoExam.Credentials.Verification;

namespace DemoExam.UnitTests.Given;

/// <summary>An issuer with a key of its own, a layout and fonts; made once for all tests.</summary>
public sealed class AnIssuer
{
    public static readonly DateTimeOffset KeysMadeAt = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Today = new(2026, 6, 20, 9, 0, 0, TimeSpan.Zero);

    private static readonly Lazy<AnIssuer> Ec = new(() => new AnIssuer("Региональный оператор", SignatureAlgorithm.EcdsaP256));
    private static readonly Lazy<AnIssuer> Rsa = new(() => new AnIssuer("Региональный оператор (RSA)", SignatureAlgorithm.Rsa));
    private static readonly Lazy<AnIssuer> Stranger = new(() => new AnIssuer("Региональный оператор", SignatureAlgorithm.EcdsaP256));
    private static readonly Lazy<PassportPdf> Layout = new(() => new PassportPdf(PdfTemplate.Load(TemplatePath("state-attestation")), FontLibrary.Find()));

    private AnIssuer(string name, SignatureAlgorithm algorithm)
    {
        using var folder = new TemporaryFolder();
        // With an address for revocations, since pdfsig 22.12 calls a certificate trusted only if it has one.
        NewSigningKey.Create(folder.Path, name, KeysMadeAt, algorithm, new Uri("https://exam.example.org/issuer.crl"));
        Key = CertificateFileKey.Load(folder.File(NewSigningKey.KeyFile));
        RootPem = File.ReadAllText(folder.File(NewSigningKey.RootFile));
        Trust = IssuerTrust.FromPem(RootPem);
        Signer = new PdfSigner(Key);
    }

    public CertificateFileKey Key { get; }
    public PdfSigner Signer { get; }
    public string RootPem { get; }
    public IssuerTrust Trust { get; }
    public Verifier Verifier => VerifierAt(Today);

    /// <summary>An issuer with an ECDSA key.</summary>
    public static AnIssuer WithEcKey() => Ec.Value;

    /// <summary>An issuer with an RSA-3072 key.</summary>
    public static AnIssuer WithRsaKey() => Rsa.Value;

    /// <summary>Somebody who uses the same name with another key.</summary>
    public static AnIssuer Impostor() => Stranger.Value;

    public static PassportPdf StateLayout => Layout.Value;

    public Verifier VerifierAt(DateTimeOffset now) => new(Trust, new FixedClock(now));

    /// <summary>A signed passport with its credential inside, or with other files instead.</summary>
    public byte[] Issue(PassportContent content, params PdfAttachment[] attachments)
    {
        if (attachments.Length == 0) attachments = [CredentialOf(content)];
        using var pdf = StateLayout.Render(content, Signer.Slot(content.IssuedAt), attachments);
        var signing = Signer.Sign(pdf, TestContext.Current.CancellationToken);
        return signing.AsTask().GetAwaiter().GetResult();
    }

    /// <summary>The signed credential as it lies inside a passport.</summary>
    public PdfAttachment CredentialOf(PassportContent content) => BadgeCredential.Attachment(ACredential.Sign(this, content));

    public static string TemplatePath(string name) => Path.Combine(RepositoryRoot(), "templates", "passport", name + ".json");

    public static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DemoExam.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }

    private sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
