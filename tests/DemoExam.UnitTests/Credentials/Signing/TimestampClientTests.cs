using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Verification;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Signing;

/// <summary>OpenSSL plays the authority: it makes its own certificates and answers each request.</summary>
public sealed class TimestampClientTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly AnIssuer issuer = AnIssuer.WithEcKey();
    private readonly List<Exception> faults = [];

    [Fact]
    public async Task A_time_stamp_is_embedded_and_witnesses_the_time()
    {
        var file = await Issue(new OpenSslAuthority(folder));
        var trust = issuer.Trust with { TimestampRoots = [X509CertificateLoader.LoadCertificateFromFile(folder.File("tsa-root.crt"))] };
        var verdict = new Verifier(trust, TimeProvider.System).CheckFile(file);
        verdict.IsGenuine.ShouldBeTrue();
        verdict.Signer!.TimestampedAt!.Value.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        faults.ShouldBeEmpty();

        // An authority that is not trusted witnesses nothing, but does no harm.
        issuer.Verifier.CheckFile(file).IsGenuine.ShouldBeTrue();
        issuer.Verifier.CheckFile(file).Signer!.TimestampedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Other_programs_accept_the_stamped_file()
    {
        var file = await Issue(new OpenSslAuthority(folder));
        var path = folder.Write("p.pdf", file);
        Tool.Run("qpdf", "qpdf", "--check", path).Exit.ShouldBe(0);
        Tool.Run("pdfsig", "poppler-utils", path).Output.ShouldContain("Signature is Valid");
        // The token, cut out of the message by OpenSSL's parser, verifies over the signature value.
        var text = Encoding.Latin1.GetString(file);
        var at = text.IndexOf("/ByteRange[", StringComparison.Ordinal) + "/ByteRange[".Length;
        var range = text[at..text.IndexOf(']', at)].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        var cms = new System.Security.Cryptography.Pkcs.SignedCms();
        var padded = Convert.FromHexString(text[(range[1] + 1)..(range[2] - 1)]);
        System.Formats.Asn1.AsnDecoder.ReadEncodedValue(padded, System.Formats.Asn1.AsnEncodingRules.DER, out _, out _, out var length);
        cms.Decode(padded[..length]);
        var token = cms.SignerInfos[0].UnsignedAttributes.Cast<CryptographicAttributeObject>().Single().Values[0].RawData;
        var check = Tool.Run("openssl", "openssl", "ts", "-verify", "-token_in", "-in", folder.Write("token.der", token), "-data", folder.Write("signature.bin", cms.SignerInfos[0].GetSignature()), "-CAfile", folder.File("tsa-root.crt"));
        (check.Output + check.Errors).ShouldContain("Verification: OK");
    }

    [Fact]
    public async Task A_changed_token_never_witnesses_another_time()
    {
        var file = await Issue(new OpenSslAuthority(folder));
        var verifier = new Verifier(issuer.Trust with { TimestampRoots = [X509CertificateLoader.LoadCertificateFromFile(folder.File("tsa-root.crt"))] }, TimeProvider.System);
        var stamped = verifier.CheckFile(file).Signer!.TimestampedAt;
        stamped.ShouldNotBeNull();
        var hole = Encoding.Latin1.GetString(file).IndexOf("/Contents<", StringComparison.Ordinal);
        var random = new Random(3);
        for (var i = 0; i < 400; i++)
        {
            // The token lies behind the signature, in the second half of the message.
            var at = hole + 1600 + random.Next(4000);
            var old = file[at];
            file[at] = (byte)"0123456789ABCDEF"[random.Next(16)];
            // By nature the wrapper of the token itself is covered by nothing; a time from another moment would be.
            var verdict = verifier.CheckFile(file);
            if (verdict.IsGenuine) verdict.Signer!.TimestampedAt.ShouldBe(stamped);
            file[at] = old;
        }
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("error")]
    [InlineData("nonsense")]
    [InlineData("slow")]
    public async Task An_authority_that_fails_never_holds_up_a_passport(string how)
    {
        var file = await Issue(new BrokenAuthority(how));
        issuer.Verifier.CheckFile(file, new PassportStatus(PassportStanding.InForce, AnIssuer.Today)).State.ShouldBe(VerdictState.Valid);
        faults.ShouldHaveSingleItem();
    }

    public void Dispose() => folder.Dispose();

    private async Task<byte[]> Issue(HttpMessageHandler authority)
    {
        using var http = new HttpClient(authority);
        var client = new TimestampClient(http, new Uri("http://tsa.example.org/"), faults.Add) { Timeout = TimeSpan.FromSeconds(authority is OpenSslAuthority ? 30 : 1) };
        var signer = new PdfSigner(issuer.Key, client);
        using var pdf = AnIssuer.StateLayout.Render(APassport.Bare(), signer.Slot(APassport.Bare().IssuedAt));
        return await signer.Sign(pdf, TestContext.Current.CancellationToken);
    }

    private sealed class OpenSslAuthority : HttpMessageHandler
    {
        private readonly TemporaryFolder folder;

        public OpenSslAuthority(TemporaryFolder folder)
        {
            this.folder = folder;
            File.WriteAllText(folder.File("tsa.cnf"), $"""
                [tsa]
                default_tsa = config
                [config]
                serial = {folder.File("tsa-serial")}
                signer_cert = {folder.File("tsa.crt")}
                signer_key = {folder.File("tsa.key")}
                signer_digest = sha256
                default_policy = 1.2.3.4.1
                digests = sha256
                ess_cert_id_alg = sha256
                [leaf]
                basicConstraints = critical,CA:FALSE
                keyUsage = critical,digitalSignature
                extendedKeyUsage = critical,timeStamping
                """);
            Run("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", folder.File("tsa-root.key"), "-out", folder.File("tsa-root.crt"), "-subj", "/CN=Time root", "-days", "30");
            Run("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", folder.File("tsa.key"), "-out", folder.File("tsa.csr"), "-subj", "/CN=Time");
            Run("x509", "-req", "-in", folder.File("tsa.csr"), "-CA", folder.File("tsa-root.crt"), "-CAkey", folder.File("tsa-root.key"), "-CAcreateserial", "-days", "30", "-extfile", folder.File("tsa.cnf"), "-extensions", "leaf", "-out", folder.File("tsa.crt"));
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Content!.Headers.ContentType!.MediaType.ShouldBe("application/timestamp-query");
            var query = folder.Write("query.tsq", await request.Content.ReadAsByteArrayAsync(cancellationToken));
            Run("ts", "-reply", "-config", folder.File("tsa.cnf"), "-queryfile", query, "-out", folder.File("reply.tsr"));
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(await File.ReadAllBytesAsync(folder.File("reply.tsr"), cancellationToken)) };
        }

        private static void Run(params string[] arguments)
        {
            var result = Tool.Run("openssl", "openssl", arguments);
            result.Exit.ShouldBe(0, result.Errors);
        }
    }

    private sealed class BrokenAuthority(string how) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (how == "slow") await Task.Delay(TimeSpan.FromMinutes(5), cancellationToken);
            return how switch
            {
                "refused" => throw new HttpRequestException("Connection refused"),
                "error" => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
                _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent("<html>"u8.ToArray()) },
            };
        }
    }
}
