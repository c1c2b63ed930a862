using DemoExam.Credentials.Signing;
using DemoExam.Domain.Passports;
using DemoExam.Features.My;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DemoExam.FunctionalTests.Browser;

/// <summary>Every answer that a check can give, as a phone shows it, in both languages: right headline, accessible, within its width, with a picture.</summary>
[Collection(BrowserApp.Collection), Trait("Kind", "Browser")]
public sealed class CheckStatesTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_force_under_review_replaced_withdrawn_hidden_and_unknown()
    {
        var exam = await app.AnExamWithPassports(5);
        var passports = await app.PassportsOf(exam.Id);
        await app.RunJob<PublishLogJob>(job => job.Run(Ct));
        await app.Send(new SuspendPassport(passports[1].Id, "Жалоба"), TestUser.RegionalOperator);
        await app.Send(new ReissuePassport(passports[2].Id, SupersedingCategory.Correction), TestUser.RegionalOperator);
        await app.Issue();
        await app.Revoke(passports[3], RevocationCategory.ResultAnnulled, "Решение");
        await app.Send(new ChangeVisibility(passports[4].Id, PassportVisibility.Closed, false), TestUser.Holder(passports[4].CandidateId));

        await Looks("valid", $"/p/{passports[0].Token}", "Паспорт подлинный и действует", "The passport is genuine and in force");
        await Looks("suspended", $"/p/{passports[1].Token}", "Паспорт на проверке", "under review");
        await Looks("superseded", $"/p/{passports[2].Token}", "Паспорт заменён новым", "replaced");
        await Looks("revoked", $"/p/{passports[3].Token}", "Паспорт отозван", "withdrawn");
        await Looks("hidden", $"/p/{passports[4].Token}", "Владелец закрыл доступ", "holder");
        await Looks("unknown", "/p/0000000000000000000000", "Такого паспорта нет", "no such passport");
        await Looks("valid-number", $"/check?code={Uri.EscapeDataString(passports[0].Number)}", "Паспорт подлинный и действует", "The passport is genuine and in force");
        await Looks("past-day", $"/p/{passports[0].Token}?on={app.Clock.Today:yyyy-MM-dd}", "Паспорт подлинный и действует", "The passport is genuine and in force");
        var log = await app.Open(TestUser.Anonymous, $"/p/{passports[0].Token}", 390);
        await Assertions.Expect(log.Locator("#log-check")).ToHaveAttributeAsync("data-state", "good");
        // A sound proof of another passport proves nothing of this one.
        using var client = await app.As(TestUser.Anonymous);
        var foreign = await client.GetStringAsync($"/p/{passports[1].Token}/log-proof", Ct);
        await log.RouteAsync("**/log-proof", route => route.FulfillAsync(new() { Body = foreign }));
        await log.ReloadAsync();
        await Assertions.Expect(log.Locator("#log-check")).ToHaveAttributeAsync("data-state", "otherDocument");
        await Assertions.Expect(log.Locator("#log-check")).ToHaveTextAsync("Ваш браузер не смог подтвердить запись. Сообщите издателю.");
    }

    [Fact]
    public async Task A_typing_error_and_what_is_no_code()
    {
        var (_, passport) = await app.APassport();
        var mistyped = passport.Number[..^1] + (char)('0' + ((passport.Number[^1] - '0' + 1) % 10));

        await Looks("mistyped", $"/check?code={Uri.EscapeDataString(mistyped)}", "Похоже, в номере опечатка", "There seems to be a typing error");
        await Looks("no-code", "/check?code=abc", "Это не номер и не ссылка", "This is neither a number nor a link");
        await Looks("empty", "/check", "Проверить паспорт компетенций", "Check a skills passport");
    }

    [Fact]
    public async Task A_link_that_is_open_one_that_ran_out_and_one_that_was_taken_back()
    {
        var (exam, passport) = await app.APassport();
        var module = (await app.Send(new GetMyPassport(passport.Id), exam.HolderUser())).Modules[0].Code;
        var open = await Share(new ShareContents(true, true, [module], []));
        await Looks("share-open", open.AbsolutePath, "Паспорт подлинный и действует", "The passport is genuine and in force");
        var page = await app.Open(TestUser.Anonymous, "about:blank", 390);
        await page.Clock.SetFixedTimeAsync(app.Clock.Now.UtcDateTime);
        await page.GotoAsync(open.AbsolutePath);
        await Assertions.Expect(page.Locator("#share-check")).ToHaveAttributeAsync("data-state", "good");

        await app.Send(new EndShareLink((await app.Send(new GetMyPassport(passport.Id), exam.HolderUser())).Links.Single().Id), exam.HolderUser());
        await Looks("share-taken-back", open.AbsolutePath, "Ссылка не работает", "The link does not work");
        var shortly = await Share(new ShareContents(false, true, [], []));
        app.Clock.Advance(TimeSpan.FromDays(9));
        await Looks("share-over", shortly.AbsolutePath, "Ссылка не работает", "The link does not work");

        Task<Uri> Share(ShareContents contents) => app.Send(new SharePassport(passport.Id, contents, app.Clock.Today.AddDays(3)), exam.HolderUser());
    }

    [Fact]
    public async Task Files_that_are_genuine_changed_foreign_expired_too_early_contradictory_or_no_passports()
    {
        var (_, passport) = await app.APassport();
        var file = await app.PdfOf(passport);
        var content = app.Offline(file).Values!;
        var changed = file.ToArray();
        changed[changed.Length / 2] ^= 1;

        await LooksAsFile("file-valid", file, "Файл подлинный, паспорт действует", "The file is genuine, the passport is in force");
        await LooksAsFile("file-tampered", changed, "Документ изменён", "The document was changed");
        await LooksAsFile("file-unreadable", "no pdf"u8.ToArray(), "Файл не удалось прочитать", "The file can't be read");
        await LooksAsFile("file-expired", await app.Signed(content with { ValidUntil = app.Clock.Today.AddDays(-1) }), "Паспорт подлинный, но его срок истёк", "its term is over");
        await LooksAsFile("file-cannot-check", await app.Signed(content with { Number = "ПК-39-2026-000001-1" }, attested: content), "Файл подписан нами, но противоречит сам себе", "it contradicts itself");
        var folder = Databases.NewFolder();
        NewSigningKey.Create(folder, "Demonstration Regional Operator", app.Clock.Now);
        using var stranger = CertificateFileKey.Load(Path.Combine(folder, NewSigningKey.KeyFile));
        await LooksAsFile("file-foreign", await app.Signed(content, key: stranger), "Подписано не нами", "Not signed by us");
        app.Clock.Advance(TimeSpan.FromDays(-2));
        await LooksAsFile("file-not-yet", file, "Паспорт ещё не вступил в силу", "The passport is not in force yet");
        app.Clock.Advance(TimeSpan.FromDays(2));
        await app.Change(async db =>
        {
            db.LogEntries.RemoveRange(await db.LogEntries.Where(e => e.PassportId == passport.Id).ToListAsync(Ct));
            db.PassportDocuments.RemoveRange(await db.PassportDocuments.Where(d => d.PassportId == passport.Id).ToListAsync(Ct));
            db.Passports.RemoveRange(await db.Passports.Where(p => p.Id == passport.Id).ToListAsync(Ct));
        });
        await LooksAsFile("file-unknown", file, "Такого паспорта нет", "No such passport");
    }

    private async Task Looks(string name, string address, string headline, string english)
    {
        foreach (var language in new[] { "ru", "en" })
        {
            var page = await app.Open(TestUser.Anonymous, address + (address.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"lang={language}", 390, language);
            await BrowserApp.ShouldBeGood(page, language == "ru" ? headline : english, $"state-{name}-{language}");
        }
    }

    private async Task LooksAsFile(string name, byte[] file, string headline, string english)
    {
        foreach (var language in new[] { "ru", "en" })
        {
            await BrowserApp.ShouldBeGood(await app.CheckedByTheServer(file, language), language == "ru" ? headline : english, $"state-{name}-{language}");
        }
    }
}
