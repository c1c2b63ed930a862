using System.Text;
using System.Text.Json;
using DemoExam.Credentials.Tokens;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Tokens;

public sealed class IssuerKeysTests
{
    private static readonly IssuerKey Current = new(PublicKeyJwk.Of(AnIssuer.WithEcKey().Key.Certificate));
    private static readonly IssuerKey Retired = new(PublicKeyJwk.Of(AnIssuer.WithRsaKey().Key.Certificate), Expires: AnIssuer.Today);
    private static readonly IssuerKey Stolen = new(PublicKeyJwk.Of(AnIssuer.Impostor().Key.Certificate), Revoked: AnIssuer.Today);

    [Theory]
    [InlineData("https://exam.example.org/", "did:web:exam.example.org")]
    [InlineData("https://exam.example.org:8443/", "did:web:exam.example.org%3A8443")]
    [InlineData("https://example.org/a/b/", "did:web:example.org:a:b")]
    public void A_site_has_one_DID(string site, string did) => IssuerKeys.DidOf(new Uri(site)).ShouldBe(did);

    [Fact]
    public void Retired_keys_still_assert_and_revoked_ones_do_not()
    {
        var document = JsonDocument.Parse(IssuerKeys.DidDocument(ACredential.Did, [Current, Retired, Stolen])).RootElement;
        document.GetProperty("verificationMethod").GetArrayLength().ShouldBe(3);
        var asserting = document.GetProperty("assertionMethod").EnumerateArray().Select(m => m.GetString()).ToArray();
        asserting.ShouldBe([$"{ACredential.Did}#{Current.Key.Thumbprint}", $"{ACredential.Did}#{Retired.Key.Thumbprint}"]);
        JsonDocument.Parse(IssuerKeys.KeySet([Current, Retired, Stolen])).RootElement.GetProperty("keys").GetArrayLength().ShouldBe(2);
        JsonDocument.Parse(IssuerKeys.SingleKey(Current.Key)).RootElement.GetProperty("kty").GetString().ShouldBe("EC");
    }

    [Fact]
    public void No_published_document_holds_a_private_member()
    {
        byte[][] published = [IssuerKeys.DidDocument(ACredential.Did, [Current, Retired, Stolen]), IssuerKeys.KeySet([Current, Retired]), IssuerKeys.SingleKey(Retired.Key)];
        foreach (var document in published) Walk(JsonDocument.Parse(document).RootElement);

        static void Walk(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
                foreach (var item in element.EnumerateArray()) Walk(item);
            if (element.ValueKind != JsonValueKind.Object) return;
            foreach (var member in element.EnumerateObject())
            {
                member.Name.ShouldNotBeOneOf("d", "p", "q", "dp", "dq", "qi", "k", "oth");
                Walk(member.Value);
            }
        }
    }

    [Theory]
    [InlineData("""{"kty":"RSA","n":"","e":"AQAB"}""")]
    [InlineData("""{"kty":"RSA","n":"uQ","e":""}""")]
    [InlineData("""{"kty":"RSA","n":"","e":""}""")]
    [InlineData("""{"kty":"RSA","e":"AQAB"}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"","y":""}""")]
    [InlineData("""{"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"}""")]
    [InlineData("""{"kty":"OKP","crv":"Ed25519","x":"AQ"}""")]
    [InlineData("[]")]
    public void A_key_without_its_numbers_is_refused(string key) =>
        Should.Throw<JsonException>(() => PublicKeyJwk.ReadAll(Encoding.UTF8.GetBytes($$"""{"keys":[{{key}}]}""")));

    [Fact]
    public void The_key_is_that_of_the_certificate_as_openssl_reads_it()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("leaf.crt", Encoding.ASCII.GetBytes(AnIssuer.WithEcKey().Key.Certificate.ExportCertificatePem()));
        var key = Tool.Run("openssl", "openssl", "x509", "-in", path, "-noout", "-pubkey").Output;
        var spki = Convert.FromBase64String(string.Concat(key.Split('\n').Where(l => l.Length > 0 && !l.StartsWith('-'))));
        var jwk = JsonDocument.Parse(IssuerKeys.SingleKey(Current.Key)).RootElement;
        byte[] point = [4, .. System.Buffers.Text.Base64Url.DecodeFromChars(jwk.GetProperty("x").GetString()), .. System.Buffers.Text.Base64Url.DecodeFromChars(jwk.GetProperty("y").GetString())];
        spki[^65..].ShouldBe(point);
        Current.Key.ShortId.ShouldBe(System.Security.Cryptography.SHA256.HashData(spki)[..8]);
    }
}
