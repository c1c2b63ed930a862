using System.Buffers.Text;
using System.Text;
using DemoExam.Credentials.Tokens;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Tokens;

public sealed class TokenReaderTests
{
    private readonly AnIssuer issuer = AnIssuer.WithEcKey();

    private IReadOnlyList<PublicKeyJwk> Keys => [PublicKeyJwk.Of(issuer.Key.Certificate)];

    [Fact]
    public void A_good_token_hands_out_its_payload()
    {
        TokenReader.Read(ACredential.Sign(issuer, APassport.Everyday()), ACredential.Did, Keys, out var payload).ShouldBe(TokenFinding.Good);
        BadgeCredential.Agrees(payload, APassport.Everyday()).ShouldBeTrue();
    }

    [Fact]
    public void No_changed_bit_leaves_a_token_good()
    {
        var token = Encoding.ASCII.GetBytes(ACredential.Sign(issuer, APassport.Bare()));
        for (var at = 0; at < token.Length; at++)
            foreach (var bit in new[] { at % 7, 5 })
            {
                token[at] ^= (byte)(1 << bit);
                TokenReader.Read(Encoding.Latin1.GetString(token), ACredential.Did, Keys, out var payload).ShouldNotBe(TokenFinding.Good, $"byte {at}, bit {bit}");
                payload.ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Undefined);
                token[at] ^= (byte)(1 << bit);
            }
    }

    [Theory]
    [InlineData("""{"alg":"none"}""")]
    [InlineData("""{"alg":"HS256","kid":"KID","typ":"JWT"}""")]
    [InlineData("""{"alg":"ES256","kid":"KID","typ":"JWT","jwk":{}}""")]
    [InlineData("""{"alg":"ES256","typ":"JWT"}""")]
    [InlineData("""{"alg":"RS256","kid":"KID","typ":"JWT"}""")]
    public void Other_headers_are_not_read(string header)
    {
        var token = ACredential.Sign(issuer, APassport.Everyday());
        var kid = $"{ACredential.Did}#{Keys[0].Thumbprint}";
        var parts = token.Split('.');
        var forged = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header.Replace("KID", kid)))}.{parts[1]}.{parts[2]}";
        TokenReader.Read(forged, ACredential.Did, Keys, out _).ShouldNotBe(TokenFinding.Good);
        TokenReader.Read($"{parts[0]}.{parts[1]}.", ACredential.Did, Keys, out _).ShouldNotBe(TokenFinding.Good);
    }

    [Fact]
    public void A_key_that_is_not_known_is_told_apart_from_a_bad_signature()
    {
        var token = ACredential.Sign(AnIssuer.Impostor(), APassport.Everyday());
        TokenReader.Read(token, ACredential.Did, Keys, out _).ShouldBe(TokenFinding.UnknownKey);
        TokenReader.Read(ACredential.Sign(issuer, APassport.Everyday()), "did:web:other.example.org", Keys, out _).ShouldBe(TokenFinding.UnknownKey);
        TokenReader.Read("x.y", ACredential.Did, Keys, out _).ShouldBe(TokenFinding.Unreadable);
    }
}
