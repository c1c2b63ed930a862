using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Text;
using System.Text.Json;
using DemoExam.Credentials.Qr;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DemoExam.FunctionalTests.Browser;

/// <summary>What is said of a code when nobody asks the register, or when it does not answer: each answer in both languages, accessible, with a picture.</summary>
[Collection(BrowserApp.Collection), Trait("Kind", "Browser")]
public sealed class CheckWithoutRegisterTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_answer_of_the_code_alone()
    {
        var exam = await app.AnExamWithPassports(2);
        var passports = await app.PassportsOf(exam.Id);
        await app.Revoke(passports[1], RevocationCategory.IssuedInError, "Приказ");
        await app.PublishLists();
        var content = app.Offline(await app.PdfOf(passports[0])).Values!;
        var (good, withdrawn) = (new QrStatus(passports[0].StatusList, passports[0].StatusIndex), new QrStatus(passports[0].StatusList, passports[1].StatusIndex));
        var (ours, did) = (app.Services.GetRequiredService<IssuerIdentity>().Signer, app.Services.GetRequiredService<IssuerIdentity>().Did);
        var folder = Databases.NewFolder();
        NewSigningKey.Create(folder, "Demonstration Regional Operator", app.Clock.Now);
        using var stranger = CertificateFileKey.Load(Path.Combine(folder, NewSigningKey.KeyFile));

        await Says("good", content, await Code(content, good), "Паспорт подлинный и действует", "The passport is genuine and in force");
        await Says("stale", content, await Code(content, good), "сведения о нём устарели", "its status is old", ahead: TimeSpan.FromDays(3));
        await Says("withdrawn", content, await Code(content, withdrawn), "Паспорт отозван или заменён", "The passport is withdrawn or replaced");
        await Says("expired", content, await Code(content with { ValidUntil = app.Clock.Today.AddDays(-1) }, good), "его срок истёк", "its term is over");
        await Says("early", content, await Code(content with { IssuedAt = app.Clock.Now.AddDays(2) }, good), "ещё не вступил в силу", "not in force yet");
        // A list that nobody serves: its standing can't be known.
        await Says("unknown", content, await Code(content, new QrStatus(999, 1)), "действует ли он, неизвестно", "whether it is in force is not known");
        await Says("changed", content, Forged(await Code(content, good)), "Код изменён", "The code was changed");
        await Says("foreign", content, await QrToken.Sign(QrClaims.Of(content, did, good), new TokenSigner(stranger, did), Ct), "Код подписан не нами", "signed by somebody else");
        await Says("unreadable", content, new string('7', 300), "Это не код паспорта", "This is not the code of a passport");

        async Task<string> Code(Credentials.PassportContent printed, QrStatus status) => await QrToken.Sign(QrClaims.Of(printed, did, status), ours, Ct);
    }

    [Fact]
    public async Task A_register_that_does_not_answer_is_told_as_our_fault_and_the_file_stays_genuine()
    {
        var (_, passport) = await app.APassport();
        var file = await app.PdfOf(passport);
        await app.Change(db => db.Database.ExecuteSqlRawAsync("""ALTER TABLE "Passports" RENAME TO "PassportsAway";""", Ct));
        try
        {
            foreach (var (language, headline, ofFile) in new[] { ("ru", "Проверить не получилось", "Файл подлинный, но статус неизвестен"), ("en", "We could not check", "The file is genuine, its status is not known") })
            {
                var page = await app.Open(TestUser.Anonymous, $"/p/{passport.Token}?lang={language}", 390, language);
                await BrowserApp.ShouldBeGood(page, headline, $"state-register-away-{language}");
                await BrowserApp.ShouldBeGood(await app.CheckedByTheServer(file, language), ofFile, $"state-register-away-file-{language}");
            }
        }
        finally
        {
            await app.Change(db => db.Database.ExecuteSqlRawAsync("""ALTER TABLE "PassportsAway" RENAME TO "Passports";""", Ct));
        }
    }

    [Fact]
    public async Task No_changed_sign_of_a_credential_a_code_or_a_list_is_good_in_the_browser_and_bombs_are_bounded()
    {
        var (_, passport) = await app.APassport();
        await app.PublishLists();
        var content = app.Offline(await app.PdfOf(passport)).Values!;
        var identity = app.Services.GetRequiredService<IssuerIdentity>();
        var credential = await app.Query(db => db.PassportDocuments.Where(d => d.PassportId == passport.Id).Select(d => d.OpenBadge).SingleAsync(Ct));
        var code = await QrToken.Sign(QrClaims.Of(content, identity.Did, new QrStatus(passport.StatusList, passport.StatusIndex)), identity.Signer, Ct);
        var page = await app.Open(TestUser.Anonymous, "about:blank");
        await page.Clock.SetFixedTimeAsync(app.Clock.Now.UtcDateTime);
        await page.GotoAsync("/check/offline");
        var list = await page.EvaluateAsync<string>("async () => (await fetch('/status/1')).text()");
        // What the sweep calls good when nothing is changed, and then what it calls good in spite of a change.
        var found = await page.EvaluateAsync<JsonElement>("""
            async ({ credential, code, list, bomb, codeBomb, index }) => {
              const { readToken, readProof, readStatus } = await import("/js/passport-proof.js");
              const { issuer, keys, site } = JSON.parse(document.getElementById("proof-data").textContent);
              const values = found => JSON.stringify(found.claims ?? null, (_, value) => value instanceof Map ? [...value] : value);
              const asked = values(await readProof(code, issuer, keys));
              const good = {
                credential: async text => await readToken(text, issuer, keys, ["JWT", "vc+jwt"]) !== null,
                list: async text => await readStatus(text, `${site}/status/1`, issuer, keys, index) !== null,
                // A digit may change the packing alone; what is told then is what was signed.
                code: async text => { const found = await readProof(text, issuer, keys); return found.finding === "good" && (text === code || values(found) !== asked); },
              };
              const wrong = [], whole = [];
              for (const [name, text] of Object.entries({ credential, list, code })) {
                whole.push(await good[name](text));
                for (let at = 0; at < text.length; at++) {
                  const other = name === "code" ? String((Number(text[at]) + 1 + at % 9) % 10) : String.fromCharCode(text.charCodeAt(at) ^ 1 << at % 7);
                  if (await good[name](text.slice(0, at) + other + text.slice(at + 1))) wrong.push(`${name} ${at}`);
                }
              }
              return { whole, wrong, bomb: await good.list(bomb), codeBomb: (await readProof(codeBomb, issuer, keys)).finding };
            }
            """, new { credential, code, list, bomb = await Bomb(identity), codeBomb = Packed(new byte[3 * 1024 * 1024]), index = passport.StatusIndex });

        found.GetProperty("whole").EnumerateArray().Select(w => w.GetBoolean()).ShouldBe([true, true, true]);
        found.GetProperty("wrong").EnumerateArray().Select(w => w.GetString()).ShouldBeEmpty();
        found.GetProperty("bomb").GetBoolean().ShouldBeFalse();
        found.GetProperty("codeBomb").GetString().ShouldBe("unreadable");
    }

    private async Task Says(string state, Credentials.PassportContent content, string digits, string headline, string english, TimeSpan ahead = default)
    {
        foreach (var (language, title) in new[] { ("ru", headline), ("en", english) })
        {
            var page = await app.Open(TestUser.Anonymous, "about:blank", 390, language);
            await page.Clock.SetFixedTimeAsync((app.Clock.Now + ahead).UtcDateTime);
            await page.GotoAsync($"/check/offline?lang={language}#{digits}");
            await Assertions.Expect(page.Locator("#proof [data-state]")).ToHaveAttributeAsync("data-state", state);
            // Values are told of a passport in force, or whose standing is open; of one that is not, only which it is.
            (await page.Locator("#proof dd").CountAsync()).ShouldBe(state switch { "changed" or "foreign" or "unreadable" => 0, "withdrawn" or "early" => 1, _ => 5 + content.Result.Modules.Count });
            // As of when the answer holds is told wherever a list was asked.
            (await page.Locator("#proof [data-text]").TextContentAsync())!.Contains(app.Clock.Now.ToString("yyyy", CultureInfo.InvariantCulture), StringComparison.Ordinal)
                .ShouldBe(state is "good" or "stale" or "withdrawn" or "expired" or "early");
            await BrowserApp.ShouldBeGood(page, title, $"proof-{state}-{language}", "#proof h1");
        }
    }

    // The message is read as before; one bit of its signature, the last part, is another.
    private static string Forged(string digits)
    {
        var number = BigInteger.Parse(digits, CultureInfo.InvariantCulture).ToByteArray(isUnsigned: true, isBigEndian: true);
        using var message = new MemoryStream();
        using (var packed = new ZLibStream(new MemoryStream(number[1..]), CompressionMode.Decompress))
        {
            packed.CopyTo(message);
        }

        var bytes = message.ToArray();
        bytes[^1] ^= 1;
        return Packed(bytes);
    }

    private static string Packed(byte[] message)
    {
        using var whole = new MemoryStream();
        whole.WriteByte(1);
        using (var zlib = new ZLibStream(whole, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(message);
        }

        return new BigInteger(whole.ToArray(), isUnsigned: true, isBigEndian: true).ToString(CultureInfo.InvariantCulture);
    }

    // Signed by ourselves, so that only the bound on unpacking is left to refuse it.
    private async Task<string> Bomb(IssuerIdentity identity)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await gzip.WriteAsync(new byte[200 * 1024 * 1024], Ct);
        }

        var site = app.Services.GetRequiredService<Web.PublicAddress>().Value;
        var payload = JsonSerializer.Serialize(new
        {
            iss = identity.Did, jti = $"{site}/status/1", nbf = app.Clock.Now.ToUnixTimeSeconds(), exp = app.Clock.Now.AddDays(1).ToUnixTimeSeconds(),
            credentialSubject = new { statusPurpose = "revocation", encodedList = "u" + Base64Url.EncodeToString(packed.ToArray()) },
        });
        return await identity.Signer.Sign(Encoding.UTF8.GetBytes(payload), TokenType.VerifiableCredential, Ct);
    }
}
