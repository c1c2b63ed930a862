using System.Text.Json;
using System.Text.RegularExpressions;
using DemoExam.FunctionalTests.Support;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Doors;

/// <summary>One way into the service: a method and an address, of a page, the API or anything else that answers.</summary>
/// <param name="Name">As the table of doors calls it: <c>GET /exams/{examId}</c>, <c>POST /users/{accountId}?handler=Disable</c>.</param>
/// <param name="IsPage">A Razor page: it wants a cookie, and an antiforgery token when it is posted to.</param>
/// <param name="Operation">What the API's own document says of it: parameters, example of the body.</param>
internal sealed partial record Door(string Name, string Method, string Address, bool IsPage, JsonElement? Operation)
{
    /// <summary>Every door of the running host but its static files.</summary>
    public static async Task<IReadOnlyList<Door>> All(App app)
    {
        using var client = await app.As(TestUser.Anonymous);
        var paths = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken)).RootElement.GetProperty("paths");
        return
        [
            .. app.Services.GetRequiredService<IEnumerable<EndpointDataSource>>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
                .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                .SelectMany(e => Of(e, paths)).DistinctBy(d => d.Name).OrderBy(d => d.Name, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<Door> Of(RouteEndpoint endpoint, JsonElement paths)
    {
        var address = "/" + Constraint().Replace(endpoint.RoutePattern.RawText!.Trim('/'), "}");
        if (endpoint.Metadata.GetMetadata<CompiledPageActionDescriptor>() is { } page)
        {
            return page.HandlerMethods.Select(h => (Method: h.HttpMethod.ToUpperInvariant(), Query: h.Name is null ? "" : $"?handler={h.Name}")).Append((Method: "GET", Query: ""))
                .Select(h => new Door($"{h.Method} {address}{h.Query}", h.Method, address + h.Query, true, null));
        }

        return (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Where(m => m != "HEAD").Select(method => new Door($"{method} {address}", method, address, false,
            paths.TryGetProperty(address, out var path) && path.TryGetProperty(method.ToLowerInvariant(), out var operation) ? operation : null));
    }

    [GeneratedRegex(@":[^{}]*(\{[^}]*\}[^{}]*)*\}|=[^}]*\}")]
    private static partial Regex Constraint();
}
