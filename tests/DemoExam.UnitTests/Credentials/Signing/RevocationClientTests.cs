using System.Net;
using System.Security.Cryptography.X509Certificates;
using DemoExam.Credentials.Signing;
using DemoExam.TestTools;

namespace DemoExam.UnitTests.Credentials.Signing;

/// <summary>OpenSSL plays the authority with its revocation list and its responder.</summary>
public sealed class RevocationClientTests(RevocationClientTests.Authority authority) : IClassFixture<RevocationClientTests.Authority>
{
    private readonly List<Exception> faults = [];

    [Fact]
    public async Task A_responder_is_asked_first_and_a_list_where_there_is_none()
    {
        var evidence = (await Gather("good-ocsp")).ShouldNotBeNull();
        (evidence.Responses.Count, evidence.RevocationLists.Count, evidence.Certificates.Count).ShouldBe((1, 0, 2));
        evidence.FreshUntil.ShouldBe(DateTimeOffset.UtcNow.AddDays(3), TimeSpan.FromHours(1));

        var listed = (await Gather("good-crl")).ShouldNotBeNull();
        (listed.Responses.Count, listed.RevocationLists.Count).ShouldBe((0, 1));
        listed.FreshUntil.ShouldBe(DateTimeOffset.UtcNow.AddDays(7), TimeSpan.FromHours(1));
        faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("bad-ocsp")]
    [InlineData("bad-crl")]
    public async Task A_revoked_certificate_is_refused(string name) =>
        (await Should.ThrowAsync<SigningKeyFault>(() => Gather(name))).Message.ShouldContain("was revoked");

    [Fact]
    public async Task A_responder_that_is_down_is_replaced_by_the_list_and_nothing_by_nothing()
    {
        var evidence = await Gather("good-ocsp", (address, body) => address.Host == "ocsp.test" ? throw new HttpRequestException("Connection refused") : authority.Pki.Answer(address, body));
        evidence.ShouldNotBeNull().RevocationLists.ShouldHaveSingleItem();
        (await Gather("good-crl", (_, _) => throw new HttpRequestException("Connection refused"))).ShouldBeNull();
        faults.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Answers_of_a_stranger_about_another_certificate_or_damaged_ones_prove_nothing()
    {
        using var stranger = new OpenSslPki();
        (await Gather("good-ocsp", stranger.Answer)).ShouldBeNull();

        byte[]? about = null;
        (await Gather("good-ocsp", (address, body) => about ??= authority.Pki.Answer(address, body))).ShouldNotBeNull();
        (await Gather("other-ocsp", (address, body) => address.Host == "ocsp.test" ? about! : throw new HttpRequestException("no list"))).ShouldBeNull();

        var list = authority.Pki.RevocationList();
        var random = new Random(11);
        var chain = authority.Chain("bad-crl");
        for (var i = 0; i < 400; i++)
        {
            var changed = (byte[])list.Clone();
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                RevocationStatement.OfList(changed, chain[0], chain[1]).Revoked.ShouldNotBeNull();
            }
            catch (System.Security.Cryptography.CryptographicException)
            {
                // Refused.
            }
        }
    }

    private async Task<ValidationEvidence?> Gather(string name, Func<Uri, byte[], byte[]>? network = null)
    {
        using var http = new HttpClient(new Network(network ?? authority.Pki.Answer));
        return await new RevocationClient(http, TimeProvider.System, faults.Add).Gather([authority.Chain(name)], TestContext.Current.CancellationToken);
    }

    /// <summary>Made once for the class: keys and certificates take a while.</summary>
    public sealed class Authority : IDisposable
    {
        public Authority()
        {
            foreach (var (name, profile) in new[] { ("good-ocsp", "ocsp"), ("other-ocsp", "ocsp"), ("good-crl", "crl"), ("bad-ocsp", "ocsp"), ("bad-crl", "crl") }) Pki.Certify(name, "ec", profile);
            Pki.Revoke("bad-ocsp");
            Pki.Revoke("bad-crl");
        }

        public OpenSslPki Pki { get; } = new();

        public IReadOnlyList<X509Certificate2> Chain(string name) =>
            [X509CertificateLoader.LoadCertificateFromFile(Pki.At(name + ".crt")), X509CertificateLoader.LoadCertificateFromFile(Pki.RootFile)];

        public void Dispose() => Pki.Dispose();
    }

    private sealed class Network(Func<Uri, byte[], byte[]> answer) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            new(HttpStatusCode.OK) { Content = new ByteArrayContent(answer(request.RequestUri!, request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken))) };
    }
}
