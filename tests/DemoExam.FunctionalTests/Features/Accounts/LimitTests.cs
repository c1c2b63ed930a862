using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;

namespace DemoExam.FunctionalTests.Features.Accounts;

/// <summary>How often one may ask: each account has its own room, strangers behind one address share a wider one.</summary>
public sealed class LimitTests(LimitTests.Narrow app) : IClassFixture<LimitTests.Narrow>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_program_that_asks_too_often_waits_while_others_at_its_address_go_on()
    {
        using var greedy = await app.Api(TestUser.Organiser);
        using var other = await app.Api(TestUser.RegionalOperator);

        HttpResponseMessage last = null!;
        var asked = 0;
        for (; asked < 60 && last?.StatusCode != HttpStatusCode.TooManyRequests; asked++)
        {
            last = await greedy.GetAsync("/api/v1/account", Ct);
        }

        last.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        asked.ShouldBeGreaterThan(Narrow.PerAccount);
        last.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        last.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await last.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("status").GetInt32().ShouldBe(429);
        (await other.GetAsync("/api/v1/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var pages = await app.As(TestUser.Organiser);
        (await pages.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK, "pages have no such limit");
    }

    [Fact]
    public void Many_wrong_tries_over_many_accounts_close_the_address_and_right_ones_never_do()
    {
        using var limits = new SignInLimits();
        for (var i = 0; i < 1000; i++)
        {
            limits.Wait($"clerk{i}", "203.0.113.7").ShouldBeNull("right tries of an office");
        }

        for (var i = 0; i < SignInLimits.FailuresOfAddress; i++)
        {
            limits.Wait($"victim{i}", "203.0.113.8").ShouldBeNull();
            limits.Failed("203.0.113.8");
        }

        limits.Wait("victim", "203.0.113.8").ShouldNotBeNull();
        limits.Wait("victim", "203.0.113.9").ShouldBeNull();
    }

    public sealed class Narrow : App
    {
        public const int PerAccount = 20;

        protected override void Configure(IDictionary<string, string> settings)
        {
            settings["Limits:ApiPerAccount"] = $"{PerAccount}";
            settings["Limits:ApiPerAddress"] = "40";
        }
    }
}
