using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;

namespace DemoExam.FunctionalTests.Features.Shared;

/// <summary>What all pages share, seen on the gallery of components and the page of errors.</summary>
public sealed class PageFrameTests(PageFrameTests.Site site) : IClassFixture<PageFrameTests.Site>
{
    private readonly HttpClient browser = site.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    [Fact]
    public async Task A_page_speaks_russian_unless_the_browser_prefers_english()
    {
        (await Open("/design")).DocumentElement.GetAttribute("lang").ShouldBe("ru");
        (await Open("/design", "en-US,ru;q=0.5")).DocumentElement.GetAttribute("lang").ShouldBe("en");
        (await Open("/design", "de,ru;q=0.8,en;q=0.5")).DocumentElement.GetAttribute("lang").ShouldBe("ru");
    }

    [Fact]
    public async Task The_chosen_language_is_kept_and_beats_the_browser()
    {
        var chosen = await Get("/language/en?returnUrl=/design");
        chosen.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        chosen.Headers.Location!.OriginalString.ShouldBe("/design");

        (await Open("/design", "ru")).DocumentElement.GetAttribute("lang").ShouldBe("en");
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Choosing_a_language_leads_nowhere_else(string address)
    {
        var answer = await Get($"/language/ru?returnUrl={Uri.EscapeDataString(address)}");
        answer.Headers.Location!.OriginalString.ShouldBe("/");
    }

    [Theory]
    [InlineData("/design")]
    [InlineData("/design/verdict")]
    [InlineData("/problem/404")]
    public async Task Nothing_in_a_page_needs_a_hole_in_the_content_policy(string address)
    {
        var answer = await Get(address);
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldNotContain("unsafe");
        policy.ShouldContain("default-src 'self'");

        var page = Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        page.All.Where(element => element.HasAttribute("style") || element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)))
            .Select(element => element.OuterHtml).ShouldBeEmpty();
        page.Scripts.Where(script => script.Source is null).ShouldBeEmpty();
        page.QuerySelectorAll("[src], link[href]").Select(element => element.GetAttribute("src") ?? element.GetAttribute("href")!)
            .ShouldAllBe(link => link.StartsWith('/') && !link.StartsWith("//") || link.StartsWith("data:"));
    }

    [Fact]
    public async Task Ids_are_unique_and_labels_and_descriptions_lead_to_something()
    {
        var page = await Open("/design");
        var ids = page.QuerySelectorAll("[id]").Select(element => element.Id!).ToList();
        ids.ShouldBeUnique();
        page.QuerySelectorAll("label").Select(label => label.GetAttribute("for")).ShouldAllBe(id => id != null && ids.Contains(id));
        page.QuerySelectorAll("[aria-describedby], [aria-labelledby]")
            .SelectMany(element => $"{element.GetAttribute("aria-describedby")} {element.GetAttribute("aria-labelledby")}".Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .ShouldAllBe(id => ids.Contains(id));
    }

    [Fact]
    public async Task A_public_page_arrives_in_one_small_answer_without_a_cookie()
    {
        var answer = await Get("/design/verdict");
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        bytes.Length.ShouldBeLessThan(50 * 1024);

        var page = Parse(System.Text.Encoding.UTF8.GetString(bytes));
        page.QuerySelectorAll("script, img, link[rel=stylesheet], iframe").ShouldBeEmpty();
        // The policy allows exactly the style that the page brings.
        var hash = Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(page.QuerySelector("style")!.TextContent)));
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain($"'sha256-{hash}'");
    }

    [Fact]
    public async Task A_refused_form_comes_back_with_what_was_typed_and_leads_to_the_errors()
    {
        var form = (IHtmlFormElement)(await Open("/design")).QuerySelector("form.form")!;
        var fields = form.QuerySelectorAll("input[name], select[name], textarea[name]").OfType<IHtmlElement>()
            .Where(field => field is not IHtmlInputElement { Type: "radio", IsChecked: false } and not IHtmlInputElement { Type: "file" or "checkbox" })
            .ToDictionary(field => field.GetAttribute("name")!, field => field switch
            {
                IHtmlInputElement input => input.Value,
                IHtmlSelectElement select => select.Value ?? "",
                _ => field.TextContent,
            });
        fields["Input.Address"] = "ул. <Светланская>, 147";
        fields["Input.Points"] = "12,7x";
        fields["Input.Name"] = "";

        var answer = await browser.PostAsync("/design", new FormUrlEncodedContent(fields), TestContext.Current.CancellationToken);
        var page = Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        Value(page, "Input_Address").ShouldBe("ул. <Светланская>, 147");
        Value(page, "Input_Points").ShouldBe("12,7x");
        var points = page.GetElementById("Input_Points")!;
        points.GetAttribute("aria-invalid").ShouldBe("true");
        points.GetAttribute("aria-describedby").ShouldBe("Input_Points-hint Input_Points-error");
        page.QuerySelector(".error-summary a")!.GetAttribute("href").ShouldBe("#Input_Points");
        page.Title.ShouldStartWith("Ошибка: ");
    }

    [Theory]
    [InlineData("/no-such-page", 404, "Такой страницы нет")]
    [InlineData("/problem/403", 403, "Сюда нет доступа")]
    [InlineData("/problem/500", 500, "У нас что-то сломалось")]
    [InlineData("/problem/418", 418, "Запрос не выполнен")]
    public async Task A_failure_is_explained_and_keeps_its_status(string address, int status, string heading)
    {
        var answer = await Get(address);
        ((int)answer.StatusCode).ShouldBe(status);
        Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).QuerySelector("h1")!.TextContent.ShouldBe(heading);
    }

    [Fact]
    public async Task Programs_do_not_get_pages() =>
        (await Get("/api/v1/no-such-thing")).Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");

    private static string? Value(IDocument page, string id) => (page.GetElementById(id) as IHtmlInputElement)?.Value;

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private Task<HttpResponseMessage> Get(string address) => browser.GetAsync(address, TestContext.Current.CancellationToken);

    private async Task<IHtmlDocument> Open(string address, string? languages = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (languages is not null)
        {
            request.Headers.Add("Accept-Language", languages);
        }

        var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public sealed class Site : WebApplicationFactory<Program>
    {
        private readonly DirectoryInfo data = Directory.CreateTempSubdirectory("demoexam-");

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            builder.UseEnvironment("Development");
            builder.UseSetting("DataFolder", data.FullName);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            data.Delete(recursive: true);
        }
    }
}
