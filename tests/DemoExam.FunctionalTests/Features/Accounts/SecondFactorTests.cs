using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using DemoExam.Features.Accounts;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Accounts;

/// <summary>A second factor from its set-up to the day when the phone is gone. The app on the phone is written anew here.</summary>
public sealed class SecondFactorTests(App app) : IClassFixture<App>
{
    private const string Password = "сорок вёсел на воде";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Signing_in_asks_for_the_code_and_takes_each_code_once()
    {
        var phone = await SetUp("second.page");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var code = phone.CodeAt(app.Clock.Now);

        (await Enter("second.page", null)).Asks.ShouldNotBeNull();
        (await Enter("second.page", "000000")).Person.ShouldBeNull();
        (await Enter("second.page", code)).Person.ShouldNotBeNull().HasClaim("demoexam:means", "SecondFactor").ShouldBeTrue();
        (await Enter("second.page", code)).Person.ShouldBeNull("the same code again");

        app.Clock.Advance(TimeSpan.FromSeconds(30));
        (await Enter("second.page", code)).Person.ShouldBeNull("a code of a step that was used");
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        (await Enter("second.page", phone.CodeAt(app.Clock.Now))).Person.ShouldNotBeNull();
    }

    [Fact]
    public async Task One_code_sent_many_times_at_the_same_moment_opens_one_session()
    {
        var phone = await SetUp("second.race");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var code = phone.CodeAt(app.Clock.Now);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Enter("second.race", code)));

        answers.Count(a => a.Person is not null).ShouldBe(1);
    }

    [Fact]
    public async Task The_page_asks_for_the_code_in_a_second_step_and_keeps_where_to_go()
    {
        var phone = await SetUp("second.steps");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var browser = await app.As(TestUser.Anonymous);
        var first = await Page.Of(await browser.GetAsync("/sign-in?returnUrl=%2Faccount", Ct));

        using var typed = first.Submit(new Dictionary<string, object?> { ["Input.UserName"] = "second.steps", ["Input.Password"] = Password }, null);
        var answer = await Page.Of(await browser.SendAsync(typed, Ct));
        answer.Location.ShouldBe("/sign-in/code?ReturnUrl=%2Faccount");
        (await browser.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect, "the password alone opens nothing");

        var second = await Page.Of(await browser.GetAsync(answer.Location, Ct));
        using var wrong = second.Submit(new Dictionary<string, object?> { ["Input.Code"] = "000000" }, null);
        (await Page.Of(await browser.SendAsync(wrong, Ct))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        using var right = second.Submit(new Dictionary<string, object?> { ["Input.Code"] = phone.CodeAt(app.Clock.Now) }, null);
        (await Page.Of(await browser.SendAsync(right, Ct))).Location.ShouldBe("/account");
        (await browser.GetStringAsync("/account", Ct)).ShouldContain("second.steps");
    }

    [Fact]
    public async Task A_program_sends_the_code_with_the_password()
    {
        var phone = await SetUp("second.robot");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        using var api = await app.Api(TestUser.Anonymous);

        var missing = await api.PostAsJsonAsync("/api/v1/sign-in", new { userName = "second.robot", password = Password }, Ct);
        missing.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await missing.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString().ShouldBe("sign-in.code-missing");
        (await api.PostAsJsonAsync("/api/v1/sign-in", new { userName = "second.robot", password = Password, code = phone.CodeAt(app.Clock.Now) }, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Guessing_codes_closes_the_account_although_the_password_is_right_each_time()
    {
        var phone = await SetUp("second.guessed");
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 5; i++)
        {
            (await Enter("second.guessed", "000000")).Person.ShouldBeNull();
        }

        // Tries by the password alone would otherwise start the count anew.
        (await Enter("second.guessed", null)).Person.ShouldBeNull();

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Enter("second.guessed", phone.CodeAt(app.Clock.Now))).Person.ShouldBeNull("closed for five minutes");
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        (await Enter("second.guessed", phone.CodeAt(app.Clock.Now))).Person.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_recovery_code_opens_once_however_it_is_typed_and_new_ones_end_the_old()
    {
        using var browser = await Browser("second.recovery");
        var codes = (await TurnOn(browser)).Codes;
        codes.Count.ShouldBe(10);

        (await Enter("second.recovery", codes[0].ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal))).Person.ShouldNotBeNull();
        (await Enter("second.recovery", codes[0])).Person.ShouldBeNull();

        var renewed = await Fill(browser, "/account/second-factor", new Dictionary<string, object?> { ["Input.Present"] = Password }, "form[action*='Codes']");
        (await Enter("second.recovery", codes[1])).Person.ShouldBeNull(renewed.Text);
        (await Enter("second.recovery", renewed.Html.QuerySelector(".codes code")!.TextContent)).Person.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_secret_lies_sealed_in_the_database_and_the_seal_is_the_accounts_own()
    {
        using var browser = await Browser("second.sealed");
        var turned = await TurnOn(browser);
        var stored = await app.Query(db => db.SecondFactors.AsNoTracking().Where(f => db.Users.Any(a => a.Id == f.AccountId && a.UserName == "second.sealed")).SingleAsync());

        stored.Secret.ShouldNotContain(turned.Phone.Text);
        Convert.ToHexString(Convert.FromBase64String(stored.Secret)).ShouldNotContain(Convert.ToHexString(turned.Phone.Secret));
        turned.Codes.ShouldAllBe(code => !stored.RecoveryCodes.Contains(code));

        // The seal of one account is worth nothing at another.
        using var thief = await Browser("second.thief");
        var theft = await Fill(thief, "/account/second-factor", new Dictionary<string, object?> { ["Input.Sealed"] = stored.Secret, ["Input.Code"] = turned.Phone.CodeAt(app.Clock.Now), ["Input.Present"] = Password });
        theft.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await app.Query(db => db.SecondFactors.CountAsync(f => db.Users.Any(a => a.Id == f.AccountId && a.UserName == "second.thief")))).ShouldBe(0);
    }

    [Theory]
    [InlineData("000000", Password, "Input_Code-error")]
    [InlineData(null, "wrong", "Input_Present-error")]
    public async Task A_wrong_code_or_password_turns_nothing_on_and_keeps_the_secret(string? code, string password, string error)
    {
        using var browser = await Browser($"second.wrong{password.Length}");
        var offered = PhoneOn(await Page.Of(await browser.GetAsync("/account/second-factor", Ct)));
        var page = await Page.Of(await browser.GetAsync("/account/second-factor", Ct));
        var shown = PhoneOn(page);
        using var form = page.Submit(new Dictionary<string, object?> { ["Input.Code"] = code ?? shown.CodeAt(app.Clock.Now), ["Input.Present"] = password }, null);

        var answer = await Page.Of(await browser.SendAsync(form, Ct));

        answer.Html.GetElementById(error).ShouldNotBeNull(answer.Text);
        PhoneOn(answer).Text.ShouldBe(shown.Text);
        offered.Text.ShouldNotBe(shown.Text, "each visit offers a new secret");
    }

    [Fact]
    public async Task A_reset_by_the_operator_takes_the_factor_off_and_ends_sessions()
    {
        using var browser = await Browser("second.lost");
        await TurnOn(browser);
        var id = await app.Query(db => db.Users.Where(a => a.UserName == "second.lost").Select(a => a.Id).SingleAsync());
        (await browser.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await app.PostForm($"/users/{id}", TestUser.RegionalOperator, new Dictionary<string, object?>(), "form[action*='ResetSecondFactor']")).Status.ShouldBe(HttpStatusCode.Redirect);

        app.Clock.Advance(TimeSpan.FromMinutes(2));
        (await browser.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await Enter("second.lost", null)).Person.ShouldNotBeNull();
    }

    private Task<SignInAnswer> Enter(string name, string? code) => app.Send(new SignIn(name, Password, code), TestUser.Anonymous);

    private async Task<Phone> SetUp(string name)
    {
        using var browser = await Browser(name);
        return (await TurnOn(browser)).Phone;
    }

    // A new account whose person has signed in by the password.
    private async Task<HttpClient> Browser(string name)
    {
        await app.AddAccount(TestUser.In(Roles.TechnicalExpert), name, Password);
        var browser = await app.As(TestUser.Anonymous);
        (await Fill(browser, "/sign-in", new Dictionary<string, object?> { ["Input.UserName"] = name, ["Input.Password"] = Password })).Location.ShouldBe("/");
        return browser;
    }

    private async Task<(Phone Phone, IReadOnlyList<string> Codes)> TurnOn(HttpClient browser)
    {
        var page = await Page.Of(await browser.GetAsync("/account/second-factor", Ct));
        var phone = PhoneOn(page);
        using var form = page.Submit(new Dictionary<string, object?> { ["Input.Code"] = phone.CodeAt(app.Clock.Now), ["Input.Present"] = Password }, null);
        var done = await Page.Of(await browser.SendAsync(form, Ct));
        done.Status.ShouldBe(HttpStatusCode.OK, done.Text);
        return (phone, [.. done.Html.QuerySelectorAll(".codes code").Select(c => c.TextContent)]);
    }

    private static async Task<Page> Fill(HttpClient browser, string address, Dictionary<string, object?> fields, string? form = null)
    {
        var page = await Page.Of(await browser.GetAsync(address, Ct));
        using var request = page.Submit(fields, form);
        return await Page.Of(await browser.SendAsync(request, Ct));
    }

    private static Phone PhoneOn(Page page) => new(page.Html.QuerySelector(".code-slip .code")!.TextContent.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>An authenticator app: Base32 and RFC 6238 as its own few lines.</summary>
    private sealed record Phone(string Text)
    {
        public byte[] Secret { get; } = [.. Bits(Text).Chunk(8).Where(b => b.Length == 8).Select(b => Convert.ToByte(new string(b), 2))];

        public string CodeAt(DateTimeOffset now)
        {
            var counter = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(counter, (ulong)(now.ToUnixTimeSeconds() / 30));
#pragma warning disable CA5350 // RFC 6238.
            using var mac = new HMACSHA1(Secret);
#pragma warning restore CA5350
            var hash = mac.ComputeHash(counter);
            var offset = hash[19] & 15;
            var number = ((hash[offset] & 127) << 24) | (hash[offset + 1] << 16) | (hash[offset + 2] << 8) | hash[offset + 3];
            return $"{number % 1_000_000:D6}";
        }

        private static string Bits(string text) => string.Concat(text.Select(c => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
    }
}
