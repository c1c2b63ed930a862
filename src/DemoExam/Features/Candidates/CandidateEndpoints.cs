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

        candidates.MapPut("/{candidateId}", async (CandidateId candidateId, ChangeCandidate body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body with { CandidateId = candidateId }, ct);
                return TypedResults.NoContent();
            })
            .WithName("ChangeCandidate").WithSummary("Changes what the register says about a candidate.")
            .WithDescription("The name of a person who holds passports is changed on a passport, so that they are replaced (`candidates.name-on-passports`).")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        candidates.MapGet("/export", async (string? format, [AsParameters] ListCandidates query, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportCandidates(query, TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportCandidates").WithSummary("Candidates as a table.")
            .WithDescription("`format` is `csv` or `xlsx`; the other parameters are those of the list. The columns are those that the import reads.");

        candidates.MapGet("/duplicates", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new FindDuplicates(), ct)))
            .WithName("FindDuplicates").WithSummary("Entries that are probably one person.")
            .WithDescription("By name (without case, ё as е), date of birth and personal number. Namesakes with different numbers are left out. At most 200 pairs.");

        candidates.MapPost("/merge", async (MergeCandidates body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new { kept = "01972c5e-4a00-7000-8000-0000000b1a5e", merged = "01972c5e-4a00-7000-8000-0000000b1a5f" })
            .WithName("MergeCandidates").WithSummary("Says that two entries are one person.")
            .WithDescription("Enrolments, results, passports and accounts follow to `kept`; documents stay valid. Refused by `candidates.merge-double-booking` when both sit an exam on one day, and by `candidates.merge-numbers` when the personal numbers differ.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        candidates.MapPost("/{candidateId}/separate", async (CandidateId candidateId, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new SeparateCandidates(candidateId), ct);
                return TypedResults.NoContent();
            })
            .WithName("SeparateCandidates").WithSummary("Says that a merged entry is another person after all.")
            .WithDescription("The entry counts again, with its accounts, its number and its places in exams that are still ahead.")
            .ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        candidates.MapGet("/{candidateId}/conditions", async (CandidateId candidateId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetConditions(candidateId), ct)))
            .WithName("GetConditions").WithSummary("Special conditions of a candidate.")
            .WithDescription("For organisers of the candidate's organisation and the regional operator; in no register and no export. Never a diagnosis.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        candidates.MapPut("/{candidateId}/conditions", async (CandidateId candidateId, ConditionsBody body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new SetConditions(candidateId, body.Kinds, body.ExtraPercent, body.Basis), ct);
                return TypedResults.NoContent();
            })
            .WithExample(new ConditionsBody([Accommodations.MoreTime, Accommodations.LargePrint], 50, "Заключение ПМПК № 17 от 12.01.2026"))
            .WithName("SetConditions").WithSummary("Sets the special conditions of a candidate.")
            .WithDescription("Exams planned from now on give the extra time and keep the workplace for it. An empty list takes the conditions back.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        candidates.MapPost("/{candidateId}/retakes", async (CandidateId candidateId, RetakeBody body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(new PermitRetake(candidateId, body.Subject, body.Reason, body.Document), ct);
                return TypedResults.NoContent();
            })
            .WithExample(new RetakeBody("09.02.07", "Болезнь подтверждена после экзамена", "Решение № 12 от 14.06.2026"))
            .WithName("PermitRetake").WithSummary("Lets a candidate sit the state final attestation again against the rules.")
            .WithDescription("For the regional operator, by a document. Holds for the next attempt in the speciality, before six months are over or after two retakes.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        candidates.MapPost("/codes", async (CodeRecipients body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new IssueCandidateCodes(body), ct)))
            .WithExample(new { organisationId = "01972c5e-4a00-7000-8000-0000000b1a5e", studyGroup = "ИС-41" })
            .WithName("IssueCandidateCodes").WithSummary("Makes accounts and one-time codes for one candidate or a study group.")
            .WithDescription("Name either `candidateId`, or `organisationId` and, if need be, `studyGroup`. Of a group, whoever has set a password is left out. Codes can't be read again.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status404NotFound);

        candidates.MapPost("/import/preview", async ([AsParameters] ImportDefaults defaults, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new PreviewCandidates(await StagedFile.Of(request, ImportLimits.Lists, ct), defaults.OrganisationId, defaults.Category), ct)))
            .WithName("PreviewCandidates").WithSummary("Tells what an import of a list would do.")
            .WithDescription("The body is the .xlsx or .csv file itself. Every problem comes with its cell; `organisationId` and `category` are for rows that name none. Nothing is changed.")
            .Accepts<byte[]>("text/csv", TableFile.XlsxType)
            .ProducesProblem(StatusCodes.Status409Conflict);

        candidates.MapPost("/import", async ([AsParameters] ImportDefaults defaults, RepeatedRows? repeated, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new ImportCandidates(await StagedFile.Of(request, ImportLimits.Lists, ct), defaults.OrganisationId, defaults.Category, repeated ?? RepeatedRows.Skip), ct)))
            .WithName("ImportCandidates").WithSummary("Registers every candidate of a list, or nobody.")
            .WithDescription("The body is the .xlsx or .csv file itself. One row with an error refuses the whole file (`candidates.import-errors`). `repeated` says what happens to people whose name and date of birth are registered already: `skip` or `register`.")
            .Accepts<byte[]>("text/csv", TableFile.XlsxType)
            .AddEndpointFilter<Idempotency>()
            .ProducesProblem(StatusCodes.Status409Conflict);
    }
}

/// <summary>Which conditions, how much more time in per cent, and by which document.</summary>
internal sealed record ConditionsBody(IReadOnlyList<Accommodations> Kinds, int ExtraPercent, string Basis);

/// <summary>Which retake is permitted, and why.</summary>
internal sealed record RetakeBody(string Subject, string Reason, string Document);

/// <param name="OrganisationId">For rows that name no organisation.</param>
/// <param name="Category">For rows that name no category.</param>
internal sealed record ImportDefaults(OrganisationId? OrganisationId = null, CandidateCategory? Category = null);
