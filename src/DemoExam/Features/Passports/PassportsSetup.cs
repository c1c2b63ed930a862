namespace DemoExam.Features.Passports;

/// <summary>What issuing and checking passports needs besides the requests.</summary>
internal static class PassportsSetup
{
    public static IServiceCollection AddPassports(this IServiceCollection services)
    {
        services.AddSingleton<PassportIssuing>();
        return services;
    }
}
