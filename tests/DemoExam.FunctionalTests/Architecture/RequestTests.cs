using System.Reflection;
using DemoExam.Domain;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Architecture;

/// <summary>Every use case is complete: one handler, one statement of who may, doors that are described.</summary>
public sealed class RequestTests(App app) : IClassFixture<App>
{
    // The home page shows what the visitor may see, problems are for everybody, the gallery is there in development only.
    private static readonly string[] PublicPages = ["/Index", "/Shared/Problem", "/Design/"];

    private static readonly Type[] Requests = [.. typeof(Program).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsInterface: false } && t.IsAssignableTo(typeof(IBaseRequest)))];

    [Fact]
    public void Every_request_has_exactly_one_handler_named_after_it()
    {
        var handlers = DependencyTests.Handlers()
            .SelectMany(h => h.GetInterfaces().Where(DependencyTests.IsHandler).Select(i => (Request: i.GetGenericArguments()[0], Handler: h)))
            .ToLookup(x => x.Request, x => x.Handler);

        Requests.Where(r => handlers[r].Count() != 1).Select(r => $"{r.Name} has {handlers[r].Count()} handlers").ShouldBeEmpty();
        handlers.SelectMany(h => h).Where(h => h.IsPublic || !h.IsSealed).Select(h => h.Name).ShouldBeEmpty("Handlers are internal and sealed.");
        handlers.Where(h => h.Any(x => x.Name != $"{h.Key.Name}Handler")).Select(h => h.Key.Name).ShouldBeEmpty();
    }

    [Fact]
    public void Every_request_is_a_command_or_a_query() =>
        Requests.Where(r => Implements(r, typeof(ICommand<>)) == Implements(r, typeof(IQuery<>))).Select(r => r.Name).ShouldBeEmpty();

    [Fact]
    public async Task Every_request_says_who_may_send_it()
    {
        var policies = app.Services.GetRequiredService<IAuthorizationPolicyProvider>();
        var offenders = new List<string>();
        foreach (var request in Requests)
        {
            var named = request.GetCustomAttributes<AuthorizeAttribute>().Select(a => a.Policy).ToList();
            var open = request.GetCustomAttribute<AllowAnonymousAttribute>() is not null;
            if (open == named.Count > 0)
            {
                offenders.Add($"{request.Name} says {(open ? "two things" : "nothing")}");
            }

            foreach (var policy in named)
            {
                if (policy is null || await policies.GetPolicyAsync(policy) is null)
                {
                    offenders.Add($"{request.Name} names the policy {policy ?? "(none)"}, which does not exist");
                }
            }
        }

        offenders.ShouldBeEmpty();
    }

    [Fact]
    public void Every_page_but_the_public_ones_says_who_may_open_it()
    {
        var pages = app.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(e => e.Metadata.GetMetadata<CompiledPageActionDescriptor>())
            .OfType<CompiledPageActionDescriptor>()
            .ToList();

        pages.ShouldNotBeEmpty();
        pages.Where(p => !PublicPages.Any(open => p.ViewEnginePath.StartsWith(open, StringComparison.Ordinal))
                && p.ModelTypeInfo!.GetCustomAttribute<AuthorizeAttribute>() is null
                && p.ModelTypeInfo!.GetCustomAttribute<AllowAnonymousAttribute>() is null)
            .Select(p => p.ViewEnginePath).Distinct()
            .ShouldBeEmpty("Put [Authorize(Policy = …)] on the page model, or [AllowAnonymous] when everybody may.");
    }

    [Fact]
    public void Every_folder_with_endpoints_is_in_the_list()
    {
        var list = File.ReadAllText(Path.Combine(Sources.Root, "src/DemoExam/Features/FeatureEndpoints.cs"));

        Sources.Files("src/DemoExam/Features", "*Endpoints.cs")
            .SelectMany(file => System.Text.RegularExpressions.Regex.Matches(File.ReadAllText(file), @"public static \w+ (Map\w+)\(this IEndpointRouteBuilder"))
            .Select(m => m.Groups[1].Value)
            .Where(map => map != "MapFeatures" && !list.Contains($".{map}(", StringComparison.Ordinal))
            .ShouldBeEmpty("Call it in FeatureEndpoints.cs.");
    }

    [Fact]
    public void Every_door_of_the_api_is_described()
    {
        var doors = app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText?.StartsWith("/api/", StringComparison.Ordinal) == true);

        doors.Where(d => d.Metadata.GetMetadata<IEndpointNameMetadata>() is null
                || d.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IEndpointSummaryMetadata>() is null
                || d.Metadata.GetMetadata<Microsoft.AspNetCore.Http.Metadata.IEndpointDescriptionMetadata>() is null)
            .Select(d => d.DisplayName)
            .ShouldBeEmpty("Each endpoint has .WithName, .WithSummary and .WithDescription.");
    }

    [Fact]
    public void Rule_codes_are_unique_and_well_formed()
    {
        var rules = typeof(Rule).Assembly.GetTypes().SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(f => f.FieldType == typeof(Rule)).Select(f => (Rule)f.GetValue(null)!).ToList();

        rules.GroupBy(r => r.Code).Where(g => g.Count() > 1).Select(g => g.Key).ShouldBeEmpty();
        rules.ShouldAllBe(r => System.Text.RegularExpressions.Regex.IsMatch(r.Code, "^[a-z]+\\.[a-z-]+$"));
    }

    private static bool Implements(Type type, Type open) => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == open);
}
