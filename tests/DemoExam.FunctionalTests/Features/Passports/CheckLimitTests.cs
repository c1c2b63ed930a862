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

    [Fact]
    public async Task A_program_that_asks_too_often_is_told_so_in_its_own_form()
    {
        using var client = await app.As(TestUser.Anonymous);
        for (var tried = 0; tried < 600; tried++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/p/BBBBBBBBBBBBBBBBBBBBBB") { Headers = { Accept = { new("application/json") } } };
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            if (answer.StatusCode == HttpStatusCode.TooManyRequests)
            {
                answer.Headers.RetryAfter.ShouldNotBeNull();
                answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
                (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("429");
                return;
            }
        }

        Assert.Fail("Six hundred checks in a row were answered.");
    }
}
