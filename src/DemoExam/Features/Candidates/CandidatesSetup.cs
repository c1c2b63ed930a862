namespace DemoExam.Features.Candidates;

internal static class CandidatesSetup
{
    public static IServiceCollection AddCandidates(this IServiceCollection services) => services.AddScoped<CandidateChecking>();
}
