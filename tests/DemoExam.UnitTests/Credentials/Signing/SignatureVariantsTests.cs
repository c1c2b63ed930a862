using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Verification;
using DemoExam.TestTools;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Signing;

/// <summary>Each place where a key may live, each kind of key, each level: judged by programs that know nothing of us.</summary>
public sealed class SignatureVariantsTests(SignatureVariantsTests.House house) : IClassFixture<SignatureVariantsTests.House>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string, string, SignatureLevel> Variants()
    {
        var all = new TheoryData<string, string, SignatureLevel>();
        foreach (var place in new[] { "pem", "p12", "token", "external" })
            foreach (var kind in new[] { "ec", "rsa" })
                foreach (var level in Enum.GetValues<SignatureLevel>())
                    all.Add(place, kind, level);
        return all;
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Poppler_OpenSsl_qpdf_and_we_accept_every_variant_and_refuse_it_with_one_byte_changed(string place, string kind, SignatureLevel level)
    {
        var file = await Issue(place, kind, level);

        var pdfsig = Judges.PdfSig(folder, house.RootPem, file);
        pdfsig.ShouldContain("Signature is Valid");
        pdfsig.ShouldContain("Certificate is Trusted");
        pdfsig.ShouldContain("Total document signed");
        pdfsig.ShouldContain("ETSI.CAdES.detached");
        var (message, content) = Judges.Cut(file);
        Judges.OpenSsl(folder, house.RootPem, message, content).ShouldContain("CAdES Verification successful");
        Judges.Qpdf(folder, file).ShouldBe(0);

        var verdict = new Verifier(house.Trust, TimeProvider.System).CheckFile(file);
        verdict.IsGenuine.ShouldBeTrue(string.Join(", ", verdict.Reasons));
        verdict.Signer!.Level.ShouldBe(level);

        file[file.Length / 3] ^= 1;
        content = Judges.Cut(file).Content;
        Judges.PdfSig(folder, house.RootPem, file).ShouldNotContain("Signature is Valid");
        Judges.OpenSsl(folder, house.RootPem, message, content).ShouldContain("Verification failure");
        new Verifier(house.Trust, TimeProvider.System).CheckFile(file).IsGenuine.ShouldBeFalse();
    }

    [Fact]
    public async Task Proofs_are_part_of_what_is_signed_and_a_later_store_proves_nothing()
    {
        var file = await Issue("pem", "ec", SignatureLevel.LongTerm);
        var text = System.Text.Encoding.Latin1.GetString(file);
        text.Split("startxref").Length.ShouldBe(2, "one revision");
        Tool.Run("qpdf", "qpdf", "--qdf", "--object-streams=disable", folder.Write("p.pdf", file), folder.File("q.pdf"));
        var plain = System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(folder.File("q.pdf")));
        plain.ShouldContain("/Type /DSS");
        plain.ShouldContain("/OCSPs [");
        plain.ShouldContain("/CRLs [");
        plain.ShouldContain("/Certs [");
    }

    public void Dispose() => folder.Dispose();

    private async Task<byte[]> Issue(string place, string kind, SignatureLevel level)
    {
        var ct = TestContext.Current.CancellationToken;
        using var http = new HttpClient(house.Pki.Network());
        using var remote = new HttpClient(new Remote(house.Pki.At(kind + ".pem")));
        using ISigningKey? key = place == "external" ? null : house.Open(place, kind);
        IMessageSigner signer = key is null ? new ExternalSigner(remote, new Uri("http://signer.test/"), house.Pki.At(kind + ".crt")) : new KeyMessageSigner(key);
        var stamps = new TimestampClient(http, new Uri("http://tsa.test/"), house.Trust.TimestampRoots, TimeProvider.System, e => throw e) { Timeout = TimeSpan.FromSeconds(30) };
        ValidationEvidence? evidence = null;
        if (level == SignatureLevel.LongTerm)
        {
            await stamps.Stamp(new byte[] { 1 }, ct);
            evidence = await new RevocationClient(http, TimeProvider.System, e => throw e).Gather([[signer.Certificate, house.Trust.Roots[0]], stamps.Chain], ct);
            evidence.ShouldNotBeNull();
        }

        var passports = new PdfSigner(signer, stamps.ReservedBytes);
        var now = DateTimeOffset.UtcNow;
        using var pdf = AnIssuer.StateLayout.Render(APassport.Everyday(), passports.Slot(now.AddTicks(-(now.Ticks % TimeSpan.TicksPerSecond)), evidence), [AnIssuer.WithEcKey().CredentialOf(APassport.Everyday())]);
        var file = await passports.Sign(pdf, ct);
        return level == SignatureLevel.Basic ? file : (await PdfTimestamps.Add(file, stamps, ct)).ShouldNotBeNull();
    }

    /// <summary>An authority with one certificate of each kind: about the ECDSA one a responder tells, about the RSA one a list.</summary>
    public sealed class House : IDisposable
    {
        public House()
        {
            Pki.Certify("ec", "ec", "ocsp");
            Pki.Certify("rsa", "rsa", "crl");
            RootPem = File.ReadAllText(Pki.RootFile);
            var root = X509CertificateLoader.LoadCertificateFromFile(Pki.RootFile);
            Trust = new IssuerTrust([root], [], [root]);
        }

        public OpenSslPki Pki { get; } = new();
        public string RootPem { get; }
        public IssuerTrust Trust { get; }

        public ISigningKey Open(string place, string kind) => place switch
        {
            "pem" => CertificateFileKey.Load(Pki.At(kind + ".pem")),
            "p12" => CertificateFileKey.Load(Pki.At(kind + ".p12"), "secret"),
            _ => OperatingSystem.IsWindows() ? throw new InvalidOperationException("Tokens are used on Linux.")
                : OpenSslKey.Load(ASoftToken.Get().Import(Pki.At(kind + ".key")), Pki.At(kind + ".crt")),
        };

        public void Dispose() => Pki.Dispose();
    }

    private sealed class Remote(string pem) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            using var json = System.Text.Json.JsonDocument.Parse(await request.Content!.ReadAsStringAsync(cancellationToken));
            json.RootElement.EnumerateObject().Select(m => m.Name).ShouldBe(["hashAlgorithm", "hash"]);
            return new HttpResponseMessage(System.Net.HttpStatusCode.OK) { Content = new ByteArrayContent(HashSigner.Sign(pem, json.RootElement.GetProperty("hash").GetBytesFromBase64())) };
        }
    }
}
