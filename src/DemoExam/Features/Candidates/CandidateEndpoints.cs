using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Features.Shared.Import;
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

        candidates.MapPost("/codes", async (CodeRecipients body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new IssueCandidateCodes(body), ct)))
            .WithExample(new { organisationId = "01972c5e-4a00-7000-8000-0000000b1a5e", studyGroup = "ИС-41" })
            .WithName("IssueCandidateCodes").WithSummary("Makes accounts and one-time codes for one candidate or a study group.")
            .WithDescription("Name either `candidateId`, or `organisationId` and, if need be, `studyGroup`. Of a group, whoever has set a password is left out. Codes can't be read again.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);

        candidates.MapPost("/import/preview", async ([AsParameters] ImportDefaults defaults, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new PreviewCandidates(await FileOf(request, ct), defaults.OrganisationId, defaults.Category), ct)))
            .WithName("PreviewCandidates").WithSummary("Tells what an import of a list would do.")
            .WithDescription("The body is the .xlsx or .csv file itself. Every problem comes with its cell; `organisationId` and `category` are for rows that name none. Nothing is changed.")
            .Accepts<byte[]>("text/csv", Xlsx)
            .ProducesProblem(StatusCodes.Status409Conflict);

        candidates.MapPost("/import", async ([AsParameters] ImportDefaults defaults, RepeatedRows? repeated, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new ImportCandidates(await FileOf(request, ct), defaults.OrganisationId, defaults.Category, repeated ?? RepeatedRows.Skip), ct)))
            .WithName("ImportCandidates").WithSummary("Registers every candidate of a list, or nobody.")
            .WithDescription("The body is the .xlsx or .csv file itself. One row with an error refuses the whole file (`candidates.import-errors`). `repeated` says what happens to people whose name and date of birth are registered already: `skip` or `register`.")
            .Accepts<byte[]>("text/csv", Xlsx)
            .AddEndpointFilter<Idempotency>()
            .ProducesProblem(StatusCodes.Status409Conflict);
    }

    private const string Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static async Task<ImportFile> FileOf(HttpRequest request, CancellationToken ct)
    {
        // The idempotency filter has read the body once; one byte above the limit is enough to be refused.
        request.Body.Position = 0;
        var content = new byte[Math.Min(request.ContentLength ?? int.MaxValue, CandidateSheet.Limits.Bytes + 1)];
        var read = await request.Body.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, ct);
        return new ImportFile("body", content[..read]);
    }
}

/// <param name="OrganisationId">For rows that name no organisation.</param>
/// <param name="Category">For rows that name no category.</param>
internal sealed record ImportDefaults(OrganisationId? OrganisationId = null, CandidateCategory? Category = null);
