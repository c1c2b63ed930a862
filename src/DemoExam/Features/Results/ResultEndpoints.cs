using DemoExam.Domain;
using MediatR;

namespace DemoExam.Features.Results;

internal static class ResultEndpoints
{
    public static void MapResults(this IEndpointRouteBuilder api) =>
        api.MapGet("/exams/{examId}/results", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetResults(examId), ct)))
            .WithTags("Results")
            .WithName("GetResults")
            .WithSummary("Results of an exam")
            .WithDescription("What the protocol shows: candidates with points by module, total and grade. For the chief expert of the exam and the offices of its region.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
}
