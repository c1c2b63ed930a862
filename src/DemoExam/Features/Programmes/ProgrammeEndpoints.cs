using DemoExam.Domain;
using DemoExam.Features.Experts;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Programmes;

internal static class ProgrammeEndpoints
{
    public static void MapProgrammes(this IEndpointRouteBuilder api)
    {
        var programmes = api.MapGroup("/programmes").WithTags("Programmes");
        programmes.MapGet("", async ([AsParameters] ListProgrammes query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListProgrammes").WithSummary("Programmes with the targets and facts of a year")
            .WithDescription("An organiser gets the programmes that the own organisations carry out or take part in. People count to the year in which their group ends.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        programmes.MapGet("/export", async (string? format, [AsParameters] ListProgrammes query, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportProgrammes(await mediator.Send(query, ct), TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportProgrammes").WithSummary("Programmes of a year as a table")
            .WithDescription("`format` is `csv` or `xlsx`; the other parameters are those of the list.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        programmes.MapGet("/outcomes", async (int? year, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetOutcomes(year), ct)))
            .WithName("GetOutcomes").WithSummary("What came of the trainings of a year")
            .WithDescription("Employed, self-employed, studying and not employed by programme, sending organisation, package and venue. The share of employed is of all trained.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        programmes.MapGet("/outcomes/export", async (int? year, string? format, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportOutcomes(await mediator.Send(new GetOutcomes(year), ct), TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportOutcomes").WithSummary("What came of the trainings of a year as a table")
            .WithDescription("`format` is `csv` or `xlsx`.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        programmes.MapGet("/{programmeId}", async (ProgrammeId programmeId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetProgramme(programmeId), ct)))
            .WithName("GetProgramme").WithSummary("One programme: years, partners, groups")
            .WithDescription("Targets against facts of each year that has a target or a group.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        programmes.MapGet("/{programmeId}/groups/{groupId}", async (ProgrammeId programmeId, TrainingGroupId groupId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetTrainingGroup(programmeId, groupId), ct)))
            .WithName("GetTrainingGroup").WithSummary("One group with its participants")
            .WithDescription("An organiser gets the people of the own organisations.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        programmes.MapPost("", async (RegisterProgramme body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(body with { Id = ProgrammeId.New() }, ct);
                return TypedResults.Created($"/api/v1/programmes/{id}", new Created<ProgrammeId>(id));
            })
            .WithExample(new { kind = "EmploymentPromotion", name = "Содействие занятости: сварочное производство", nameEn = "Employment Promotion: Welding", ending = "Exam", organisationId = "01972c5e-4a00-7000-8000-0000000b1a5e" })
            .WithName("RegisterProgramme").WithSummary("Registers a programme")
            .WithDescription("A repeated name is refused by `programmes.repeated`.").AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        programmes.MapPut("/{programmeId}", async (ProgrammeId programmeId, ChangeProgramme body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body with { ProgrammeId = programmeId }, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new { kind = "EmploymentPromotion", name = "Содействие занятости: сварочное производство и монтаж", nameEn = "Employment Promotion: Welding and Assembly", ending = "Exam", organisationId = "01972c5e-4a00-7000-8000-0000000b1a5e" })
            .WithName("ChangeProgramme").WithSummary("Changes what the register says about a programme")
            .WithDescription("A repeated name is refused by `programmes.repeated`.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        programmes.MapPut("/{programmeId}/targets/{year:int}", async (ProgrammeId programmeId, int year, SetProgrammeTarget body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body with { ProgrammeId = programmeId, Year = year }, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new { participants = 600, employedPercent = 75 })
            .WithName("SetProgrammeTarget").WithSummary("Sets what a programme is to reach in a year")
            .WithDescription("A target of the same year is replaced.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        programmes.MapPost("/{programmeId}/groups", async (ProgrammeId programmeId, OpenTrainingGroup body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(body with { ProgrammeId = programmeId, Id = TrainingGroupId.New() }, ct);
                return TypedResults.Created($"/api/v1/programmes/{programmeId}/groups/{id}", new Created<TrainingGroupId>(id));
            })
            .WithExample(new { name = "Сварщики, весна", firstDay = "2026-02-02", lastDay = "2026-04-30" })
            .WithName("OpenTrainingGroup").WithSummary("Opens a group of a programme")
            .WithDescription("A repeated name is refused by `programmes.group-repeated`, a last day before the first by `programmes.days`.").AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        programmes.MapPost("/{programmeId}/groups/{groupId}/participants", async (ProgrammeId programmeId, TrainingGroupId groupId, EnrolParticipants body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(body with { ProgrammeId = programmeId, GroupId = groupId }, ct)))
            .WithExample(new { organisationId = "01972c5e-4a00-7000-8000-0000000b1a5e", studyGroup = "СЗ-СВА" })
            .WithName("EnrolParticipants").WithSummary("Puts people of an organisation into a group")
            .WithDescription("All of a study group, or all of the organisation without it. Nobody who is there already is added again; when nobody is left, `programmes.nobody` refuses.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        programmes.MapPost("/{programmeId}/participants/{participantId}/outcomes", async (ProgrammeId programmeId, ParticipantId participantId, RecordEmploymentOutcome body, IMediator mediator, CancellationToken ct) =>
            {
                await mediator.Send(body with { ProgrammeId = programmeId, ParticipantId = participantId }, ct);
                return TypedResults.NoContent();
            })
            .WithExample(new { kind = "Employed", on = "2026-05-20", employer = "АО «Западная верфь»", source = "Organisation" })
            .WithName("RecordEmploymentOutcome").WithSummary("Records what came of a training")
            .WithDescription("After the training has ended, not ahead; who is employed has an employer. What was recorded before is kept.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        programmes.MapPost("/{programmeId}/participants/{participantId}/credential", async (ProgrammeId programmeId, ParticipantId participantId, NewCredential body, IMediator mediator, CancellationToken ct) =>
            {
                var id = await mediator.Send(new CompleteExpertTraining(programmeId, participantId, body), ct);
                return TypedResults.Created($"/api/v1/experts/{id}", new Created<ExpertId>(id));
            })
            .WithExample(new { type = "assessmentRight", covers = "09.02.07", number = "СВ-39-2026-017", validFrom = "2026-05-20", validTo = "2028-05-19" })
            .WithName("CompleteExpertTraining").WithSummary("Records the credential that a training of experts ended with")
            .WithDescription("Only for the organisation that carries the programme out. Whoever is not in the register of experts yet is entered. Refused by `programmes.not-for-experts`, `programmes.outcome-early`, `programmes.credential-early` and `programmes.completed`.")
            .AddEndpointFilter<Idempotency>()
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        programmes.MapGet("/{programmeId}/follow-up", async (ProgrammeId programmeId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetFollowUp(programmeId), ct)))
            .WithName("GetFollowUp").WithSummary("Whom to ask what came of their training")
            .WithDescription("People of finished groups of whom nobody has told anything, with the day on which an answer is due and whether they were asked.")
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);
        programmes.MapPost("/{programmeId}/outcomes/import/preview", async (ProgrammeId programmeId, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new PreviewOutcomes(programmeId, await StagedFile.Of(request, ImportLimits.Lists, ct)), ct)))
            .WithName("PreviewOutcomes").WithSummary("Tells what an import of outcomes would do")
            .WithDescription("The body is the .xlsx or .csv file itself. Every problem comes with its cell; rows that tell no outcome are left out. Nothing is changed.")
            .Accepts<byte[]>("text/csv", TableFile.XlsxType)
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        programmes.MapPost("/{programmeId}/outcomes/import", async (ProgrammeId programmeId, HttpRequest request, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new ImportOutcomes(programmeId, await StagedFile.Of(request, ImportLimits.Lists, ct)), ct)))
            .WithName("ImportOutcomes").WithSummary("Records every outcome of a list, or none")
            .WithDescription("The body is the .xlsx or .csv file itself. One row with an error refuses the whole file (`programmes.import-errors`). What was recorded before is kept.")
            .Accepts<byte[]>("text/csv", TableFile.XlsxType)
            .AddEndpointFilter<Idempotency>()
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }
}
