using System.Net;
using System.Text.Json;
using DemoExam.Credentials.Signing;
using DemoExam.TestTools;

namespace DemoExam.UnitTests.Credentials.Signing;

public sealed class GostSignatureTests(GostPki pki) : IClassFixture<GostPki>
{
    private static readonly byte[] Document = [.. Enumerable.Range(0, 3000).Select(i => (byte)(i * 7))];

    private GostTrust Root => GostTrust.FromPem(File.ReadAllText(pki.At("root.pem")));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(3000)]
    public void The_hash_is_that_of_openssl(int length) => GostSignature.HashOf(Document[..length]).ShouldBe(pki.Hash(Document[..length]));

    [Fact]
    public void A_message_of_openssl_is_good_for_its_document_alone_and_says_who_and_when()
    {
        var message = pki.Sign(Document);
        pki.Verify(Document, message).ShouldBe(0);

        var report = GostSignature.Check(Document, message, Root, DateTimeOffset.UtcNow);

        report.Finding.ShouldBe(GostFinding.Good);
        report.Signer.ShouldNotBeNull().ShouldContain("CN=Regional Operator");
        (DateTimeOffset.UtcNow - report.SignedAt.ShouldNotBeNull()).Duration().ShouldBeLessThan(TimeSpan.FromMinutes(5));
        GostSignature.IsOne(message).ShouldBeTrue();
        GostSignature.Check([.. Document[..^1], (byte)(Document[^1] ^ 1)], message, Root, DateTimeOffset.UtcNow).Finding.ShouldBe(GostFinding.Mismatch);
        GostSignature.Check([], message, Root, DateTimeOffset.UtcNow).Finding.ShouldBe(GostFinding.Mismatch);
    }

    [Fact]
    public void What_is_under_another_root_or_signed_by_an_authority_is_not_trusted()
    {
        using var other = new GostPki();
        GostSignature.Check(Document, other.Sign(Document), Root, DateTimeOffset.UtcNow).Finding.ShouldBe(GostFinding.NotTrusted);
        GostSignature.Check(Document, pki.Sign(Document, "authority"), Root, DateTimeOffset.UtcNow).Finding.ShouldBe(GostFinding.NotTrusted);
    }

    [Fact]
    public void What_binds_no_certificate_holds_the_document_or_is_something_else_is_no_such_signature()
    {
        GostSignature.Check(Document, pki.Sign(Document, bindCertificate: false), Root, DateTimeOffset.UtcNow).Finding.ShouldBe(GostFinding.Mismatch);
        foreach (var message in new byte[][] { [], [0x30, 0x80], [.. pki.Sign(Document), 0], pki.Sign(Document, detached: false), "<html>"u8.ToArray(), HashSigner.Sign(RsaPem(), GostSignature.HashOf(Document)) })
        {
            GostSignature.Check(Document, message, Root, DateTimeOffset.UtcNow).Finding.ShouldBe(GostFinding.Unreadable);
            GostSignature.IsOne(message).ShouldBeFalse();
        }
    }

    [Fact]
    public void No_changed_byte_of_a_message_makes_another_document_good_and_none_is_a_crash()
    {
        var message = pki.Sign(Document);
        for (var i = 0; i < message.Length; i++)
        {
            var changed = (byte[])message.Clone();
            changed[i] ^= 0x11;
            GostSignature.Check([1], changed, Root, DateTimeOffset.UtcNow).Finding.ShouldNotBe(GostFinding.Good);
            // A byte of the wrapper may be one that nothing binds; who signed is bound.
            var report = GostSignature.Check(Document, changed, Root, DateTimeOffset.UtcNow);
            if (report.Finding == GostFinding.Good) report.Signer.ShouldNotBeNull().ShouldContain("CN=Regional Operator");
        }
    }

    [Fact]
    public async Task The_house_gets_the_hash_alone_and_its_signature_lies_beside()
    {
        JsonElement asked = default;
        var message = await Ask(async request =>
        {
            asked = JsonSerializer.Deserialize<JsonElement>(await request.Content!.ReadAsStringAsync(TestContext.Current.CancellationToken));
            return pki.Sign(Document);
        });

        asked.GetProperty("hashAlgorithm").GetString().ShouldBe("GOST R 34.11-2012-256");
        asked.GetProperty("hash").GetBytesFromBase64().ShouldBe(pki.Hash(Document));
        asked.EnumerateObject().Count().ShouldBe(2);
        pki.Verify(Document, message).ShouldBe(0);
    }

    [Theory]
    [InlineData("another document", "does not hold for the document")]
    [InlineData("stranger", "not by the certificate of the settings")]
    [InlineData("unbound", "does not hold for the document")]
    [InlineData("nonsense", "no detached signature message")]
    [InlineData("down", "Connection refused")]
    public async Task A_lie_a_fault_and_silence_are_refused_with_the_reason(string how, string reason)
    {
        var refused = await Should.ThrowAsync<SigningKeyFault>(() => Ask(_ => Task.FromResult(how switch
        {
            "another document" => pki.Sign([1, 2, 3]),
            "stranger" => pki.Sign(Document, "stranger"),
            "unbound" => pki.Sign(Document, bindCertificate: false),
            "down" => throw new HttpRequestException("Connection refused"),
            _ => "<html>"u8.ToArray(),
        })));

        refused.Message.ShouldContain(reason);
        refused.Message.ShouldContain("gost.test");
    }

    private async Task<byte[]> Ask(Func<HttpRequestMessage, Task<byte[]>> answer)
    {
        using var http = new HttpClient(new Server(answer));
        return await new QualifiedSigner(http, new Uri("http://gost.test/"), await File.ReadAllTextAsync(pki.At("signer.pem"), TestContext.Current.CancellationToken), Root)
            .Sign(Document, DateTimeOffset.UtcNow, TestContext.Current.CancellationToken);
    }

    private string RsaPem()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var request = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=rsa", rsa, System.Security.Cryptography.HashAlgorithmName.SHA256, System.Security.Cryptography.RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(pki.At("rsa.pem"), certificate.ExportCertificatePem() + "\n" + rsa.ExportPkcs8PrivateKeyPem());
        return pki.At("rsa.pem");
    }

    private sealed class Server(Func<HttpRequestMessage, Task<byte[]>> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            new(HttpStatusCode.OK) { Content = new ByteArrayContent(await answer(request)) };
    }
}
