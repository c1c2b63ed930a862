using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using DemoExam.Credentials;
using DemoExam.Credentials.Tokens;
using DemoExam.UnitTests.Given;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DemoExam.UnitTests.Credentials.Tokens;

public sealed class BadgeCredentialTests
{
    private static readonly PassportContent Content = APassport.Everyday() with { ValidUntil = new DateOnly(2031, 6, 16) };

    [Fact]
    public void Every_member_is_as_Open_Badges_and_the_W3C_want_it()
    {
        var p = JsonDocument.Parse(BadgeCredential.Payload(Content, ACredential.Frame)).RootElement;
        Texts(p.GetProperty("@context")).ShouldBe(["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"]);
        Texts(p.GetProperty("type")).ShouldBe(["VerifiableCredential", "OpenBadgeCredential"]);
        Text(p, "name").ShouldNotBeEmpty();
        Text(p, "id").ShouldBe("urn:uuid:0198d2c4-6a8e-7d2f-9a56-3f5a2f4c9b11");
        Text(p, "jti").ShouldBe(Text(p, "id"));
        Text(p, "validFrom").ShouldBe("2026-06-16T12:30:05Z");
        p.GetProperty("nbf").GetInt64().ShouldBe(1781613005);
        Text(p, "validUntil").ShouldBe("2031-06-16T23:59:59Z");
        p.GetProperty("exp").GetInt64().ShouldBe(new DateTimeOffset(2031, 6, 16, 23, 59, 59, TimeSpan.Zero).ToUnixTimeSeconds());
        Text(p, "awardedDate").ShouldBe("2026-06-16T12:30:05Z");
        p.TryGetProperty("vc", out _).ShouldBeFalse();

        var issuer = p.GetProperty("issuer");
        Text(issuer, "id").ShouldBe(ACredential.Did);
        Text(p, "iss").ShouldBe(ACredential.Did);
        Texts(issuer.GetProperty("type")).ShouldBe(["Profile"]);

        var subject = p.GetProperty("credentialSubject");
        Text(subject, "id").ShouldBe(Text(p, "sub"));
        Texts(subject.GetProperty("type")).ShouldBe(["AchievementSubject"]);
        Text(subject, "licenseNumber").ShouldBe("ПК-39-2026-000123-7");
        var identity = subject.GetProperty("identifier").EnumerateArray().Single();
        (Text(identity, "type"), Text(identity, "identityHash"), Text(identity, "identityType"), identity.GetProperty("hashed").GetBoolean())
            .ShouldBe(("IdentityObject", "Соколова Анна Сергеевна", "name", false));
        Texts(subject.GetProperty("source").GetProperty("type")).ShouldBe(["Profile"]);

        var achievement = subject.GetProperty("achievement");
        Texts(achievement.GetProperty("type")).ShouldBe(["Achievement"]);
        Text(achievement, "achievementType").ShouldBe("Assessment");
        Text(achievement.GetProperty("criteria"), "narrative").ShouldNotBeEmpty();
        var described = achievement.GetProperty("resultDescription").EnumerateArray().ToArray();
        var results = subject.GetProperty("result").EnumerateArray().ToArray();
        results.Length.ShouldBe(1 + Content.Result.Modules.Count + Content.Result.Sections.Count);
        for (var i = 0; i < results.Length; i++)
        {
            Texts(results[i].GetProperty("type")).ShouldBe(["Result"]);
            Text(results[i], "resultDescription").ShouldBe(Text(described[i], "id"));
            Text(results[i], "value").ShouldMatch(@"^\d+\.\d\d$");
            (Text(described[i], "resultType"), Text(described[i], "valueMin")).ShouldBe(("RawScore", "0.00"));
            Text(described[i], "valueMax").ShouldMatch(@"^\d+\.\d\d$");
        }

        Text(results[0], "value").ShouldBe("86.50");
        described.Select(d => Text(d, "id")).Distinct().Count().ShouldBe(described.Length);

        var status = p.GetProperty("credentialStatus");
        status.ValueKind.ShouldBe(JsonValueKind.Object);
        (Text(status, "type"), Text(status, "statusPurpose"), Text(status, "statusListIndex"), Text(status, "statusListCredential"))
            .ShouldBe(("BitstringStatusListEntry", "revocation", "104332", "https://exam.example.org/status/3"));
        Text(status, "id").ShouldNotBe("https://exam.example.org/status/3");
        Text(p.GetProperty("credentialSchema").EnumerateArray().Single(), "type").ShouldBe("1EdTechJsonSchemaValidator2019");
    }

