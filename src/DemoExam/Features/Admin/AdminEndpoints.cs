using DemoExam.Security;
using Hangfire;
using MediatR;

namespace DemoExam.Features.Admin;

/// <summary>The administrator's doors, and the job server's own pages behind the same policy.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder api) => api.MapGroup("/admin").WithTags("Admin")
        .MapGet("/installation", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetInstallation(), ct)))
        .WithName("GetInstallation").WithSummary("State of the installation").WithDescription("Queue of passports, jobs, signing certificate, database, version.");

    public static void MapJobDashboard(this IEndpointRouteBuilder app) =>
        app.MapHangfireDashboardWithAuthorizationPolicy(Policies.Administer, "/admin/jobs", new DashboardOptions
        {
            AppPath = "/admin",
            DashboardTitle = "DemoExam",
            DisplayStorageConnectionString = false,
        });
}
