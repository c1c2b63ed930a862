using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Candidates;

internal static class CandidateEndpoints
{
    public static void MapCandidates(this IEndpointRouteBuilder api)
    {
        var candidates = api.MapGroup("/candidates").WithTags("Candidates")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

        candidates.MapGet("", async ([AsParameters] ListCandidates query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListCandidates").WithSummary("Candidates by name.")
            .WithDescription("Those of the region; an organiser of a college sees the candidates of the college and its branches. Take `next` as `after` of the next page.");

        candidates.MapPost("", async (RegisterCandidate body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(body with { Id = CandidateId.New() }, ct);
                return TypedResults.Created($"/api/v1/candidates/{id}", new Created<CandidateId>(id));
            })
            .WithName("RegisterCandidate").WithSummary("Registers a candidate.")
            .WithDescription("Names are kept exactly. The same name with the same date of birth is refused by `candidates.person-repeated` unless `anotherPerson` is true.")
            .AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        candidates.MapGet("/{candidateId}", async (CandidateId candidateId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetCandidate(candidateId), ct)))
            .WithName("GetCandidate").WithSummary("One candidate with exams, results and passports.")
            .WithDescription("The result is the latest version; it is there once the exam is locked.")
            .ProducesProblem(StatusCodes.Status404NotFound);
    }
}
