using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Playwright;

namespace DemoExam.FunctionalTests.Support;

/// <summary>
/// The real host on a real port with Debian's Chromium in front. Put browser test classes into
/// <c>[Collection(BrowserApp.Collection)]</c>, so that one browser runs at a time, and mark them <c>[Trait("Kind", "Browser")]</c>.
/// </summary>
public sealed partial class BrowserApp : App
{
    public const string Collection = "Browser";

    private static readonly string Screenshots = Path.GetFullPath(Path.Combine(Here(), "../../../artifacts/screenshots"));

    /// <summary>The browser of the machine.</summary>
    public static readonly string Chromium = Environment.GetEnvironmentVariable("DEMOEXAM_TEST_CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>How it is started.</summary>
    public static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright _playwright = null!;
    private IBrowser _browser = null!;
    private Uri _address = null!;

    /// <summary>Where the host listens.</summary>
    public Uri Address => _address;

    protected override void Configure(IDictionary<string, string> settings) => settings["urls"] = "http://127.0.0.1:0";

    protected override void Start(WebApplicationFactory<Program> factory)
    {
        factory.UseKestrel(0);
        factory.StartServer();
        _address = factory.ClientOptions.BaseAddress;
    }

    protected override async ValueTask Prepare()
    {
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Chromium,
            Headless = true,
            Args = Arguments,
        });
    }

    /// <summary>A new browser window, signed in as the user.</summary>
    public async Task<IPage> Open(TestUser user, string path = "/", int width = 1440, string language = "ru", bool dark = false)
    {
        var context = await _browser.NewContextAsync(new()
        {
            BaseURL = _address.ToString(),
            ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 900 },
            Locale = language == "ru" ? "ru-RU" : "en-GB",
            TimezoneId = "Europe/Kaliningrad",
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            AcceptDownloads = true,
        });
        if (user.Role is not null)
        {
            var cookie = await CookieOf(user);
            var split = cookie.IndexOf('=', StringComparison.Ordinal);
            await context.AddCookiesAsync([new() { Name = cookie[..split], Value = cookie[(split + 1)..], Url = _address.ToString(), HttpOnly = true }]);
        }

        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(10_000);
        await page.GotoAsync(path);
        return page;
    }

    /// <summary>Keeps a picture of the whole page under <c>artifacts/screenshots</c>.</summary>
    public static Task Picture(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{Unsafe().Replace(name, "-")}.png"), FullPage = true });

    /// <summary>Fails when axe-core finds a breach of WCAG 2.2 A or AA on the page.</summary>
    public static async Task ShouldBeAccessible(IPage page)
    {
        // Sizes of targets are judged as they are seen. What the bar at the foot of a phone covers just now can be scrolled out from under it.
        await Bar(page, "static");
        var found = await page.RunAxe(new AxeRunOptions { RunOnly = new RunOnlyOptions { Type = "tag", Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] } });
        await Bar(page, "");
        found.Violations.Select(v => $"{v.Id}: {v.Help} at {string.Join("; ", v.Nodes.Select(n => n.Html))}").ShouldBeEmpty($"on {page.Url}");

        static Task Bar(IPage page, string position) => page.EvaluateAsync("position => document.querySelectorAll('.bottom').forEach(bar => bar.style.position = position)", position);
    }

    /// <summary>Fails when the page is wider than its window, or a card on a phone names a value that is not there.</summary>
    public static async Task ShouldBeWellLaidOut(IPage page)
    {
        var overflow = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        overflow.ShouldBeLessThanOrEqualTo(0, $"{page.Url} scrolls sideways by {overflow} px");
        var labels = await page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('.cards td[data-label]')]
                .filter(cell => getComputedStyle(cell).display === 'flex' && !cell.textContent.trim() && !cell.querySelector('*'))
                .map(cell => cell.dataset.label)
            """);
        labels.ShouldBeEmpty($"{page.Url} names values that are not there");
    }

    /// <summary>Fails unless the headline says this and the page is accessible and not too wide; keeps its picture, and closes it.</summary>
    public static async Task ShouldBeGood(IPage page, string headline, string picture, string where = "h1")
    {
        (await page.Locator(where).First.TextContentAsync())!.ShouldContain(headline, Case.Insensitive);
        await ShouldBeAccessible(page);
        await ShouldBeWellLaidOut(page);
        await Picture(page, picture);
        await page.Context.CloseAsync();
    }

    /// <summary>The page of checking with the answer to a file, the way of a browser that can't check by itself.</summary>
    public async Task<IPage> CheckedByTheServer(byte[] file, string language)
    {
        var page = await Open(TestUser.Anonymous, $"/check?lang={language}", 390, language);
        await page.EvaluateAsync("document.querySelector('[data-without-script]').hidden = false");
        await page.SetInputFilesAsync("input[name=Upload]", new FilePayload { Name = "passport.pdf", MimeType = "application/pdf", Buffer = file });
        await page.ClickAsync("[data-without-script] button");
        await page.WaitForSelectorAsync(".verdict");
        return page;
    }

    public override async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await base.DisposeAsync();
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

    [GeneratedRegex(@"[^\p{L}\d.-]+")]
    private static partial Regex Unsafe();
}
