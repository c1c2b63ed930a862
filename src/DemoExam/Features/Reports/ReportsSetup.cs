namespace DemoExam.Features.Reports;

/// <summary>What writing reports down needs besides the requests.</summary>
internal static class ReportsSetup
{
    public static IServiceCollection AddReports(this IServiceCollection services) => services.AddScoped<ReportPress>();
}
