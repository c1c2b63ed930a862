using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Shared;

public sealed partial class ApiDocumentTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_operation_is_named_and_described_and_every_json_body_has_an_example()
    {
        var poor = (await Operations()).Where(o =>
            o.Node.GetProperty("operationId").GetString() is not { Length: > 0 }
            || o.Node.GetProperty("summary").GetString() is not { Length: > 0 }
            || !o.Node.TryGetProperty("description", out _)
            || (o.JsonBody is { } body && (!body.TryGetProperty("example", out var example) || example.ValueKind != JsonValueKind.Object || !example.EnumerateObject().Any())));

        poor.Select(o => o.Title).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_example_is_understood_by_its_own_endpoint()
    {
        await app.Given.ARegion();
        var misread = new List<string>();
        var sent = 0;
        foreach (var operation in (await Operations()).Where(o => o.JsonBody is not null))
        {
            // Nothing that the example names exists, so the answer is a refusal; but the body must have been read and found valid.
            using var client = await app.Api(operation.Title.Contains("/account", StringComparison.Ordinal) ? TestUser.Administrator : TestUser.RegionalOperator);
            var address = PathParameter().Replace(operation.Path, match => match.Groups[1].Value is "criterion" ? "A" : Guid.CreateVersion7().ToString());
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), address)
            {
                Content = new StringContent(operation.JsonBody!.Value.GetProperty("example").GetRawText(), Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
            };
            var answer = await client.SendAsync(request, Ct);
            sent++;
            if (answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.MethodNotAllowed || (int)answer.StatusCode >= 500)
            {
                misread.Add($"{operation.Title}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Ct)}");
            }
        }

        misread.ShouldBeEmpty();
        sent.ShouldBeGreaterThan(20);
    }

    [Fact]
    public async Task Ids_points_and_lists_have_types_that_a_client_can_be_made_from()
    {
        var document = await Document();
        var schemas = document.GetProperty("components").GetProperty("schemas");
        schemas.GetProperty("ExamId").GetProperty("format").GetString().ShouldBe("uuid");
        schemas.GetProperty("Marks").GetProperty("type").GetString().ShouldBe("number");
        Untyped(schemas).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_document_says_how_to_sign_in_what_may_be_repeated_and_what_a_refusal_holds()
    {
        var document = await Document();
        var paths = document.GetProperty("paths");
        var schedule = paths.GetProperty("/api/v1/exams").GetProperty("post");
        schedule.GetProperty("security")[0].TryGetProperty("bearer", out _).ShouldBeTrue();
        schedule.GetProperty("parameters").EnumerateArray().ShouldContain(p => p.GetProperty("name").GetString() == "Idempotency-Key");
        schedule.GetProperty("responses").TryGetProperty("403", out _).ShouldBeTrue();
        paths.GetProperty("/api/v1/sign-in").GetProperty("post").TryGetProperty("security", out _).ShouldBeFalse();
        paths.GetProperty("/api/v1/check").GetProperty("get").TryGetProperty("security", out _).ShouldBeFalse();
        document.GetProperty("components").GetProperty("schemas").GetProperty("ProblemDetails").GetProperty("properties").TryGetProperty("refusals", out _).ShouldBeTrue();
    }

    private async Task<JsonElement> Document()
    {
        using var client = await app.As(TestUser.Anonymous);
        return JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Ct)).RootElement;
    }

    private async Task<IReadOnlyList<Operation>> Operations() =>
    [
        .. (await Document()).GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(method => new Operation(method.Name.ToUpperInvariant(), path.Name, method.Value))),
    ];

    private static IEnumerable<string> Untyped(JsonElement schemas) => schemas.EnumerateObject()
        .Where(schema => schema.Value.TryGetProperty("properties", out _))
        .SelectMany(schema => schema.Value.GetProperty("properties").EnumerateObject()
            .Where(property => property.Value.TryGetProperty("type", out var type) && type.ToString().Contains("array", StringComparison.Ordinal) && !property.Value.TryGetProperty("items", out _))
            .Select(property => $"{schema.Name}.{property.Name}"));

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();

    private sealed record Operation(string Method, string Path, JsonElement Node)
    {
        public string Title => $"{Method} {Path}";

        public JsonElement? JsonBody => Node.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/json", out var json) ? json : null;
    }
}
