using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Accounts;

/// <summary>Sessions are rows: seen by their person, ended one by one or all at once, on every node.</summary>
public sealed class SessionTests(App app) : IClassFixture<App>
{
    private const string Password = "сорок вёсел на воде";
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_browsers_see_each_other_and_one_ends_the_other()
    {
        await app.AddAccount(TestUser.In(Roles.TechnicalExpert), "sessions.two", Password);
        using var office = await Browser("sessions.two", "curl/8.5.0");
        using var phone = await Browser("sessions.two", Firefox);

        var page = await Page.Of(await phone.GetAsync("/account", Ct));
        page.AllTexts("section[aria-labelledby='sessions-title'] li strong").Order().ShouldBe(["curl", "Firefox, Linux"], ignoreOrder: true);
        using var end = page.Submit(new Dictionary<string, object?>(), "form[action*='EndSession']:not([action*='EndSessions'])");
        (await phone.SendAsync(end, Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        (await office.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect, "ended from the other browser");
        (await phone.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_cookie_that_was_copied_before_signing_out_opens_nothing_afterwards()
    {
        await app.AddAccount(TestUser.In(Roles.TechnicalExpert), "sessions.copied", Password);
        using var browser = await Browser("sessions.copied", Firefox, out var cookie);
        using var thief = await app.As(TestUser.Anonymous);
        thief.DefaultRequestHeaders.Add("Cookie", await cookie);
        (await thief.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);

        var page = await Page.Of(await browser.GetAsync("/account", Ct));
        using var leave = page.Submit(new Dictionary<string, object?>(), "form[action*='sign-out']");
        (await Page.Of(await browser.SendAsync(leave, Ct))).Location.ShouldBe("/sign-in");

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        (await thief.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_keeps_this_one()
    {
        await app.AddAccount(TestUser.In(Roles.TechnicalExpert), "sessions.password", Password);
        using var other = await Browser("sessions.password", "curl/8.5.0");
        using var mine = await Browser("sessions.password", Firefox);
        var page = await Page.Of(await mine.GetAsync("/account/password", Ct));
        using var change = page.Submit(new Dictionary<string, object?> { ["Input.Present"] = Password, ["Input.Password"] = Password + " и весло", ["Input.PasswordAgain"] = Password + " и весло" }, null);
        (await mine.SendAsync(change, Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        (await other.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Page.Of(await mine.GetAsync("/account", Ct))).AllTexts("section[aria-labelledby='sessions-title'] li strong").ShouldBe(["Firefox, Linux"]);
    }

    [Fact]
    public async Task The_refresh_token_of_an_ended_session_has_no_force()
    {
        await app.AddAccount(TestUser.In(Roles.TechnicalExpert), "sessions.robot", Password);
        using var api = await app.Api(TestUser.Anonymous);
        var tokens = await (await api.PostAsJsonAsync("/api/v1/sign-in", new { userName = "sessions.robot", password = Password }, Ct)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        var mine = (await api.GetFromJsonAsync<JsonElement>("/api/v1/account/sessions", Ct)).EnumerateArray().Single();
        mine.GetProperty("isThis").GetBoolean().ShouldBeTrue();

        (await api.DeleteAsync($"/api/v1/account/sessions/{mine.GetProperty("id").GetString()}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);

        (await api.PostAsJsonAsync("/api/v1/refresh", new { refreshToken = tokens.GetProperty("refreshToken").GetString() }, Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Nobody_ends_a_session_of_somebody_else()
    {
        var account = await app.AddAccount(TestUser.In(Roles.TechnicalExpert), "sessions.victim", Password);
        using var victim = await Browser("sessions.victim", Firefox);
        var session = await app.Query(db => db.Sessions.Where(s => s.AccountId == account.Id).Select(s => s.Id).SingleAsync());
        using var api = await app.Api(TestUser.Administrator);

        (await api.DeleteAsync($"/api/v1/account/sessions/{session}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task However_busy_a_session_is_it_ends_after_two_weeks()
    {
        await app.AddAccount(TestUser.In(Roles.TechnicalExpert), "sessions.long", Password);
        using var browser = await Browser("sessions.long", Firefox);
        for (var i = 0; i < 27; i++)
        {
            app.Clock.Advance(TimeSpan.FromHours(11));
            (await browser.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK, $"after {11 * (i + 1)} hours");
        }

        for (var i = 0; i < 4; i++)
        {
            app.Clock.Advance(TimeSpan.FromHours(11));
            await browser.GetAsync("/account", Ct);
        }

        (await browser.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task Who_must_have_a_second_factor_sees_nothing_else_before()
    {
        // Asks all of an installation, so it has one of its own.
        await using var own = new App();
        await own.InitializeAsync();
        await own.AddAccount(TestUser.RegionalOperator, "policy.operator", Password);
        using var browser = await Browser(own, "policy.operator", Firefox);
        (await browser.GetAsync("/candidates", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await own.PostForm("/admin/sign-in", TestUser.Administrator, new Dictionary<string, object?> { ["Input.SecondFactorRoles"] = new[] { "RegionalOperator" } })).Status.ShouldBe(HttpStatusCode.Redirect);

        own.Clock.Advance(TimeSpan.FromMinutes(2));
        foreach (var address in new[] { "/", "/candidates", "/account", "/users" })
        {
            (await Page.Of(await browser.GetAsync(address, Ct))).Location.ShouldBe("/account/second-factor", address);
        }

        (await browser.GetAsync("/check", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Page.Of(await browser.GetAsync("/account/second-factor", Ct))).Html.QuerySelector(".notice").ShouldNotBeNull();
        using var api = await own.Api(TestUser.Anonymous);
        var tokens = await (await api.PostAsJsonAsync("/api/v1/sign-in", new { userName = "policy.operator", password = Password }, Ct)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.GetProperty("accessToken").GetString());
        var refused = await api.GetAsync("/api/v1/candidates", Ct);
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await refused.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString().ShouldBe("accounts.second-factor-owed");
        (await own.Get("/admin", TestUser.Administrator)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private Task<HttpClient> Browser(string name, string agent) => Browser(app, name, agent);

    private Task<HttpClient> Browser(string name, string agent, out Task<string> cookie)
    {
        var kept = new TaskCompletionSource<string>();
        cookie = kept.Task;
        return Browser(app, name, agent, kept);
    }

    private static async Task<HttpClient> Browser(App app, string name, string agent, TaskCompletionSource<string>? cookie = null)
    {
        var browser = await app.As(TestUser.Anonymous);
        browser.DefaultRequestHeaders.UserAgent.ParseAdd(agent);
        var page = await Page.Of(await browser.GetAsync("/sign-in", Ct));
        using var form = page.Submit(new Dictionary<string, object?> { ["Input.UserName"] = name, ["Input.Password"] = Password }, null);
        var answer = await Page.Of(await browser.SendAsync(form, Ct));
        answer.Location.ShouldBe("/", answer.Text);
        cookie?.SetResult(answer.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("demoexam=", StringComparison.Ordinal)).Split(';')[0]);
        return browser;
    }
}
