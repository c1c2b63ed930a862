using Microsoft.AspNetCore.Routing.Matching;

namespace DemoExam.Web;

/// <summary>Which form of an answer the reader asks for.</summary>
internal static class Negotiation
{
    /// <summary>True for wallets that ask for a credential by one of its two types, and not for a page.</summary>
    public static bool WantsCredential(this HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Any(type => type.MediaType.Value is "application/vc+jwt" or "text/plain")
            && !accepted.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>True below <c>/api</c>, where programs are answered and nobody looks at a page. Endpoints beside pages have <see cref="AnswersToPrograms">a way of their own</see>.</summary>
    public static bool IsForPrograms(this HttpContext http) => http.Request.Path.StartsWithSegments("/api");

    /// <summary>True for programs that ask for JSON; browsers name HTML and get the page.</summary>
    public static bool WantsJson(this HttpRequest request)
    {
        var accepted = request.GetTypedHeaders().Accept;
        return accepted.Any(type => type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase))
            && !accepted.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
    }
}

/// <summary>Marks the endpoint that answers programs with JSON at the address of a page: everybody alike, whoever they are and whatever language they read.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ForProgramsAttribute : Attribute;

/// <summary>
/// Lets an endpoint <see cref="ForProgramsAttribute">for programs</see> and a page share an address. The choice is made while the way is looked for, so that a
/// program does not pay for the page: its binding, filters and model take several times as long as the answer itself.
/// </summary>
internal sealed class ProgramsBesidePages : MatcherPolicy, IEndpointSelectorPolicy
{
    // Before pages are loaded.
    public override int Order => int.MinValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => endpoints.Any(IsForPrograms);

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        var asks = httpContext.Request.WantsJson() && !httpContext.Request.WantsCredential();
        for (var i = 0; i < candidates.Count; i++)
        {
            if (IsForPrograms(candidates[i].Endpoint) != asks)
            {
                candidates.SetValidity(i, false);
            }
        }

        return Task.CompletedTask;
    }

    private static bool IsForPrograms(Endpoint endpoint) => endpoint.Metadata.GetMetadata<ForProgramsAttribute>() is not null;
}

/// <summary>The short way to what is <see cref="ForProgramsAttribute">for programs</see>.</summary>
internal static class AnswersToPrograms
{
    /// <summary>Leaves out sign-in, languages and pages of errors, none of which changes such an answer. Limits stay, and count apart from those of the page at the same address.</summary>
    public static void UseAnswersToPrograms(this IApplicationBuilder app) => app.MapWhen(
        http => http.GetEndpoint()?.Metadata.GetMetadata<ForProgramsAttribute>() is not null,
        programs =>
        {
            programs.UseStatusCodePages();
            programs.UseRateLimiter();
            programs.Run(http => http.GetEndpoint()!.RequestDelegate!(http));
        });
}