    [Fact]
    public void There_are_these_members_and_no_others_and_each_has_its_type_and_form()
    {
        var p = JsonDocument.Parse(BadgeCredential.Payload(Content, ACredential.Frame)).RootElement;
        Members(p, "@context", "id", "type", "name", "awardedDate", "issuer", "validFrom", "validUntil", "credentialSubject", "credentialStatus", "credentialSchema", "iss", "jti", "sub", "nbf", "exp");
        var issuer = p.GetProperty("issuer");
        Members(issuer, "id", "type", "name", "url");
        (Text(issuer, "name"), Text(issuer, "url")).ShouldBe((Content.Issuer.Name.Ru, Content.Issuer.Site.AbsoluteUri));
        var subject = p.GetProperty("credentialSubject");
        Members(subject, "id", "type", "identifier", "licenseNumber", "source", "achievement", "result");
        Text(subject, "id").ShouldMatch("^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$");
        Members(subject.GetProperty("identifier")[0], "type", "hashed", "identityHash", "identityType");
        var source = subject.GetProperty("source");
        Members(source, "id", "type", "name");
        (Text(source, "id"), Text(source, "name")).ShouldBe((ACredential.Frame.Venue.AbsoluteUri, Content.Place.Venue.Ru));
        var achievement = subject.GetProperty("achievement");
        Members(achievement, "id", "type", "achievementType", "name", "description", "inLanguage", "criteria", "resultDescription");
        (Text(achievement, "id"), Text(achievement, "name"), Text(achievement, "inLanguage")).ShouldBe((ACredential.Frame.Achievement.AbsoluteUri, Content.Event.PackageName.Ru, "ru"));
        Text(achievement, "description").ShouldBe($"{Content.Event.Type.Ru}. {Content.Event.Level.Ru}. {Content.Event.PackageCode}");
        Members(achievement.GetProperty("criteria"), "narrative");
        foreach (var described in achievement.GetProperty("resultDescription").EnumerateArray())
        {
            Members(described, "id", "type", "name", "resultType", "valueMin", "valueMax");
            Texts(described.GetProperty("type")).ShouldBe(["ResultDescription"]);
            Text(described, "id").ShouldStartWith(Text(achievement, "id") + "#");
            Text(described, "name").ShouldNotBeEmpty();
        }

        foreach (var result in subject.GetProperty("result").EnumerateArray()) Members(result, "type", "resultDescription", "value");
        var status = p.GetProperty("credentialStatus");
        Members(status, "id", "type", "statusPurpose", "statusListIndex", "statusListCredential");
        Text(status, "id").ShouldBe($"{Text(status, "statusListCredential")}#{Text(status, "statusListIndex")}");
        var schema = p.GetProperty("credentialSchema")[0];
        Members(schema, "id", "type");
        Text(schema, "id").ShouldBe("https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json");
        foreach (var moment in new[] { "awardedDate", "validFrom", "validUntil" }) Text(p, moment).ShouldMatch(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$");

        // What may be missing is missing and not empty; an end of validity and its claim come and go together.
        var bare = JsonDocument.Parse(BadgeCredential.Payload(APassport.Everyday(), ACredential.Frame with { Status = null })).RootElement;
        Members(bare, "@context", "id", "type", "name", "awardedDate", "issuer", "validFrom", "credentialSubject", "credentialSchema", "iss", "jti", "sub", "nbf");

        static void Members(JsonElement element, params string[] names) => element.EnumerateObject().Select(m => m.Name).ShouldBe(names, ignoreOrder: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void No_member_is_null_and_no_array_is_empty(bool bare)
    {
        var content = bare ? APassport.Bare() : APassport.Lengthy();
        Walk(JsonDocument.Parse(BadgeCredential.Payload(content, ACredential.Frame with { Status = bare ? null : ACredential.Frame.Status })).RootElement);

        static void Walk(JsonElement element)
        {
            element.ValueKind.ShouldNotBe(JsonValueKind.Null);
            if (element.ValueKind == JsonValueKind.Array)
            {
                element.GetArrayLength().ShouldBeGreaterThan(0);
                foreach (var item in element.EnumerateArray()) Walk(item);
            }
            else if (element.ValueKind == JsonValueKind.Object)
                foreach (var member in element.EnumerateObject()) Walk(member.Value);
        }
    }

    [Theory]
    [InlineData("ec", TokenType.OpenBadge, "ES256", "JWT")]
    [InlineData("ec", TokenType.VerifiableCredential, "ES256", "vc+jwt")]
    [InlineData("rsa", TokenType.OpenBadge, "RS256", "JWT")]
    [InlineData("rsa", TokenType.VerifiableCredential, "RS256", "vc+jwt")]
    public async Task An_unrelated_JOSE_library_accepts_the_token_with_the_published_key_and_no_changed_one(string kind, TokenType type, string algorithm, string typ)
    {
        var issuer = kind == "rsa" ? AnIssuer.WithRsaKey() : AnIssuer.WithEcKey();
        var token = ACredential.Sign(issuer, Content, type);
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(token.Split('.')[0])).RootElement;
        header.EnumerateObject().Select(m => m.Name).ShouldBe(["alg", "kid", "typ"]);
        (Text(header, "alg"), Text(header, "typ")).ShouldBe((algorithm, typ));

        var did = JsonDocument.Parse(IssuerKeys.DidDocument(ACredential.Did, [new IssuerKey(PublicKeyJwk.Of(issuer.Key.Certificate))])).RootElement;
        var method = did.GetProperty("verificationMethod").EnumerateArray().Single();
        Text(method, "id").ShouldBe(Text(header, "kid"));
        var key = new JsonWebKey(method.GetProperty("publicKeyJwk").GetRawText());
        Base64Url.EncodeToString(key.ComputeJwkThumbprint()).ShouldBe(Text(header, "kid").Split('#')[1]);
        key.KeyId = Text(header, "kid");
        var rules = new TokenValidationParameters { ValidIssuer = ACredential.Did, ValidateAudience = false, ValidateLifetime = false, IssuerSigningKey = key };
        var accepted = await new JsonWebTokenHandler().ValidateTokenAsync(token, rules);
        accepted.IsValid.ShouldBeTrue(accepted.Exception?.Message);

        var parts = token.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("\"86.50\"", "\"96.50\"");
        var forged = $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}.{parts[2]}";
        (await new JsonWebTokenHandler().ValidateTokenAsync(forged, rules)).IsValid.ShouldBeFalse();
    }

    [Fact]
    public void The_credential_agrees_with_its_own_passport_only()
    {
        var payload = JsonDocument.Parse(BadgeCredential.Payload(Content, ACredential.Frame)).RootElement;
        BadgeCredential.Agrees(payload, Content).ShouldBeTrue();
        BadgeCredential.Agrees(payload, Content with { Number = "ПК-39-2026-000124-5" }).ShouldBeFalse();
        BadgeCredential.Agrees(payload, Content with { Result = Content.Result with { TotalHundredths = 8651 } }).ShouldBeFalse();
        BadgeCredential.Agrees(payload, Content with { Holder = Content.Holder with { FullName = "Другой Человек" } }).ShouldBeFalse();
        BadgeCredential.Agrees(payload, Content with { ValidUntil = null }).ShouldBeFalse();
        BadgeCredential.Agrees(default, Content).ShouldBeFalse();
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string[] Texts(JsonElement element) => [.. element.EnumerateArray().Select(e => e.GetString()!)];
}
