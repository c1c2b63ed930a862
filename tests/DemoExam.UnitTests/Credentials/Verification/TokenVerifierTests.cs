using System.Text;
using DemoExam.Credentials.Qr;
using DemoExam.Credentials.Status;
using DemoExam.Credentials.Tokens;
using DemoExam.Credentials.Verification;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Verification;

public sealed class TokenVerifierTests
{
    private readonly AnIssuer issuer = AnIssuer.WithEcKey();
    private readonly TokenVerifier verifier;

    public TokenVerifierTests() => verifier = Over([PublicKeyJwk.Of(issuer.Key.Certificate)]);

    [Fact]
    public void A_credential_and_a_code_say_what_the_passport_says()
    {
        foreach (var verdict in new[] { verifier.CheckCredential(Credential()), verifier.CheckProof(Proof()) })
        {
            verdict.IsGenuine.ShouldBeTrue(string.Join(", ", verdict.Reasons));
            verdict.State.ShouldBe(VerdictState.CannotCheck);
            var facts = verdict.Facts.ShouldNotBeNull();
            (facts.Number, facts.Holder, facts.Skill, facts.TotalHundredths, facts.MaximumHundredths, facts.IssuedAt)
                .ShouldBe(("ПК-39-2026-000123-7", "Соколова Анна Сергеевна", "Веб-технологии", 8650, 10000, APassport.Everyday().IssuedAt));
        }
    }

    [Fact]
    public void A_list_tells_what_is_withdrawn_and_how_old_it_is()
    {
        verifier.Add(verifier.ReadStatusList(List(104333)));
        verifier.CheckCredential(Credential()).State.ShouldBe(VerdictState.Valid);
        verifier.CheckProof(Proof()).State.ShouldBe(VerdictState.Valid);
        verifier.Add(verifier.ReadStatusList(List(104332, AnIssuer.Today.AddMinutes(1))));
        verifier.CheckCredential(Credential()).State.ShouldBe(VerdictState.Revoked);
        verifier.CheckProof(Proof()).State.ShouldBe(VerdictState.Revoked);
        Should.Throw<StatusListFault>(() => verifier.ReadStatusList(List(1, AnIssuer.Today.AddDays(-2)))).Message.ShouldContain("out of date");
        Should.Throw<StatusListFault>(() => verifier.ReadStatusList(Credential()));
    }

    [Fact]
    public void Keys_are_read_from_a_key_set_and_a_DID_document_without_revoked_ones()
    {
        var (key, other) = (PublicKeyJwk.Of(issuer.Key.Certificate), PublicKeyJwk.Of(AnIssuer.WithRsaKey().Key.Certificate));
        IssuerKey[] keys = [new(key), new(other, Revoked: AnIssuer.Today)];
        PublicKeyJwk.ReadAll(IssuerKeys.DidDocument(ACredential.Did, keys)).ShouldHaveSingleItem().Thumbprint.ShouldBe(key.Thumbprint);
        PublicKeyJwk.ReadAll(IssuerKeys.KeySet([new(key), new(other)])).Select(k => k.Thumbprint).ShouldBe([key.Thumbprint, other.Thumbprint]);
        PublicKeyJwk.ReadAll(IssuerKeys.SingleKey(other)).ShouldHaveSingleItem().Algorithm.ShouldBe("RS256");
        Over(PublicKeyJwk.ReadAll(IssuerKeys.KeySet(keys))).CheckProof(Proof()).IsGenuine.ShouldBeTrue();
        foreach (var bad in new[] { "{}", "[]", "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\"}]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}]}", "x" })
            Should.Throw<System.Text.Json.JsonException>(() => PublicKeyJwk.ReadAll(Encoding.UTF8.GetBytes(bad)), bad);
    }

    [Fact]
    public void No_changed_byte_of_a_credential_a_code_or_a_list_is_good_and_none_throws()
    {
        var credential = Encoding.ASCII.GetBytes(Credential());
        Sweep(credential, text => verifier.CheckCredential(text).IsGenuine);
        Sweep(Encoding.ASCII.GetBytes(List(1)), text =>
        {
            try
            {
                verifier.ReadStatusList(text);
                return true;
            }
            catch (StatusListFault)
            {
                return false;
            }
        });
        // A digit may change the packing and leave the message as it is; what is told then is what was signed.
        var facts = verifier.CheckProof(Proof()).Facts;
        Sweep(Encoding.ASCII.GetBytes(Proof()), text => verifier.CheckProof(text) is { IsGenuine: true } verdict && verdict.Facts != facts);
    }

    private static void Sweep(byte[] text, Func<string, bool> isGood)
    {
        for (var at = 0; at < text.Length; at++)
        {
            text[at] ^= (byte)(1 << (at % 7));
            isGood(Encoding.Latin1.GetString(text)).ShouldBeFalse($"byte {at}");
            text[at] ^= (byte)(1 << (at % 7));
        }
    }

    private TokenVerifier Over(IReadOnlyList<PublicKeyJwk> keys) => new(keys, issuer.Verifier, new Still());

    private string Credential() => ACredential.Sign(issuer, APassport.Everyday());

    private string Proof() => QrToken.Sign(QrClaims.Of(APassport.Everyday(), ACredential.Did, new QrStatus(3, 104332)), new TokenSigner(issuer.Key, ACredential.Did), TestContext.Current.CancellationToken)
        .AsTask().GetAwaiter().GetResult();

    private string List(int withdrawn, DateTimeOffset? at = null)
    {
        var list = new StatusList();
        list[withdrawn] = true;
        var from = at ?? AnIssuer.Today;
        return ACredential.SignPayload(issuer, StatusListCredential.Payload(ACredential.List, ACredential.Did, list, from, from.AddDays(1)));
    }

    private sealed class Still : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => AnIssuer.Today.AddMinutes(5);
    }
}
