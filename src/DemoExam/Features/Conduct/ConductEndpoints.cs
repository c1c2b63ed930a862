using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Conduct;

/// <summary>The preparatory day and the day itself in the API.</summary>
internal static class ConductEndpoints
{
    private const string Refused = "Refusals are ProblemDetails with status 409, the code of the first rule in `code` and every refusal in `refusals`.";

    public static void MapConduct(this IEndpointRouteBuilder api)
    {
        var exam = api.MapGroup("/exams/{examId}").WithTags("Exam day");

        exam.MapGet("/preparation", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetPreparation(examId), ct)))
            .WithName("GetPreparation")
            .WithSummary("The preparatory day of an exam.")
            .WithDescription("The checklist of the package with what was found, the draw, how many were briefed, and in `missing` every rule that keeps the readiness act from being signed.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapPost("/preparation", async (ExamId examId, IMediator mediator, CancellationToken ct) => await Done(mediator, new BeginPreparation(examId), ct))
            .WithName("BeginPreparation")
            .WithSummary("Open the preparatory day.")
            .WithDescription($"For the chief and the technical expert, from the preparatory day on. The checklist of the package is laid down. {Refused}")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPut("/preparation/items/{item}", async (ExamId examId, string item, ReadinessBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new CheckReadiness(examId, item, body.State, body.Note), ct))
            .WithExample(new ReadinessBody(ReadinessState.Missing, "Нет двух мониторов"))
            .WithName("CheckReadiness")
            .WithSummary("Say what was found at a line of the checklist.")
            .WithDescription($"For the chief and the technical expert. `Missing` needs a note; a mandatory line that turns out missing takes readiness back. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/preparation/act", async (ExamId examId, IMediator mediator, CancellationToken ct) => await Done(mediator, new SignReadiness(examId), ct))
            .WithName("SignReadiness")
            .WithSummary("Sign the readiness act.")
            .WithDescription($"For the chief expert. Refused with everything that is missing. {Refused}")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapGet("/briefing", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetBriefing(examId), ct)))
            .WithName("GetBriefing")
            .WithSummary("The register of the safety briefing.")
            .WithDescription("Candidates and experts, when each was briefed and by whom.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapPost("/briefing", async (ExamId examId, BriefingBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new RecordBriefing(examId, body.Candidates ?? [], body.Experts ?? []), ct))
            .WithExample(new BriefingBody([CandidateId.From(Guid.Parse("01972c5e-4a00-7000-8000-0000000000c1"))], [ExpertId.From(Guid.Parse("01972c5e-4a00-7000-8000-0000000000e1"))]))
            .WithName("RecordBriefing")
            .WithSummary("Enter who was briefed on safety.")
            .WithDescription($"For the chief and the technical expert. Whoever was not briefed can not start. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapGet("/duties", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetDuties(examId), ct)))
            .WithName("GetDuties")
            .WithSummary("Who scores which criteria.")
            .WithDescription("`judges` is how many each criterion needs.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapPut("/duties", async (ExamId examId, DutiesBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new DistributeDuties(examId, body.Duties), ct))
            .WithExample(new DutiesBody([new DutyChoice(ExpertId.From(Guid.Parse("01972c5e-4a00-7000-8000-0000000000e1")), "AB")]))
            .WithName("DistributeDuties")
            .WithSummary("Distribute scoring duties by criterion.")
            .WithDescription($"For the chief expert, before the start. Every criterion keeps its panel. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapGet("/task-variants", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetTaskVariants(examId), ct)))
            .WithName("GetTaskVariants")
            .WithSummary("Task variants and the log of their openings.")
            .WithDescription("Files are not in it. The log holds refused attempts too.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapPost("/task-variants", async (ExamId examId, TaskBody body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(new LaidUpTask(await mediator.Send(new LayUpTaskVariant(examId, TaskVariantId.New(), body.Name, body.FileName, body.Content, body.OpensAt), ct))))
            .AddEndpointFilter<Idempotency>()
            .WithExample(new TaskBody("Вариант 4", "variant-4.pdf", [37, 80, 68, 70, 45], new DateTime(2026, 6, 14, 8, 0, 0)))
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(TaskVariant.Largest * 3L / 2))
            .WithName("LayUpTaskVariant")
            .WithSummary("Lay up a task variant, locked until its moment.")
            .WithDescription($"For the regional operator. `content` is PDF, ZIP or DOCX in Base64, at most 20 MB; `opensAt` is by the clock of the venue, not before the preparatory day. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/task-variants/{id}/open", async (ExamId examId, TaskVariantId id, IMediator mediator, HttpContext http, CancellationToken ct) =>
            {
                var file = await mediator.Send(new OpenTaskVariant(examId, id), ct);
                http.Response.Headers.CacheControl = "no-store";
                return TypedResults.File(file.Content, file.MediaType, file.Name);
            })
            .WithName("OpenTaskVariant")
            .WithSummary("Open a task variant.")
            .WithDescription($"For the chief expert from its moment on, for the other experts once the work has started. Every opening and every refused attempt goes into the trail. {Refused}")
            .Produces(StatusCodes.Status200OK, contentType: "application/pdf")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapGet("/day", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetExamDay(examId), ct)))
            .WithName("GetExamDay")
            .WithSummary("The day of an exam.")
            .WithDescription("Groups with their clocks, every place with state, own end and time given back, technical stops, incidents.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapGet("/day/events", async (ExamId examId, IMediator mediator, BoardSignals signals, CancellationToken ct) =>
            {
                // Refuses whoever may not see the exam; the events themselves say only that there is something to look at.
                await mediator.Send(new GetClock(examId), ct);
                return TypedResults.ServerSentEvents(signals.Watch(examId, ct));
            })
            .WithName("WatchExamDay")
            .WithSummary("Tells when the day of an exam changed.")
            .WithDescription("Server-sent events named `board`; ask again when one arrives. One comes at least every 15 seconds.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapGet("/clock", async (ExamId examId, int? group, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetClock(examId, group), ct)))
            .WithName("GetClock")
            .WithSummary("The clock of the room.")
            .WithDescription("For each group its end with everything that was given, the moments at which time is announced, and workplaces with an end of their own. Names nobody.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapPut("/candidates/{candidateId}/admission", async (ExamId examId, CandidateId candidateId, AdmissionBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new AdmitCandidate(examId, candidateId, body.Identity, body.Tail), ct))
            .WithExample(new AdmissionBody(IdentityDocument.Passport, "4417"))
            .WithName("AdmitCandidate")
            .WithSummary("Admit a candidate by an identity document.")
            .WithDescription($"For the chief expert on the day. Only the kind of document and the last four characters of its number are kept, until the exam is closed. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/stops", async (ExamId examId, StopBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new StopClock(examId, body.CandidateId, body.Reason), ct))
            .WithExample(new StopBody(null, "Отключилось электричество"))
            .WithName("StopClock")
            .WithSummary("Stop clocks.")
            .WithDescription($"For the chief and the technical expert: one candidate, or without `candidateId` every group that works. The time is given back. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/stops/end", async (ExamId examId, GoOnBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new LetClockGoOn(examId, body.CandidateId), ct))
            .WithExample(new GoOnBody(CandidateId.From(Guid.Parse("01972c5e-4a00-7000-8000-0000000000c1"))))
            .WithName("LetClockGoOn")
            .WithSummary("Let clocks go on.")
            .WithDescription($"For the chief and the technical expert. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/candidates/{candidateId}/early-finish", async (ExamId examId, CandidateId candidateId, EarlyBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new FinishEarly(examId, candidateId, body.Reason), ct))
            .WithExample(new EarlyBody("Сдал работу"))
            .WithName("FinishEarly")
            .WithSummary("A candidate hands in before the end.")
            .WithDescription($"For the chief expert; what was done is scored. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPut("/candidates/{candidateId}/extra-time", async (ExamId examId, CandidateId candidateId, ExtraBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new GrantExtraTime(examId, candidateId, body.Minutes, body.Basis), ct))
            .WithExample(new ExtraBody(75, "Заключение ПМПК № 118"))
            .WithName("GrantExtraTime")
            .WithSummary("Grant a candidate more time.")
            .WithDescription($"For the organiser and the chief expert, by a document. The workplace is kept for as long. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPut("/candidates/{candidateId}/seat", async (ExamId examId, CandidateId candidateId, SeatBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new SeatAtReserve(examId, candidateId, body.Workplace, body.Reason), ct))
            .WithExample(new SeatBody(12, "Сломался станок"))
            .WithName("SeatAtReserve")
            .WithSummary("Seat a candidate at a reserve place.")
            .WithDescription($"For the chief expert after the draw; the incident is entered with it. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/incidents", async (ExamId examId, IncidentBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new RecordIncident(examId, body.Kind, body.Effect, body.CandidateId, body.Text, body.Measures), ct))
            .WithExample(new IncidentBody(IncidentKind.Power, IncidentEffect.TimeGivenBack, null, "Отключилось электричество", "Часы остановлены на 12 минут"))
            .WithName("RecordIncident")
            .WithSummary("Enter an incident.")
            .WithDescription($"For the chief and the technical expert. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> Done(IMediator mediator, ICommand<ExamId> command, CancellationToken ct)
    {
        await mediator.Send(command, ct);
        return TypedResults.NoContent();
    }

    /// <summary>What was found.</summary>
    internal sealed record ReadinessBody(ReadinessState State, string? Note = null);

    /// <summary>Who was briefed.</summary>
    internal sealed record BriefingBody(IReadOnlyList<CandidateId>? Candidates, IReadOnlyList<ExpertId>? Experts);

    /// <summary>Who scores what.</summary>
    internal sealed record DutiesBody(IReadOnlyList<DutyChoice> Duties);

    /// <summary>A task variant.</summary>
    internal sealed record TaskBody(string Name, string FileName, byte[] Content, DateTime OpensAt);

    /// <summary>The variant that was laid up.</summary>
    internal sealed record LaidUpTask(TaskVariantId Id);

    /// <summary>By which document, and the last four characters of its number.</summary>
    internal sealed record AdmissionBody(IdentityDocument Identity, string Tail);

    /// <summary>Whose clock, and why.</summary>
    internal sealed record StopBody(CandidateId? CandidateId, string Reason);

    /// <summary>Whose clock.</summary>
    internal sealed record GoOnBody(CandidateId? CandidateId);

    /// <summary>Why.</summary>
    internal sealed record EarlyBody(string? Reason);

    /// <summary>How much, and by which document.</summary>
    internal sealed record ExtraBody(int Minutes, string Basis);

    /// <summary>Where to, and why.</summary>
    internal sealed record SeatBody(int Workplace, string Reason);

    /// <summary>An incident.</summary>
    internal sealed record IncidentBody(IncidentKind Kind, IncidentEffect Effect, CandidateId? CandidateId, string Text, string Measures);
}
