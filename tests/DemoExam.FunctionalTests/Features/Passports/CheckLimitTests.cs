using System.Net;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>Whoever tries numbers one after another is slowed down; links, which nobody can guess, have more room.</summary>
public sealed class CheckLimitTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Trying_numbers_one_after_another_ends_with_too_many_requests_while_links_still_answer()
    {
        using var client = await app.As(TestUser.Anonymous);

        HttpStatusCode last = HttpStatusCode.OK;
        var tried = 0;
        for (; tried < 200 && last == HttpStatusCode.OK; tried++)
        {
            using var answer = await client.GetAsync("/check?code=39-2026-000001-9", TestContext.Current.CancellationToken);
            last = answer.StatusCode;
            if (last == HttpStatusCode.TooManyRequests)
            {
                answer.Headers.RetryAfter.ShouldNotBeNull();
            }
        }

        last.ShouldBe(HttpStatusCode.TooManyRequests);
        tried.ShouldBeGreaterThan(50);
        using var link = await client.GetAsync("/p/AAAAAAAAAAAAAAAAAAAAAA", TestContext.Current.CancellationToken);
        link.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
