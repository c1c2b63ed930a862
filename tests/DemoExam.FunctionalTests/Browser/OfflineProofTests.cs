using DemoExam.Domain.Passports;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.Playwright;

namespace DemoExam.FunctionalTests.Browser;

/// <summary>The code on the paper, read from a picture of the page by another program, proves itself in the reader's browser.</summary>
[Collection(BrowserApp.Collection), Trait("Kind", "Browser")]
public sealed class OfflineProofTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_scanned_code_is_checked_in_the_browser_and_without_a_network_after_one_visit()
    {
        var exam = await app.AnExamWithPassports(2);
        var passports = await app.PassportsOf(exam.Id);
        var (first, second) = (await Scanned(passports[0]), await Scanned(passports[1]));
        await app.PublishLists();

        var page = await app.Open(TestUser.Anonymous, first, width: 390);
        await Assertions.Expect(page.Locator("#proof [data-title]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("Код на бумаге подлинный"));
        await BrowserApp.ShouldBeAccessible(page);
        await BrowserApp.ShouldBeWellLaidOut(page);
        await BrowserApp.Picture(page, "proof-online");
        await page.WaitForSelectorAsync("#proof[data-offline=ready]", new() { State = WaitForSelectorState.Attached });

        // Another passport than the one that was visited, and no network.
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync(second);
        var title = page.Locator("#proof [data-title]");
        await Assertions.Expect(title).ToBeVisibleAsync();
        (await page.Locator("#proof dd").AllTextContentsAsync()).ShouldContain(exam.Candidates.Single(c => c.Id == passports[1].CandidateId).Name.Full);
        (await page.Locator("#proof [data-state]").GetAttributeAsync("data-state")).ShouldBeOneOf("good", "stale");
        await BrowserApp.ShouldBeAccessible(page);
        await BrowserApp.Picture(page, "proof-offline");

        // One digit changed anywhere.
        await page.GotoAsync("about:blank");
        await page.GotoAsync(Changed(second));
        await Assertions.Expect(page.Locator("#proof [data-state]")).ToHaveAttributeAsync("data-state", new System.Text.RegularExpressions.Regex("^(changed|unreadable|foreign)$"));
        (await page.Locator("#proof dd").CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("ru", "Проверка паспорта")]
    [InlineData("en", "Passport check")]
    public async Task The_check_can_be_installed_on_a_phone(string language, string name)
    {
        var page = await app.Open(TestUser.Anonymous, $"/check?lang={language}", width: 390);
        await page.EvaluateAsync("() => navigator.serviceWorker.ready");
        var session = await page.Context.NewCDPSessionAsync(page);

        var manifest = await session.SendAsync("Page.getAppManifest");
        var errors = await session.SendAsync("Page.getInstallabilityErrors");

        manifest!.Value.GetProperty("errors").GetArrayLength().ShouldBe(0, manifest.ToString());
        manifest.Value.GetProperty("data").GetString()!.ShouldContain(name);
        // A window without history is the one thing that keeps a browser of a test from it.
        errors!.Value.GetProperty("installabilityErrors").EnumerateArray().Select(e => e.GetProperty("errorId").GetString()).ShouldBeSubsetOf(["in-incognito"]);
    }

    [Fact]
    public async Task A_code_from_another_passport_is_noticed()
    {
        var exam = await app.AnExamWithPassports(2);
        var passports = await app.PassportsOf(exam.Id);
        var (first, second) = (await Scanned(passports[0]), await Scanned(passports[1]));

        var page = await app.Open(TestUser.Anonymous, first[..first.IndexOf('#', StringComparison.Ordinal)] + second[second.IndexOf('#', StringComparison.Ordinal)..]);

        await Assertions.Expect(page.Locator("#proof [data-title]")).ToHaveTextAsync("Код взят с другого паспорта");
    }

    [Fact]
    public async Task A_withdrawn_passport_is_withdrawn_in_the_browser_too_and_changed_digits_prove_nothing()
    {
        var (_, passport) = await app.APassport();
        var address = await Scanned(passport);
        await app.Revoke(passport, RevocationCategory.ResultAnnulled, "Решение № 1");
        await app.PublishLists();

        var page = await app.Open(TestUser.Anonymous, address);

        await Assertions.Expect(page.Locator("#proof [data-title]")).ToHaveTextAsync("Паспорт с этим кодом отозван или заменён");
        await page.GotoAsync("about:blank");
        await page.GotoAsync(Changed(address));
        await Assertions.Expect(page.Locator("#proof [data-state]")).ToHaveAttributeAsync("data-state", new System.Text.RegularExpressions.Regex("^(changed|unreadable|foreign)$"));
    }

    private static string Changed(string address)
    {
        var at = address.Length - 40;
        return address[..at] + (char)('0' + ((address[at] - '0' + 1) % 10)) + address[(at + 1)..];
    }

    // From the paper, as a phone does it: picture of the page, another program reads the code.
    private async Task<string> Scanned(SkillsPassport passport)
    {
        var file = Path.Combine(app.Folder, $"{passport.Id}.pdf");
        await File.WriteAllBytesAsync(file, await app.PdfOf(passport), Ct);
        (await Tool.Run("pdftoppm", "poppler-utils", "-r", "150", "-gray", "-png", "-singlefile", file, Path.ChangeExtension(file, null))).Exit.ShouldBe(0);
        var read = (await Tool.Run("zbarimg", "zbar-tools", "--quiet", "--raw", Path.ChangeExtension(file, "png"))).Output.Trim();
        read.ShouldStartWith($"https://passports.example/p/{passport.Token}#");
        return read["https://passports.example".Length..];
    }
}
