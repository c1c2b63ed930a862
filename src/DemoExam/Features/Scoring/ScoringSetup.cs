using DemoExam.Features.Audit;

namespace DemoExam.Features.Scoring;

/// <summary>What scoring needs besides the requests.</summary>
internal static class ScoringSetup
{
    public static IServiceCollection AddScoring(this IServiceCollection services) =>
        services.AddSingleton<MarkingSchemes>().AddSingleton<ExamsAtWork>().AddSingleton<MarksTogether>().AddSingleton<PageJson>().AddSingleton<BoardSignals>().AddScoped<AuditTrail>();
}
