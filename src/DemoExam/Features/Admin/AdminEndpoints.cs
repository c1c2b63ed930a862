using DemoExam.Features.Passports;
using DemoExam.Security;
using DemoExam.Web;
using Hangfire;
using MediatR;

namespace DemoExam.Features.Admin;

/// <summary>The administrator's doors, and the job server's own pages behind the same policy.</summary>
internal static class AdminEndpoints
{
    public static void MapAdmin(this IEndpointRouteBuilder api)
    {
        var admin = api.MapGroup("/admin").WithTags("Admin");
        admin.MapGet("/installation", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetInstallation(), ct)))
            .WithName("GetInstallation").WithSummary("State of the installation").WithDescription("Queue of passports, jobs, signing certificate, database, version.");
        admin.MapPut("/signing-key", async (UploadSigningKey body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(body, ct)))
            .WithExample(new UploadSigningKey([48, 130, 1, 10], null, "…"))
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(UploadSigningKey.Largest * 4L))
            .WithName("UploadSigningKey").WithSummary("Sign with a key of another authority")
            .WithDescription("`file` is PKCS#12, or PEM with the certificate and those above it, in Base64; `key` the private key in PEM when it is not in `file`; `password` opens the key. ECDSA P-256 or RSA from 2048 bits; at most 256 KB. Each refusal names its field, and nothing is kept then. What former keys signed stays genuine.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status409Conflict);
    }

    public static void MapJobDashboard(this IEndpointRouteBuilder app) =>
        app.MapHangfireDashboardWithAuthorizationPolicy(Policies.Administer, "/admin/jobs", new DashboardOptions
        {
            AppPath = "/admin",
            DashboardTitle = "DemoExam",
            DisplayStorageConnectionString = false,
        });
}
