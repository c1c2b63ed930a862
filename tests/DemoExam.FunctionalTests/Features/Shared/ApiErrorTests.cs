using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Shared;

public sealed class ApiErrorTests(App app) : IClassFixture<App>
{
    [Theory]
    [InlineData("""{ "surname": "A", "employerId": { "value": 1 } }""")]
    [InlineData("""{ "surname": 17 }""")]
    [InlineData("no json at all")]
    public async Task A_body_that_cannot_be_read_is_the_callers_fault(string body)
    {
        using var api = await app.Api(TestUser.RegionalOperator);

        var answer = await api.PostAsync("/api/v1/experts", new StringContent(body, null, "application/json"), TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString().ShouldBe("request.unreadable");
    }
}
