using System.Text.Json.Serialization;
using DemoExam.Features;

namespace DemoExam.Web;

/// <summary>The web doors: pages, API, errors, headers.</summary>
internal static class WebSetup
{
    public static IServiceCollection AddWeb(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddHttpContextAccessor();
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiErrors>();
        services.AddDemoExamPages();
        services.Configure<Microsoft.AspNetCore.Mvc.MvcOptions>(o => o.Filters.Add<PageErrors>());
        services.ConfigureHttpJsonOptions(WriteOurWay);
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddSingleton<MatcherPolicy, ProgramsBesidePages>();
        services.AddApiDocument();
        services.AddRateLimits(configuration);
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        return services;
    }

    /// <summary>What happens to each request, and every way that there is; all are made when this returns.</summary>
    public static void UseWeb(this WebApplication app)
    {
        if (!NodeParts.Of(app.Configuration).Pages)
        {
            app.MapHealth();
            return;
        }

        app.UseTrustedProxies();
        app.UseExceptionHandler("/problem/500");
        app.UseSecurityHeaders();
        app.UseAnswersToPrograms();
        app.UseDemoExamPages();
        app.UseWhen(http => http.IsForPrograms(), programs => programs.UseStatusCodePages());
        app.Use((http, next) =>
        {
            if (HttpMethods.IsPost(http.Request.Method) && http.Request.Path.StartsWithSegments("/api"))
            {
                http.Request.EnableBuffering();
            }

            return next(http);
        });
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseSecondFactorFirst();
        app.UseRateLimiter();

        WaysMadeOnce.Make(
            app,
            ways => ways.MapDemoExamPages(),
            ways =>
            {
                ways.MapFeatures();
                ways.MapOpenApi("/openapi/{documentName}.json");
                ways.MapHealth();
            });
    }

    /// <summary>How the API reads and writes JSON.</summary>
    private static void WriteOurWay(Microsoft.AspNetCore.Http.Json.JsonOptions options)
    {
        options.SerializerOptions.Converters.Add(new IdJson());
        options.SerializerOptions.Converters.Add(new MarksJson());
        options.SerializerOptions.Converters.Add(new ScoreValueJson());
        options.SerializerOptions.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase));
        options.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
        options.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    }

    private static void MapHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealthChecks("/healthz", new() { Predicate = _ => false });
        app.MapHealthChecks("/readyz", new() { Predicate = check => check.Tags.Contains("ready") });
    }
}
