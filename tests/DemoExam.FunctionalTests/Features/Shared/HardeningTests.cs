using System.Net;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Shared;

/// <summary>What every answer tells browsers, and addresses that try to leave the folder of public files.</summary>
public sealed class HardeningTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/api/v1/exams")]
    [InlineData("/no/such/page")]
    [InlineData("/css/site.css")]
    [InlineData("/p/AAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("/p/AAAAAAAAAAAAAAAAAAAAAA", "application/json")]
    public async Task Every_answer_carries_the_headers(string address, string accept = "text/html")
    {
        using var browser = await app.As(TestUser.Anonymous);
        browser.DefaultRequestHeaders.Accept.ParseAdd(accept);
        var plain = await browser.GetAsync(address, Ct);
        var secure = await browser.GetAsync(new Uri($"https://localhost{address}"), Ct);

        foreach (var answer in new[] { plain, secure })
        {
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("frame-ancestors 'none'");
            answer.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("unsafe");
            answer.Headers.GetValues("Referrer-Policy").Single().ShouldBeOneOf("same-origin", "no-referrer");
            answer.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
            answer.Headers.Contains("Permissions-Policy").ShouldBeTrue();
            answer.Headers.Contains("Server").ShouldBeFalse();
        }

        plain.Headers.Contains("Strict-Transport-Security").ShouldBeFalse();
        secure.Headers.GetValues("Strict-Transport-Security").Single().ShouldStartWith("max-age=31536000");
    }

    [Theory]
    [InlineData("/css/../appsettings.json")]
    [InlineData("/css/..%2f..%2fappsettings.json")]
    [InlineData("/css/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/css/..%5c..%5cappsettings.json")]
    [InlineData("/js/....//....//appsettings.json")]
    [InlineData("/data/demoexam.db")]
    [InlineData("/keys/signing-key.pem")]
    [InlineData("/keys/..%2fkeys%2froot-key.pem")]
    [InlineData("/appsettings.json")]
    public async Task No_address_leads_to_a_file_outside_the_public_folder(string address)
    {
        using var browser = await app.As(TestUser.Anonymous);

        var answer = await browser.GetAsync(address, Ct);

        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.BadRequest);
        var body = await answer.Content.ReadAsStringAsync(Ct);
        body.ShouldNotContain("DataFolder");
        body.ShouldNotContain("PRIVATE KEY");
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites_and_secure_over_https()
    {
        await app.AddAccount(TestUser.RegionalOperator, "hardening.cookie", "сорок вёсел на воде");
        using var browser = await app.As(TestUser.Anonymous);
        var page = await Page.Of(await browser.GetAsync("https://localhost/sign-in", Ct));
        using var form = page.Submit(new Dictionary<string, object?> { ["Input.UserName"] = "hardening.cookie", ["Input.Password"] = "сорок вёсел на воде" }, null);

        var cookie = (await browser.SendAsync(form, Ct)).Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("demoexam=", StringComparison.Ordinal));

        cookie.ShouldContain("httponly");
        cookie.ShouldContain("secure");
        cookie.ShouldContain("samesite=lax");
    }
}
