using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using DemoExam.Features.Shared;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.WebEncoders;

namespace DemoExam.Web;

/// <summary>Razor Pages under /Features, the two languages, and what browsers are told to allow.</summary>
public static class PagesSetup
{
    private const string LanguageCookie = "demoexam.language";

    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru-RU");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public static IServiceCollection AddDemoExamPages(this IServiceCollection services)
    {
        services.AddSingleton(provider => new Texts(strict: provider.GetRequiredService<IHostEnvironment>().IsDevelopment()));
        services.AddSingleton<Icons>();
        services.AddSingleton<PublicStyle>();
        services.AddRazorPages(options => options.RootDirectory = "/Features");
        // The gallery of components is for developers.
        services.AddOptions<RazorPagesOptions>().Configure<IHostEnvironment>((options, environment) =>
        {
            if (!environment.IsDevelopment())
            {
                options.Conventions.AddFolderRouteModelConvention("/Design", page => page.Selectors.Clear());
            }
        });
        services.AddOptions<MvcOptions>().Configure<Texts>((options, texts) =>
        {
            ValidationTexts.Use(texts);
            ValidationTexts.Use(texts, options);
            options.ModelBinderProviders.Insert(0, new DecimalBinder.Provider());
            // What is required is said by the validators, once, in the reader's language.
            options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        });
        services.Configure<RouteOptions>(options => options.LowercaseUrls = true);
        // Cyrillic stays readable in the page source and a third of the size.
        services.Configure<WebEncoderOptions>(options => options.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        services.Configure<RequestLocalizationOptions>(options =>
        {
            options.DefaultRequestCulture = new RequestCulture(Russian);
            options.SupportedCultures = options.SupportedUICultures = [Russian, English];
            options.ApplyCurrentCultureToResponseHeaders = true;
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(context => Chosen(context.Request.Query["lang"])),
                new CustomRequestCultureProvider(context => Chosen(context.Request.Cookies[LanguageCookie])),
                new CustomRequestCultureProvider(context => Chosen(Preferred(context.Request))),
            ];
        });
        return services;
    }

    /// <summary>What browsers are told to allow, with every answer.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app)
    {
        var policy = ContentSecurityPolicy(app.ApplicationServices.GetRequiredService<PublicStyle>());
        app.Use((context, next) =>
        {
            // At the last moment: a refusal or a fault takes away what was set before it. What a page has said itself stays.
            context.Response.OnStarting(() =>
            {
                var headers = context.Response.Headers;
                headers.TryAdd("Content-Security-Policy", policy);
                headers.TryAdd("X-Content-Type-Options", "nosniff");
                headers.TryAdd("Referrer-Policy", "same-origin");
                headers.TryAdd("Cross-Origin-Opener-Policy", "same-origin");
                headers.TryAdd("Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=()");
                if (context.Request.IsHttps)
                {
                    // A year, for this host only: other services of the house are not ours to decide about.
                    headers.TryAdd("Strict-Transport-Security", "max-age=31536000");
                }

                return Task.CompletedTask;
            });
            return next();
        });
        return app;
    }

    /// <summary>Call it before routing and authentication, so that refusals are shown in the reader's language too.</summary>
    public static IApplicationBuilder UseDemoExamPages(this IApplicationBuilder app)
    {
        app.UseRequestLocalization(app.ApplicationServices.GetRequiredService<IOptions<RequestLocalizationOptions>>().Value);
        app.UseStatusCodePagesWithReExecute("/problem/{0}");
        app.Use((context, next) =>
        {
            // Programs want the status and their own problem document, not a page.
            if (context.IsForPrograms() && context.Features.Get<IStatusCodePagesFeature>() is { } statusPages)
            {
                statusPages.Enabled = false;
            }

            return next();
        });
        return app;
    }

    public static IEndpointRouteBuilder MapDemoExamPages(this IEndpointRouteBuilder app)
    {
        app.MapStaticAssets();
        app.MapRazorPages().WithStaticAssets();
        // A link, not a form: choosing a language changes nothing but the reader's own cookie.
        app.MapGet("/language/{language:regex(^(ru|en)$)}", (string language, string? returnUrl, HttpContext context) =>
        {
            context.Response.Cookies.Append(LanguageCookie, language, new CookieOptions
            {
                MaxAge = TimeSpan.FromDays(365),
                HttpOnly = true,
                IsEssential = true,
                SameSite = SameSiteMode.Lax,
                Secure = context.Request.IsHttps,
            });
            return TypedResults.LocalRedirect(IsLocal(returnUrl) ? returnUrl! : "~/");
        }).ExcludeFromDescription().AllowAnonymous();
        return app;
    }

    /// <summary>The culture of a language of ours, <c>ru</c> or <c>en</c>.</summary>
    public static CultureInfo CultureOf(string language) => language == "ru" ? Russian : English;

    /// <summary>Only our own files run and style; no attribute may carry script or style.</summary>
    private static string ContentSecurityPolicy(PublicStyle style) => string.Join("; ",
        "default-src 'self'",
        $"style-src 'self' '{style.Hash}'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'");

    private static Task<ProviderCultureResult?> Chosen(string? language) => Task.FromResult(language switch
    {
        "ru" => new ProviderCultureResult(Russian.Name),
        "en" => new ProviderCultureResult(English.Name),
        _ => null,
    });

    /// <summary>The first of the browser's languages that we speak.</summary>
    private static string? Preferred(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage?
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => language.Value.Value?.Split('-')[0].ToLowerInvariant())
        .FirstOrDefault(language => language is "ru" or "en");

    private static bool IsLocal(string? url) =>
        url is ['/', ..] && !url.StartsWith("//", StringComparison.Ordinal) && !url.StartsWith("/\\", StringComparison.Ordinal);
}

/// <summary>
/// The style of public pages, written into the page so that it arrives in one request; the policy allows it by its hash.
/// </summary>
public sealed class PublicStyle
{
    public PublicStyle(IWebHostEnvironment environment)
    {
        Text = Read("css/base.css") + Read("css/public.css");
        Hash = $"sha256-{Convert.ToBase64String(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Text)))}";

        string Read(string path)
        {
            using var file = environment.WebRootFileProvider.GetFileInfo(path).CreateReadStream();
            using var reader = new StreamReader(file);
            // Browsers hash the text after their own treatment of line ends.
            return reader.ReadToEnd().Replace("\r\n", "\n", StringComparison.Ordinal);
        }
    }

    public string Text { get; }

    public string Hash { get; }
}
