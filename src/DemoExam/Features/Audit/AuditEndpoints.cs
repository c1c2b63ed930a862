using DemoExam.Domain;
using DemoExam.Domain.Audit;
using MediatR;

namespace DemoExam.Features.Audit;

internal static class AuditEndpoints
{
    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        api.MapGet("/registers/{kind}/{id}/history", async (RegisterKind kind, Guid id, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetRegisterHistory(kind, id), ct)))
            .WithTags("Audit")
            .WithName("GetRegisterHistory")
            .WithSummary("Who changed an entry of a register")
            .WithDescription("`kind` is `organisation`, `venue`, `expert`, `candidate` or `package`. The latest first, at most 100.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        api.MapGet("/exams/{examId}/trail", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetAuditTrail(examId), ct)))
            .WithTags("Audit")
            .WithName("GetAuditTrail")
            .WithSummary("Audit trail of an exam")
            .WithDescription("Every signature, lock and unlock, and every refused attempt, each with the fingerprint of the one before. Keep the answer as a file: `DemoExam audit FILE` checks it without network and database.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
    }
}
