using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;

namespace DemoExam.FunctionalTests.Features.Accounts;

public sealed class SignInTests(App app) : IClassFixture<App>
{
    private const string Password = "сорок вёсел на воде";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_right_password_opens_a_session_that_pages_know()
    {
        await app.AddAccount(TestUser.RegionalOperator, "olga.page", Password);

        var page = await SignInPage("olga.page", Password, "/sign-in?returnUrl=%2Faccount");

        page.Status.ShouldBe(HttpStatusCode.Redirect);
        page.Location.ShouldBe("/account");
        using var browser = await app.As(TestUser.Anonymous);
        browser.DefaultRequestHeaders.Add("Cookie", page.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("demoexam=", StringComparison.Ordinal)).Split(';')[0]);
        (await browser.GetStringAsync("/account", Ct)).ShouldContain("olga.page");
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    public async Task Signing_in_never_leads_to_another_site(string address)
    {
        var name = $"inside{address.Length}";
        await app.AddAccount(TestUser.RegionalOperator, name, Password);

        (await SignInPage(name, Password, $"/sign-in?returnUrl={Uri.EscapeDataString(address)}")).Location.ShouldBe("/");
    }

    [Fact]
    public async Task Unknown_locked_and_disabled_accounts_are_told_the_same()
    {
        await app.AddAccount(TestUser.RegionalOperator, "known", Password);
        await app.AddAccount(TestUser.RegionalOperator, "disabled", Password);
        await app.Change(db =>
        {
            db.Users.Single(a => a.UserName == "disabled").IsDisabled = true;
            return Task.CompletedTask;
        });

        var answers = new List<string>
        {
            (await SignInPage("nobody.here", Password)).TextOf(".error-summary"),
            (await SignInPage("disabled", Password)).TextOf(".error-summary"),
        };
        for (var i = 0; i < 5; i++)
        {
            answers.Add((await SignInPage("known", "wrong password")).TextOf(".error-summary"));
        }

        answers.Add((await SignInPage("known", Password)).TextOf(".error-summary"));
        answers.Distinct().Count().ShouldBe(1);

        app.Clock.Advance(TimeSpan.FromMinutes(6));
        (await SignInPage("known", Password)).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_machine_that_guesses_must_wait_while_others_at_its_address_sign_in()
    {
        await app.AddAccount(TestUser.RegionalOperator, "guessed", Password);
        await app.AddAccount(TestUser.RegionalOperator, "colleague", Password);
        using var api = await app.Api(TestUser.Anonymous);

        HttpResponseMessage last = null!;
        for (var i = 0; i <= SignInLimits.Tries; i++)
        {
            last = await api.PostAsJsonAsync("/api/v1/sign-in", new { userName = "guessed", password = "wrong" }, Ct);
        }

        last.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        last.Headers.RetryAfter.ShouldNotBeNull();
        (await api.PostAsJsonAsync("/api/v1/sign-in", new { userName = "colleague", password = Password }, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_program_gets_a_token_uses_it_and_renews_it_until_sessions_are_ended()
    {
        await app.AddAccount(TestUser.RegionalOperator, "robot", Password);
        using var api = await app.Api(TestUser.Anonymous);

        var tokens = await Tokens(await api.PostAsJsonAsync("/api/v1/sign-in", new { userName = "robot", password = Password }, Ct));
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", tokens.Access);
        (await api.GetFromJsonAsync<JsonElement>("/api/v1/account", Ct)).GetProperty("userName").GetString().ShouldBe("robot");

        var next = await Tokens(await api.PostAsJsonAsync("/api/v1/refresh", new { refreshToken = tokens.Refresh }, Ct));
        await app.Change(db =>
        {
            db.Users.Single(a => a.UserName == "robot").EndSessions();
            return Task.CompletedTask;
        });
        (await api.PostAsJsonAsync("/api/v1/refresh", new { refreshToken = next.Refresh }, Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_wrong_password_is_a_401_with_a_code()
    {
        using var api = await app.Api(TestUser.Anonymous);

        var answer = await api.PostAsJsonAsync("/api/v1/sign-in", new { userName = "nobody.at.all", password = "whatever it is" }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString().ShouldBe("sign-in.refused");
    }

    [Fact]
    public async Task Ending_my_sessions_ends_the_cookie_within_a_minute()
    {
        var user = TestUser.In(Roles.TechnicalExpert);
        using var browser = await app.As(user);
        (await browser.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await app.PostForm("/account", user, new Dictionary<string, object?>(), "form[action*='EndSessions']")).Location.ShouldBe("/sign-in");

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        var after = await browser.GetAsync("/account", Ct);
        after.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        after.Headers.Location!.ToString().ShouldContain("/sign-in");
    }

    [Fact]
    public async Task A_visitor_is_sent_to_the_sign_in_and_signing_out_needs_the_form()
    {
        var page = await app.Get("/account", TestUser.Anonymous);
        page.Status.ShouldBe(HttpStatusCode.Redirect);
        page.Location!.ShouldContain("/sign-in?ReturnUrl=%2Faccount");

        using var browser = await app.As(TestUser.In(Roles.ScoringExpert));
        (await browser.PostAsync("/sign-out", null, Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private Task<Page> SignInPage(string name, string password, string address = "/sign-in") =>
        app.PostForm(address, TestUser.Anonymous, new Dictionary<string, object?> { ["Input.UserName"] = name, ["Input.Password"] = password });

    private static async Task<(string Access, string Refresh)> Tokens(HttpResponseMessage answer)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return (json.GetProperty("accessToken").GetString()!, json.GetProperty("refreshToken").GetString()!);
    }
}
