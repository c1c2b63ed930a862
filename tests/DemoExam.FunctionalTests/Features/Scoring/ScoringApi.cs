using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Scoring;

/// <summary>Scores sent as a program sends them.</summary>
internal static class ScoringApi
{
    public static async Task<(HttpStatusCode Status, JsonNode Body)> Score(this App app, TestUser user, ExamState exam, string aspect, object? value, int candidate = 0, Guid? entryId = null, params IEnumerable<Guid> replaces) =>
        await app.Put(user, $"/api/v1/exams/{exam.Id}/candidates/{exam.Candidates[candidate].Id}/scores/{exam.Aspect(aspect).Id}", new
        {
            entryId = entryId ?? Guid.CreateVersion7(),
            kind = value is string ? "notAttempted" : value is null ? "withdrawn" : "value",
            value = value is string ? null : value,
            reason = value as string,
            replaces,
            enteredAt = app.Clock.Now,
        });

    public static object Event(this ExamState exam, string aspect, decimal value, int candidate = 0, Guid? entryId = null, params IEnumerable<Guid> replaces) => new
    {
        entryId = entryId ?? Guid.CreateVersion7(),
        candidateId = exam.Candidates[candidate].Id.Value,
        aspectId = exam.Aspect(aspect).Id.Value,
        kind = "value",
        value,
        replaces,
        enteredAt = DateTimeOffset.UnixEpoch,
    };

    public static async Task<(HttpStatusCode Status, JsonNode Body)> Put(this App app, TestUser user, string address, object body)
    {
        using var client = await app.Api(user);
        return await Read(await client.PutAsJsonAsync(address, body, TestContext.Current.CancellationToken));
    }

    public static async Task<(HttpStatusCode Status, JsonNode Body)> Post(this App app, TestUser user, string address, object? body)
    {
        using var client = await app.Api(user);
        return await Read(await client.PostAsJsonAsync(address, body, TestContext.Current.CancellationToken));
    }

    public static async Task<(HttpStatusCode Status, JsonNode Body)> GetJson(this App app, TestUser user, string address)
    {
        using var client = await app.Api(user);
        return await Read(await client.GetAsync(address, TestContext.Current.CancellationToken));
    }

    /// <summary>Every scoring expert signs the sheets of a criterion as they are now.</summary>
    public static async Task SignAll(this App app, ExamState exam, string criterion)
    {
        for (var index = 0; index < exam.Scorers.Count; index++)
        {
            await app.Send(new SignSheets(exam.Id, criterion), exam.ScorerUser(index));
        }
    }

    public static string SheetOf(ExamState exam, string criterion, int candidate = 0) => $"/api/v1/exams/{exam.Id}/criteria/{criterion}/sheets/{exam.Candidates[candidate].Id}";

    public static string PageOf(ExamState exam, string criterion, int candidate = 0) => $"/scoring/{exam.Id}/{criterion}/{exam.Candidates[candidate].Id}";

    public static JsonNode AspectIn(this JsonNode sheet, string code) =>
        sheet["subCriteria"]!.AsArray().SelectMany(s => s!["aspects"]!.AsArray()).Single(a => (string?)a!["code"] == code)!;

    private static async Task<(HttpStatusCode, JsonNode)> Read(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (response.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }
}
