using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Verification;
using DemoExam.Jobs;
using DemoExam.Security;
using DemoExam.Web;
using Microsoft.Extensions.Options;

namespace DemoExam.Features.Passports;

/// <summary>What issuing and checking passports needs besides the requests.</summary>
internal static class PassportsSetup
{
    public static IServiceCollection AddPassports(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<IssuerOptions>().BindConfiguration(IssuerOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<IssuerOptions>, IssuerOptionsCheck>();
        services.AddSingleton(provider => SigningKeys.Open(
            configuration, provider.GetRequiredService<IOptions<IssuerOptions>>().Value.Name, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SigningKeys>>()));
        // A new one each time: another key may come into use.
        services.AddTransient(provider => new Verifier(provider.GetRequiredService<SigningKeys>().Trust, provider.GetRequiredService<TimeProvider>()));
        // Its own lines in the log say what failed; each answer otherwise would be two more.
        services.AddHttpClient(nameof(DocumentSigning)).RemoveAllLoggers();
        services.AddSingleton<DocumentSigning>();
        services.AddSingleton(IssuingOptions.Of(configuration));
        services.AddSingleton<PublicAddress>();
        services.AddSingleton<PassportLayouts>();
        services.AddSingleton(provider => new PdfStamp(provider.GetRequiredService<PassportLayouts>().Fonts));
        services.AddSingleton(provider => new FormPdf(provider.GetRequiredService<PassportLayouts>().Fonts));
        services.AddSingleton<ReceiptPress>();
        services.AddSingleton<PublishedPassports>();
        services.AddSingleton<KnownLog>();
        services.AddScoped<RegisterCheck>();
        services.AddSingleton<CheckTally>().AddHostedService(provider => provider.GetRequiredService<CheckTally>());
        services.AddSingleton<IssuerIdentity>();
        services.AddSingleton<PassportPress>();
        services.AddSingleton<PassportIssuing>();
        services.AddSingleton<StatusPublishing>();
        return services;
    }

    /// <summary>Opens fonts and layouts now, so that what is missing or wrong stops the start and says what to do.</summary>
    public static void PrepareLayouts(this IServiceProvider services) => services.GetRequiredService<PassportLayouts>();

    /// <summary>Opens the key now, so that one that is missing or another installation's stops the start and says what to do; writes it into the register.</summary>
    public static async Task PreparePassports(this IServiceProvider services, CancellationToken ct)
    {
        await services.GetRequiredService<RunAsSystem>().Send(new RequireSigningKey(), ct);
        services.GetRequiredService<PassportPress>();
        await services.GetRequiredService<RunAsSystem>().Send(new RegisterSigningKey(), ct);
    }
}
