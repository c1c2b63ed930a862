namespace DemoExam.Features.Passports;

/// <summary>
/// The check as an application on the reader's own device (W3C Web Application Manifest): a phone keeps it beside its other applications,
/// and it opens without a network. Addresses are relative, so that it works below any path.
/// </summary>
internal static class CheckApp
{
    public static void MapCheckApp(this IEndpointRouteBuilder app) =>
        app.MapGet("/check/app.webmanifest", (HttpResponse response, Texts texts) =>
        {
            response.Headers.CacheControl = "public, max-age=86400";
            response.Headers.Vary = "Accept-Language";
            var language = texts.Culture.TwoLetterISOLanguageName;
            return TypedResults.Json(new
            {
                id = "check",
                name = texts["Check.App.Name"],
                short_name = texts["Check.App.ShortName"],
                description = texts["Check.App.Description"],
                lang = language,
                start_url = $"../check?lang={language}",
                scope = "../",
                display = "standalone",
                background_color = "#ffffff",
                theme_color = "#173f8a",
                icons = new[]
                {
                    new { src = "../icon-192.png", sizes = "192x192", type = "image/png", purpose = "any" },
                    new { src = "../icon-512.png", sizes = "512x512", type = "image/png", purpose = "any" },
                    new { src = "../icon-maskable-512.png", sizes = "512x512", type = "image/png", purpose = "maskable" },
                },
            }, contentType: "application/manifest+json");
        }).AllowAnonymous().ExcludeFromDescription();
}
