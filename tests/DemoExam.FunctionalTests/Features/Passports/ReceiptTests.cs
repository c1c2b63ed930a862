using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using DemoExam.Credentials.Verification;
using DemoExam.Domain.Passports;
using DemoExam.Features.My;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>The signed record of a check, judged by programs that know nothing of us.</summary>
public sealed class ReceiptTests(App app) : IClassFixture<App>
{
    private const string Did = "did:web:passports.example";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ru", "Квитанция о проверке паспорта компетенций", "Паспорт подлинный и действует")]
    [InlineData("en", "Receipt for the check of a skills passport", "The passport is genuine and in force")]
    public async Task The_receipt_says_what_the_page_says_and_other_programs_accept_its_signatures(string language, string title, string headline)
    {
        var (exam, passport) = await app.APassport();
        (await app.Get($"/p/{passport.Token}?lang={language}", TestUser.Anonymous)).Html.QuerySelector($"a[href='/p/{passport.Token}/receipt?lang={language}']").ShouldNotBeNull();
        var (file, folder) = await Receipt(passport, language);

        (await Tool.Run("qpdf", "qpdf", "--check", file)).Exit.ShouldBe(0);
        var signature = (await Tool.Run("pdfsig", "poppler-utils", "-nocert", file)).Output;
        signature.ShouldContain("Signature is Valid");
        signature.ShouldContain("Total document signed");
        var text = (await Tool.Run("pdftotext", "poppler-utils", "-layout", file, "-")).Output;
        foreach (var word in new[] { title, headline, passport.Number, exam.Candidates[0].Name.Initials, $"https://passports.example/p/{passport.Token}" })
        {
            text.ShouldContain(word);
        }

        (await Tool.Run("pdftoppm", "poppler-utils", "-r", "150", "-gray", "-png", "-singlefile", file, $"{folder}/page")).Exit.ShouldBe(0);
        (await Tool.Run("zbarimg", "zbar-tools", "--quiet", "--raw", $"{folder}/page.png")).Output.Trim().ShouldBe($"https://passports.example/p/{passport.Token}");

        (await Tool.Run("pdfdetach", "poppler-utils", "-saveall", "-o", folder, file)).Exit.ShouldBe(0);
        var claims = await Read(await File.ReadAllTextAsync(Path.Combine(folder, "receipt.jwt"), Ct));
        claims.GetProperty("sub").GetString().ShouldBe($"https://passports.example/p/{passport.Token}");
        SaidAtTheAddress(await Get(passport, "application/json")).ShouldBe(SaidAtTheAddress(claims.GetProperty("check").GetRawText()));
        SaidAtTheAddress(Payload(await Get(passport, "application/jwt", "/receipt")).GetProperty("check").GetRawText()).ShouldBe(SaidAtTheAddress(claims.GetProperty("check").GetRawText()));
    }

    [Fact]
    public async Task A_receipt_for_a_revoked_passport_says_so_without_the_person()
    {
        var (exam, passport) = await app.APassport();
        await app.Revoke(passport, RevocationCategory.ResultAnnulled, "Решение № 1");
        var (file, _) = await Receipt(passport, "ru");

        var text = (await Tool.Run("pdftotext", "poppler-utils", "-layout", file, "-")).Output;

        text.ShouldContain("Паспорт отозван");
        text.ShouldContain("Не действует");
        text.ShouldNotContain(exam.Candidates[0].Name.Surname);
        Payload(await Get(passport, "application/jwt", "/receipt")).GetProperty("check").GetProperty("state").GetString().ShouldBe("revoked");
    }

    [Fact]
    public async Task Nobody_can_take_a_receipt_for_a_passport_or_its_token_for_a_credential()
    {
        var (_, passport) = await app.APassport();
        var (file, folder) = await Receipt(passport, "ru");
        var bytes = await File.ReadAllBytesAsync(file, Ct);

        var verdict = app.Offline(bytes);
        verdict.State.ShouldBe(VerdictState.Unreadable);
        verdict.Reasons.ShouldContain(VerdictReason.NotAPassport);
        (await app.Send(new VerifyPassport(File: bytes), TestUser.Anonymous)).State.ShouldBe(VerdictState.Unreadable);

        (await Tool.Run("pdfdetach", "poppler-utils", "-saveall", "-o", folder, file)).Exit.ShouldBe(0);
        foreach (var name in new[] { file, Path.Combine(folder, "receipt.jwt") })
        {
            var (exit, output, _) = await Tool.DemoExam("verify", name, "--DataFolder", app.Folder);
            exit.ShouldBe(12, output);
        }
    }

    [Fact]
    public async Task There_is_none_for_what_is_not_in_the_register_or_closed_by_its_holder()
    {
        var (exam, passport) = await app.APassport();
        await app.Send(new ChangeVisibility(passport.Id, PassportVisibility.Closed, false), exam.HolderUser());

        foreach (var token in new[] { passport.Token, PublicToken.From(new byte[16]).ToString() })
        {
            (await app.Get($"/p/{token}/receipt", TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    private async Task<(string File, string Folder)> Receipt(SkillsPassport passport, string language)
    {
        var folder = Directory.CreateDirectory(Path.Combine(app.Folder, Guid.CreateVersion7().ToString("N"))).FullName;
        using var client = await app.As(TestUser.Anonymous);
        using var answer = await client.GetAsync($"/p/{passport.Token}/receipt?lang={language}", Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pdf");
        answer.Content.Headers.ContentDisposition!.FileNameStar!.ShouldContain(passport.Number);
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var file = Path.Combine(folder, "receipt.pdf");
        await File.WriteAllBytesAsync(file, await answer.Content.ReadAsByteArrayAsync(Ct), Ct);
        return (file, folder);
    }

    private async Task<string> Get(SkillsPassport passport, string accept, string door = "")
    {
        using var client = await app.As(TestUser.Anonymous);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using var answer = await client.GetAsync($"/p/{passport.Token}{door}", Ct);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe(accept);
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    // The moment of each check is its own.
    private static string SaidAtTheAddress(string json) =>
        string.Join("\n", JsonDocument.Parse(json).RootElement.EnumerateObject().Where(m => m.Name != "checkedAt").OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => $"{m.Name}={JsonSerializer.Serialize(m.Value)}"));

    private async Task<JsonElement> Read(string token)
    {
        using var client = await app.As(TestUser.Anonymous);
        var keys = new JsonWebKeySet(await client.GetStringAsync("/.well-known/jwks.json", Ct)).GetSigningKeys();
        foreach (var key in keys)
        {
            key.KeyId = $"{Did}#{key.KeyId}";
        }

        var result = await new JsonWebTokenHandler().ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidIssuer = Did, ValidateAudience = false, ValidateLifetime = false, RequireExpirationTime = false, ValidTypes = ["check-receipt+jwt"], IssuerSigningKeys = keys,
        });
        result.IsValid.ShouldBeTrue(result.Exception?.Message);
        return Payload(token);
    }

    private static JsonElement Payload(string token) => JsonDocument.Parse(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(token.Split('.')[1]))).RootElement;
}
