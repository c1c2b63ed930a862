using System.Diagnostics;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.FunctionalTests.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DemoExam.FunctionalTests.Browser;

/// <summary>No network, no browser, no second thought: what was entered is there.</summary>
[Collection(BrowserApp.Collection), Trait("Kind", "Browser")]
public sealed class OfflineScoringTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static readonly ExamScope Everything = new(ExamLevel.Profile, true);

    [Fact]
    public async Task What_is_entered_without_a_network_survives_reloads_and_a_killed_browser_and_arrives_once()
    {
        var exam = await app.Given.ARunningExam(1, Everything);
        using var playwright = await Playwright.CreateAsync();
        var profile = Directory.CreateTempSubdirectory("demoexam-browser-").FullName;
        try
        {
            var browser = await Start(playwright, profile, exam.ScorerUser());
            var letters = exam.Package.CriteriaOf(Everything).Select(c => c.Letter).ToList();
            foreach (var letter in letters)
            {
                var opened = await browser.NewPageAsync();
                await opened.GotoAsync(Address(exam, letter));
                await opened.WaitForSelectorAsync("#sheet[data-offline=ready]");
                await opened.CloseAsync();
            }

            await browser.SetOfflineAsync(true);
            foreach (var letter in letters[..2])
            {
                await Enter(browser, exam, letter);
            }

            Kill(profile);
            browser = await Start(playwright, profile, exam.ScorerUser(), offline: true);
            foreach (var letter in letters[2..])
            {
                await Enter(browser, exam, letter);
            }

            (await app.Query(db => db.ScoreSheets.Where(s => s.ExamId == exam.Id).SelectMany(s => s.Entries).CountAsync())).ShouldBe(0);
            await browser.SetOfflineAsync(false);
            var page = await browser.NewPageAsync();
            await page.GotoAsync(Address(exam, "A"));
            await Assertions.Expect(page.Locator("#sending[data-sending=sent]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
            await Assertions.Expect(page.Locator("#scored")).ToHaveTextAsync("12 из 15", new() { Timeout = 20_000 });
            await browser.CloseAsync();
        }
        finally
        {
            Kill(profile);
            Directory.Delete(profile, recursive: true);
        }

        var entries = await app.Query(db => db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == exam.Id).SelectMany(s => s.Entries).ToListAsync());
        entries.Count.ShouldBe(52);
        entries.Select(e => e.AspectId).Distinct().Count().ShouldBe(52);
        entries.ShouldAllBe(e => e.ExpertId == exam.Scorers[0].Id && e.Value == ScoreValue.Of(1));
    }

    [Fact]
    public async Task A_second_device_with_another_value_raises_the_conflict_and_nothing_is_overwritten()
    {
        var exam = await app.Given.ARunningExam(1);
        var page = await app.Open(exam.ScorerUser(0), ScoringApi.PageOf(exam, "A"));
        await page.WaitForSelectorAsync("#sheet[data-ready]");
        await page.Context.SetOfflineAsync(true);
        var aspect = page.Locator($"#aspect-{exam.Aspect("A1.2").Id}");
        await aspect.Locator("input[value='2']").CheckAsync();
        await Assertions.Expect(aspect.Locator("[data-words]")).ToHaveTextAsync("2 из 4 × 0,25 = 0,50");
        await Assertions.Expect(page.Locator("#sending[data-sending=offline]")).ToBeVisibleAsync();

        await app.Score(exam.ScorerUser(1), exam, "A1.2", 4);
        await page.Context.SetOfflineAsync(false);

        await Assertions.Expect(aspect).ToHaveAttributeAsync("data-state", "conflict", new() { Timeout = 20_000 });
        await Assertions.Expect(aspect.Locator(".entries li")).ToHaveCountAsync(2);
        await aspect.Locator(".entries li", new() { HasText = "4 Эксперт" }).GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(aspect.Locator("[data-mark]")).ToHaveTextAsync("1,00");
        await Assertions.Expect(page.Locator("#sending[data-sending=sent]")).ToBeVisibleAsync();
        var entries = await app.Query(db => db.ScoreSheets.Where(s => s.ExamId == exam.Id).SelectMany(s => s.Entries).ToListAsync());
        entries.Select(e => e.Value!.Value.Whole).ShouldBe([2, 4, 4], ignoreOrder: true);
    }

    [Fact]
    public async Task Notes_and_photos_wait_on_the_device_across_a_killed_browser_and_arrive_once()
    {
        var exam = await app.Given.ARunningExam(1);
        var (first, second) = (exam.Aspect("A1.1"), exam.Aspect("A1.2"));
        using var playwright = await Playwright.CreateAsync();
        var profile = Directory.CreateTempSubdirectory("demoexam-browser-").FullName;
        try
        {
            var browser = await Start(playwright, profile, exam.ScorerUser());
            var page = await browser.NewPageAsync();
            await page.GotoAsync(Address(exam, "A"));
            await page.WaitForSelectorAsync("#sheet[data-offline=ready]");
            await browser.SetOfflineAsync(true);
            await page.Locator($"#aspect-{first.Id} [data-evidence]").ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Сохранить", Exact = true }).ClickAsync();
            await Assertions.Expect(page.Locator("#evidence [data-problem]")).ToHaveTextAsync("Напишите заметку или приложите фото.");
            await BrowserApp.ShouldBeAccessible(page);
            await BrowserApp.Picture(page, "scoring-evidence");
            await page.Locator("#evidence-note").FillAsync("Ссылка не открывается");
            await page.Locator("#evidence-photo").SetInputFilesAsync(new FilePayload { Name = "work.png", MimeType = "image/png", Buffer = await page.ScreenshotAsync() });
            await page.GetByRole(AriaRole.Button, new() { Name = "Сохранить", Exact = true }).ClickAsync();
            await Assertions.Expect(page.Locator($"#aspect-{first.Id} [data-waiting]")).ToHaveTextAsync("ждут отправки: 1");
            await page.Locator($"#aspect-{second.Id} [data-evidence]").ClickAsync();
            await page.Locator("#evidence-note").FillAsync("Проверить ещё раз");
            await page.Keyboard.PressAsync("Control+Enter");
            await page.GetByRole(AriaRole.Button, new() { Name = "Сохранить", Exact = true }).ClickAsync();
            await Assertions.Expect(page.Locator("#sending[data-sending=offline]")).ToHaveTextAsync("Нет сети. Сохранено здесь: 2");

            Kill(profile);
            browser = await Start(playwright, profile, exam.ScorerUser(), offline: true);
            page = await browser.NewPageAsync();
            await page.GotoAsync(Address(exam, "A"));
            await Assertions.Expect(page.Locator($"#aspect-{first.Id} [data-waiting]")).ToHaveTextAsync("ждут отправки: 1");
            (await app.Query(db => db.Evidence.CountAsync(e => e.ExamId == exam.Id))).ShouldBe(0);
            await browser.SetOfflineAsync(false);
            await Assertions.Expect(page.Locator("#sending[data-sending=sent]")).ToBeVisibleAsync(new() { Timeout = 30_000 });
            await Assertions.Expect(page.Locator($"#aspect-{first.Id} [data-kept]")).ToHaveTextAsync(": 1");
            await Assertions.Expect(page.Locator($"#aspect-{first.Id} [data-waiting]")).ToHaveTextAsync("");
            await page.ReloadAsync();
            await Assertions.Expect(page.Locator($"#aspect-{second.Id} [data-kept]")).ToHaveTextAsync(": 1");
            await browser.CloseAsync();
        }
        finally
        {
            Kill(profile);
            Directory.Delete(profile, recursive: true);
        }

        var kept = await app.Query(db => db.Evidence.Where(e => e.ExamId == exam.Id).ToListAsync());
        kept.Select(e => (e.AspectId, e.Note, e.PhotoType)).ShouldBe([(first.Id, "Ссылка не открывается", "image/jpeg"), (second.Id, "Проверить ещё раз", null)], ignoreOrder: true);
    }

    private string Address(ExamState exam, string letter) => new Uri(app.Address, ScoringApi.PageOf(exam, letter)).ToString();

    // By keyboard, then two reloads without a network: every mark must still be there.
    private async Task Enter(IBrowserContext browser, ExamState exam, string letter)
    {
        var count = exam.Package.Criteria.Single(c => c.Letter == letter).Aspects.Count();
        var page = await browser.NewPageAsync();
        await page.GotoAsync(Address(exam, letter));
        await page.WaitForSelectorAsync("#sheet[data-ready]");
        await page.Keyboard.PressAsync("ArrowDown");
        for (var i = 0; i < count; i++)
        {
            await page.Keyboard.PressAsync("1");
            await page.Keyboard.PressAsync("Enter");
        }

        await Assertions.Expect(page.Locator(".aspect-saved[data-kind=here]")).ToHaveCountAsync(count);
        for (var reload = 0; reload < 2; reload++)
        {
            await page.ReloadAsync();
            await page.WaitForSelectorAsync("#sheet[data-ready]");
            await Assertions.Expect(page.Locator(".aspect-saved[data-kind=here]")).ToHaveCountAsync(count);
        }
    }

    private async Task<IBrowserContext> Start(IPlaywright playwright, string profile, TestUser user, bool offline = false)
    {
        var browser = await playwright.Chromium.LaunchPersistentContextAsync(profile, new()
        {
            ExecutablePath = BrowserApp.Chromium,
            Args = BrowserApp.Arguments,
            Locale = "ru-RU",
            Offline = offline,
        });
        browser.SetDefaultTimeout(20_000);
        var cookie = (await app.CookieOf(user)).Split('=', 2);
        await browser.AddCookiesAsync([new() { Name = cookie[0], Value = cookie[1], Url = app.Address.ToString(), HttpOnly = true }]);
        return browser;
    }

    // As a flat battery does it: every process of this profile, at once and without a warning.
    private static void Kill(string profile)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(f => int.TryParse(Path.GetFileName(f), out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "cmdline")).Contains(profile, StringComparison.Ordinal))
                {
                    Process.GetProcessById(int.Parse(Path.GetFileName(folder), System.Globalization.CultureInfo.InvariantCulture)).Kill();
                }
            }
            catch (Exception gone) when (gone is IOException or ArgumentException or InvalidOperationException or UnauthorizedAccessException)
            {
                // It ended by itself meanwhile.
            }
        }
    }
}
