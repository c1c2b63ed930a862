using System.Text.RegularExpressions;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features;

/// <summary>No page may break, whoever opens it, on an installation that holds exams in several states.</summary>
public sealed class EveryPageTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Every_page_opens_or_refuses_for_every_role_in_both_languages()
    {
        await app.Given.AScheduledExam(2);
        var running = await app.Given.ARunningExam(2);
        var locked = await app.Given.ALockedExam(2);
        var ids = new Dictionary<string, string>
        {
            ["examId"] = locked.Id.ToString(),
            ["venueId"] = locked.Venue.Id.ToString(),
            ["expertId"] = locked.Chief.Id.ToString(),
            ["candidateId"] = locked.Candidates[0].Id.ToString(),
            ["packageId"] = locked.Package.Id.ToString(),
            ["criterion"] = "A",
            ["status"] = "404",
            ["organisationId"] = locked.College.ToString(),
        };
        var routes = app.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
            .SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<PageActionDescriptor>() is not null)
            .Select(e => e.RoutePattern)
            .Where(p => p.Parameters.All(parameter => ids.ContainsKey(parameter.Name)))
            .Select(p => "/" + string.Join('/', p.PathSegments.Select(s => string.Concat(s.Parts.Select(part =>
                part is Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart parameter ? ids[parameter.Name] : ((Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart)part).Content)))))
            .Distinct().Order().ToList();
        routes.Count.ShouldBeGreaterThan(30);
        TestUser[] people =
        [
            TestUser.Anonymous, TestUser.Administrator, TestUser.RegionalOperator, TestUser.OrganiserOf(locked.College),
            locked.ChiefUser, running.ScorerUser(), TestUser.Technical(locked.Technical.Id), locked.HolderUser(0), TestUser.EmployerOf((await app.Given.AnEmployer()).Id),
        ];

        var broken = new List<string>();
        foreach (var user in people)
        {
            using var client = await app.As(user);
            foreach (var route in routes)
            {
                foreach (var language in new[] { "ru", "en" })
                {
                    var answer = await client.GetAsync($"{route}?lang={language}", TestContext.Current.CancellationToken);
                    if ((int)answer.StatusCode >= 500 && !route.StartsWith("/problem", StringComparison.Ordinal))
                    {
                        broken.Add($"{route} ({language}) for {user.Role ?? "nobody"}: {answer.StatusCode}");
                    }

                    // HTML knows no such thing: a browser opens the element there and swallows what follows.
                    if (Regex.Match(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "<(div|section|p|span|ul|ol|li|table|button|a)\\b[^>]*/>") is { Success: true } closed)
                    {
                        broken.Add($"{route} ({language}) for {user.Role ?? "nobody"}: {closed.Value}");
                    }
                }
            }
        }

        broken.ShouldBeEmpty();
        Roles.All.Count.ShouldBe(people.Length - 1, "A role is missing in this test.");
    }
}
