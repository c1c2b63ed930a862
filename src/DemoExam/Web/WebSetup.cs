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
        services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new IdJson());
            o.SerializerOptions.Converters.Add(new MarksJson());
            o.SerializerOptions.Converters.Add(new ScoreValueJson());
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(System.Text.Json.JsonNamingPolicy.CamelCase));
            o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            o.SerializerOptions.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        });
        services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        services.AddApiDocument();
        services.AddRateLimits(configuration);
        services.AddHealthChecks().AddCheck<DatabaseHealth>("database", tags: ["ready"]);
        return services;
    }

    public static WebApplication UseWeb(this WebApplication app)
    {
        if (!NodeParts.Of(app.Configuration).Pages)
        {
            app.MapHealth();
            return app;
        }

        app.UseTrustedProxies();
        app.UseExceptionHandler("/problem/500");
        app.UseDemoExamPages();
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/api"), api => api.UseStatusCodePages());
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

        app.MapDemoExamPages();
        app.MapFeatures();
        app.MapOpenApi("/openapi/{documentName}.json");
        app.MapHealth();
        return app;
    }

    private static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/healthz", new() { Predicate = _ => false });
        app.MapHealthChecks("/readyz", new() { Predicate = check => check.Tags.Contains("ready") });
    }
}
