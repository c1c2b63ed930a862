using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DemoExam.Credentials.Tokens;
using DemoExam.UnitTests.Given;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DemoExam.UnitTests.Credentials.Tokens;

/// <summary>A signed selection shows what was chosen and nothing else, to us and to programs that are not ours.</summary>
public sealed class SdJwtTests
{
    private const string Issuer = "did:web:exam.example.org";

    private static readonly (string, JsonNode)[] Values =
    [
        ("name", JsonValue.Create("Иванова Анна")), ("total", new JsonObject { ["mark"] = "44.50", ["maximum"] = "50.00" }), ("module.A", JsonValue.Create("20.00")),
    ];

    // RFC 9901 in another language: digests of the disclosures must stand in the signed part.
    private const string Oracle = """
        import sys, json, base64, hashlib
        def dec(s): return base64.urlsafe_b64decode(s + "=" * (-len(s) % 4))
        parts = sys.stdin.read().strip().split("~")
        head, body, _ = parts[0].split(".")
        claims = json.loads(dec(body))
        out = {}
        for d in parts[1:-1]:
            digest = base64.urlsafe_b64encode(hashlib.sha256(d.encode("ascii")).digest()).rstrip(b"=").decode()
            assert digest in claims["_sd"], digest
            salt, name, value = json.loads(dec(d))
            assert len(dec(salt)) == 16
            out[name] = value
        print(json.dumps({"typ": json.loads(dec(head))["typ"], "shown": out, "digests": len(claims["_sd"]), "sorted": claims["_sd"] == sorted(claims["_sd"])}, sort_keys=True))
        """;

    [Fact]
    public async Task Only_the_chosen_values_travel_and_another_program_finds_their_digests()
    {
        var token = await Make("name", "module.A");

        SdJwt.Read(token, Issuer, Keys, out var claims, out var shown).ShouldBe(TokenFinding.Good);
        shown.Keys.ShouldBe(["name", "module.A"], ignoreOrder: true);
        claims.GetProperty("exp").GetInt64().ShouldBe(AnIssuer.Today.AddDays(30).ToUnixTimeSeconds());
        token.ShouldNotContain("44.50");
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.Split('.')[1])).ShouldNotContain("total");

        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("token"), token, TestContext.Current.CancellationToken);
        var (exit, output, errors) = Tool.Run("sh", "dash", "-c", "python3 -c \"$1\" < \"$2\"", "sh", Oracle, folder.File("token"));
        exit.ShouldBe(0, errors);
        using var read = JsonDocument.Parse(output);
        (read.RootElement.GetProperty("typ").GetString(), read.RootElement.GetProperty("digests").GetInt32(), read.RootElement.GetProperty("sorted").GetBoolean()).ShouldBe(("dc+sd-jwt", 7, true));
        read.RootElement.GetProperty("shown").GetProperty("name").GetString().ShouldBe("Иванова Анна");
    }

    [Fact]
    public async Task The_signed_part_is_accepted_by_an_unrelated_library()
    {
        var token = (await Make("name")).Split('~')[0];

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Issuer, ValidateAudience = false, ValidTypes = ["dc+sd-jwt"], LifetimeValidator = (_, _, _, _) => true,
            IssuerSigningKey = new JsonWebKey(Encoding.UTF8.GetString(IssuerKeys.SingleKey(Keys[0]))) { KeyId = $"{Issuer}#{Keys[0].Thumbprint}" },
        });

        result.IsValid.ShouldBeTrue(result.Exception?.ToString());
    }

    [Fact]
    public async Task A_changed_doubled_or_foreign_value_and_a_foreign_key_are_refused()
    {
        var token = await Make("name", "total");
        var parts = token.Split('~');
        var other = (await Make("module.A")).Split('~');

        Find(parts[0], parts[1], parts[1], "").ShouldBe(TokenFinding.Unreadable);
        Find(parts[0], other[1], "").ShouldBe(TokenFinding.Unreadable);
        Find(parts[0], parts[1]).ShouldBe(TokenFinding.Unreadable);
        Find(parts[0], "").ShouldBe(TokenFinding.Good);
        SdJwt.Read(token, Issuer, [PublicKeyJwk.Of(AnIssuer.Impostor().Key.Certificate)], out _, out _).ShouldBe(TokenFinding.UnknownKey);
        SdJwt.Read(token, "did:web:other.example", Keys, out _, out _).ShouldBe(TokenFinding.UnknownKey);
        // A badge is signed by the same key and is no selection.
        var badge = await new TokenSigner(AnIssuer.WithEcKey().Key, Issuer).Sign(Encoding.UTF8.GetBytes("""{"iss":"did:web:exam.example.org","_sd_alg":"sha-256","_sd":[]}"""), TokenType.OpenBadge, TestContext.Current.CancellationToken);
        SdJwt.Read(badge + "~", Issuer, Keys, out _, out _).ShouldNotBe(TokenFinding.Good);
        for (var i = 0; i < token.Length; i++)
        {
            var changed = token.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            SdJwt.Read(new string(changed), Issuer, Keys, out _, out var shown).ShouldNotBe(TokenFinding.Good, $"character {i}");
            shown.ShouldBeEmpty();
        }
    }

    private static PublicKeyJwk[] Keys => [PublicKeyJwk.Of(AnIssuer.WithEcKey().Key.Certificate)];

    private static TokenFinding Find(params string[] parts) => SdJwt.Read(string.Join('~', parts), Issuer, Keys, out _, out _);

    private static async Task<string> Make(params string[] shown) => await SdJwt.Sign(
        new TokenSigner(AnIssuer.WithEcKey().Key, Issuer),
        new SelectionFrame(new Uri("https://exam.example.org/vct/skills-passport/1"), AnIssuer.Today, AnIssuer.Today.AddDays(30), new StatusEntry(new Uri("https://exam.example.org/status/1"), 7)),
        Values, shown.ToHashSet(), TestContext.Current.CancellationToken);
}
