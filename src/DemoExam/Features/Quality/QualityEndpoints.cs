using DemoExam.Domain;
using MediatR;

namespace DemoExam.Features.Quality;

internal static class QualityEndpoints
{
    public static void MapQuality(this IEndpointRouteBuilder api)
    {
        var quality = api.MapGroup("/").WithTags("Quality");
        quality.MapGet("/exams/{examId}/quality", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetExamQuality(examId), ct)))
            .WithName("GetExamQuality").WithSummary("How the judges of an exam agree")
            .WithDescription("For its chief expert and the region: agreement (exact, within one, weighted kappa), severity against the panel with its 95 % interval, drift during the day, difficulty and discrimination of aspects. Nothing is shown below 10 works or 5 candidates. Flags only; nothing is corrected.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        quality.MapGet("/quality", async (int? year, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetRegionQuality(year), ct)))
            .WithName("GetRegionQuality").WithSummary("How the judges of a region agree")
            .WithDescription("For the regional operator: the same over the exams of one year whose results are fixed.")
            .ProducesProblem(StatusCodes.Status403Forbidden);
    }
}
