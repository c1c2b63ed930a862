using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Verification;
using DemoExam.TestTools;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Signing;

/// <summary>OpenSSL plays the authority: it makes its own certificates and answers each request.</summary>
public sealed class TimestampClientTests(TimestampClientTests.Authority authority) : IClassFixture<TimestampClientTests.Authority>, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly AnIssuer issuer = AnIssuer.WithEcKey();
    private readonly List<Exception> faults = [];
    private X509Certificate2 Root => X509CertificateLoader.LoadCertificateFromFile(authority.Pki.RootFile);

    [Fact]
    public async Task A_time_stamp_is_embedded_and_witnesses_the_time()
    {
        var plain = Plain();
        var file = (await Stamp(plain, authority.Pki.Network())).ShouldNotBeNull();
        var verdict = new Verifier(issuer.Trust with { TimestampRoots = [Root] }, TimeProvider.System).CheckFile(file);
        verdict.IsGenuine.ShouldBeTrue();
        verdict.Signer!.Level.ShouldBe(SignatureLevel.Timestamped);
        verdict.Signer.TimestampedAt!.Value.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        faults.ShouldBeEmpty();
        // What was signed is the same to the last byte.
        Judges.Cut(file).Content.ShouldBe(Judges.Cut(plain).Content);

        // An authority that is not trusted witnesses nothing, but does no harm.
        issuer.Verifier.CheckFile(file).IsGenuine.ShouldBeTrue();
        issuer.Verifier.CheckFile(file).Signer!.TimestampedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Other_programs_accept_the_stamped_file()
    {
        var file = (await Stamp(Plain(), authority.Pki.Network())).ShouldNotBeNull();
        Judges.Qpdf(folder, file).ShouldBe(0);
        Judges.PdfSig(folder, issuer.RootPem, file).ShouldContain("Signature is Valid");
        // The token, cut out of the message, verifies over the signature value.
        var cms = new SignedCms();
        var padded = Judges.Cut(file).Message;
        System.Formats.Asn1.AsnDecoder.ReadEncodedValue(padded, System.Formats.Asn1.AsnEncodingRules.DER, out _, out _, out var length);
        cms.Decode(padded[..length]);
        var token = cms.SignerInfos[0].UnsignedAttributes.Cast<CryptographicAttributeObject>().Single().Values[0].RawData;
        var check = Tool.Run("openssl", "openssl", "ts", "-verify", "-token_in", "-in", folder.Write("token.der", token), "-data", folder.Write("signature.bin", cms.SignerInfos[0].GetSignature()), "-CAfile", authority.Pki.RootFile);
        (check.Output + check.Errors).ShouldContain("Verification: OK");
    }

    [Fact]
    public async Task A_changed_token_never_witnesses_another_time()
    {
        var file = (await Stamp(Plain(), authority.Pki.Network())).ShouldNotBeNull();
        var verifier = new Verifier(issuer.Trust with { TimestampRoots = [Root] }, TimeProvider.System);
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
            if (verdict.IsGenuine) (verdict.Signer!.TimestampedAt is null || verdict.Signer.TimestampedAt == stamped).ShouldBeTrue();
            file[at] = old;
        }
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("error")]
    [InlineData("nonsense")]
    [InlineData("endless")]
    [InlineData("slow")]
    public async Task An_authority_that_fails_is_left_out_and_left_alone_for_a_while(string how)
    {
        var broken = new BrokenAuthority(how);
        var clock = new MovingClock();
        using var http = new HttpClient(broken);
        var client = new TimestampClient(http, new Uri("http://tsa.test/"), [Root], clock, faults.Add) { Timeout = TimeSpan.FromSeconds(1) };

        (await PdfTimestamps.Add(Plain(), client, TestContext.Current.CancellationToken)).ShouldBeNull();
        (await PdfTimestamps.Add(Plain(), client, TestContext.Current.CancellationToken)).ShouldBeNull();
        faults.ShouldHaveSingleItem();
        broken.Asked.ShouldBe(1);
        clock.Now += TimeSpan.FromMinutes(2);
        (await PdfTimestamps.Add(Plain(), client, TestContext.Current.CancellationToken)).ShouldBeNull();
        broken.Asked.ShouldBe(2);
    }

    [Fact]
    public async Task A_stamp_for_something_else_or_with_another_time_or_from_a_stranger_is_refused()
    {
        // A stamp that was good for another request: its nonce and hash are others.
        byte[]? first = null;
        (await Stamp(Plain(), new Relay((address, body) => first ??= authority.Pki.Answer(address, body)))).ShouldNotBeNull();
        (await Stamp(Plain(), new Relay((_, _) => first!))).ShouldBeNull();

        // A clock that is a day ahead makes every honest stamp one of yesterday.
        (await Stamp(Plain(), authority.Pki.Network(), clock: new MovingClock { Now = DateTimeOffset.UtcNow.AddDays(1) })).ShouldBeNull();

        using var stranger = new OpenSslPki();
        (await Stamp(Plain(), stranger.Network())).ShouldBeNull();

        // A certificate under the right root that may sign, but not stamp.
        authority.Pki.Certify("clerk", "ec", "crl");
        (await Stamp(Plain(), new Relay((_, body) => StampAs("clerk", body)))).ShouldBeNull();
        faults.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Only_a_signed_file_with_room_and_without_a_stamp_can_be_stamped()
    {
        using var preview = AnIssuer.StateLayout.Render(APassport.Bare());
        await Should.ThrowAsync<ArgumentException>(() => Stamp(preview.ToArray(), authority.Pki.Network()));
        await Should.ThrowAsync<ArgumentException>(() => Stamp(issuer.Issue(APassport.Bare()), authority.Pki.Network()));
        var stamped = (await Stamp(Plain(), authority.Pki.Network())).ShouldNotBeNull();
        await Should.ThrowAsync<ArgumentException>(() => Stamp(stamped, authority.Pki.Network()));
    }

    public void Dispose() => folder.Dispose();

    private byte[] Plain()
    {
        var signer = new PdfSigner(issuer.Key, timestampRoom: 6000);
        using var pdf = AnIssuer.StateLayout.Render(APassport.Bare(), signer.Slot(APassport.Bare().IssuedAt), [issuer.CredentialOf(APassport.Bare())]);
        return signer.Sign(pdf, TestContext.Current.CancellationToken).AsTask().GetAwaiter().GetResult();
    }

    private async Task<byte[]?> Stamp(byte[] file, HttpMessageHandler network, TimeProvider? clock = null)
    {
        using var http = new HttpClient(network);
        var client = new TimestampClient(http, new Uri("http://tsa.test/"), [Root], clock ?? TimeProvider.System, faults.Add) { Timeout = TimeSpan.FromSeconds(30) };
        return await PdfTimestamps.Add(file, client, TestContext.Current.CancellationToken);
    }

    // OpenSSL refuses to stamp with such a certificate, so the token is made by .NET.
    private byte[] StampAs(string name, byte[] query)
    {
        Rfc3161TimestampRequest.TryDecode(query, out var request, out _).ShouldBeTrue();
        using var certificate = X509Certificate2.CreateFromPemFile(authority.Pki.At(name + ".pem"));
        var info = new Rfc3161TimestampTokenInfo(new Oid("1.2.3.4.1"), request!.HashAlgorithmId, request.GetMessageHash(), new byte[] { 7 }, DateTimeOffset.UtcNow, nonce: request.GetNonce());
        var cms = new SignedCms(new ContentInfo(new Oid("1.2.840.113549.1.9.16.1.4"), info.Encode()));
        var signer = new CmsSigner(certificate) { DigestAlgorithm = new Oid("2.16.840.1.101.3.4.2.1") };
        var w = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (w.PushSequence())
        using (w.PushSequence())
        using (w.PushSequence())
            w.WriteOctetString(SHA256.HashData(certificate.RawData));
        signer.SignedAttributes.Add(new AsnEncodedData("1.2.840.113549.1.9.16.2.47", w.Encode()));
        cms.ComputeSignature(signer);
        var answer = new System.Formats.Asn1.AsnWriter(System.Formats.Asn1.AsnEncodingRules.DER);
        using (answer.PushSequence())
        {
            using (answer.PushSequence()) answer.WriteInteger(0);
            answer.WriteEncodedValue(cms.Encode());
        }

        return answer.Encode();
    }

    /// <summary>Made once for the class: keys and certificates take a while.</summary>
    public sealed class Authority : IDisposable
    {
        public OpenSslPki Pki { get; } = new();

        public void Dispose() => Pki.Dispose();
    }

    private sealed class MovingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UtcNow;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Relay(Func<Uri, byte[], byte[]> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            new(HttpStatusCode.OK) { Content = new ByteArrayContent(answer(request.RequestUri!, await request.Content!.ReadAsByteArrayAsync(cancellationToken))) };
    }

    private sealed class BrokenAuthority(string how) : HttpMessageHandler
    {
        public int Asked { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked++;
            if (how == "slow") await Task.Delay(TimeSpan.FromMinutes(5), cancellationToken);
            return how switch
            {
                "refused" => throw new HttpRequestException("Connection refused"),
                "error" => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable),
                "endless" => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new Endless()) },
                _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent("<html>"u8.ToArray()) },
            };
        }
    }

    private sealed class Endless : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(buffer.Length);
    }
}
