using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;

namespace DemoExam.Features.Exams;

/// <summary>Exams in the API: planning, and the steps of an exam's life.</summary>
internal static class ExamEndpoints
{
    private const string Refused = "Refusals are ProblemDetails with status 409, the code of the first rule in `code` and every refusal in `refusals`.";

    public static void MapExams(this IEndpointRouteBuilder api)
    {
        var exams = api.MapGroup("/exams").WithTags("Exams");

        exams.MapPost("/", async (ScheduleExam body, IMediator mediator, CancellationToken ct) =>
            {
                var scheduled = await mediator.Send(body with { ExamId = ExamId.New() }, ct);
                return TypedResults.Created($"/api/v1/exams/{scheduled.Id}", scheduled);
            })
            .AddEndpointFilter<Idempotency>()
            .WithName("ScheduleExam")
            .WithSummary("Schedule an exam.")
            .WithDescription($"Starts of groups are by the clock of the venue, without a zone: `2026-06-14T09:00`. A scoring expert without criteria scores all of them. The exam waits for the regional operator's confirmation. {Refused}")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/check", async (ScheduleExam body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new CheckPlan(body), ct)))
            .WithName("CheckPlan")
            .WithSummary("Check a plan without scheduling it.")
            .WithDescription("Answers every rule that speaks against the plan, with its facts and the nearest ways out: another venue, other days, another expert. An empty list means that the plan would be accepted.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

        exams.MapPost("/check/experts", async (ScheduleExam body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new FindExperts(body), ct)))
            .WithName("FindExperts")
            .WithSummary("Experts for a plan, by role.")
            .WithDescription("Those whom nothing speaks against first, the least loaded before the others; then the rest with every reason why not. The plan may lack experts.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

        exams.MapGet("/check/venues", async ([AsParameters] FindVenues query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("FindVenues")
            .WithSummary("Venues for an exam of a package between two days.")
            .WithDescription("Venues with a certificate for every day first, with the workplaces that are free the whole day; then the others with the reason.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        exams.MapGet("/export", async (string? format, [AsParameters] ListExams query, IMediator mediator, CancellationToken ct) =>
                (await mediator.Send(new ExportExams(query, TableFormats.Of(format)), ct)).Answer())
            .WithName("ExportExams")
            .WithSummary("Exams as a table")
            .WithDescription("`format` is `csv` or `xlsx`; the other parameters are those of the list.");

        exams.MapGet("/", async ([AsParameters] ListExams query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("ListExams")
            .WithSummary("List exams, latest first.")
            .WithDescription("Filters: `status`, `venueId`, `month` (`2026-06`). Pages: give `next` of one answer as `after` of the following request.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        exams.MapGet("/calendar", async ([AsParameters] GetCalendar query, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(query, ct)))
            .WithName("GetCalendar")
            .WithSummary("The exams of a month or a week, day by day.")
            .WithDescription("`span` is Month or Week, `day` any day in it (today when left out). With preparatory days, hours by the clock of the venue, and the venues. Cancelled exams are left out.")
            .ProducesProblem(StatusCodes.Status400BadRequest);

        exams.MapGet("/calendar.ics", async (IMediator mediator, CancellationToken ct) => AsCalendar(await mediator.Send(new GetCalendarFile(), ct)))
            .WithName("GetCalendarFile")
            .WithSummary("The exams from a month ago on, for a calendar program.")
            .WithDescription("iCalendar (RFC 5545): an event for each preparatory day and each group. Names no candidate.")
            .Produces(StatusCodes.Status200OK, contentType: CalendarFile.ContentType);

        exams.MapGet("/{examId}/calendar.ics", async (ExamId examId, IMediator mediator, CancellationToken ct) => AsCalendar(await mediator.Send(new GetCalendarFile(examId), ct)))
            .WithName("GetExamCalendarFile")
            .WithSummary("One exam for a calendar program.")
            .WithDescription("iCalendar (RFC 5545): the preparatory day and each group. Names no candidate.")
            .Produces(StatusCodes.Status200OK, contentType: CalendarFile.ContentType).ProducesProblem(StatusCodes.Status404NotFound);

        exams.MapGet("/{examId}", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetExam(examId), ct)))
            .WithName("GetExam")
            .WithSummary("One exam with its groups, experts and progress.")
            .WithDescription("`steps` says what this account may do now, `obstacles` what the registers hold against an exam that has not started.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        exams.MapGet("/{examId}/time-line", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetTimeLine(examId), ct)))
            .WithName("GetTimeLine")
            .WithSummary("What is due around an exam, by when, and what is late.")
            .WithDescription("Days are those of the venue's clock and of the production calendar of its region. `by` is null while it follows from something that has not happened. Empty for a cancelled exam.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        exams.MapPost("/{examId}/confirm", async (ExamId examId, IMediator mediator, CancellationToken ct) => await Done(mediator, new ConfirmExam(examId), ct))
            .WithName("ConfirmExam")
            .WithSummary("Confirm a submitted exam.")
            .WithDescription($"For the regional operator. {Refused}")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/cancel", async (ExamId examId, GroundsBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new CancelExam(examId, body.Reason, body.Document), ct))
            .WithName("CancelExam")
            .WithSummary("Call an exam off before it starts.")
            .WithDescription($"For the regional operator and the organisation that holds the exam. Frees people and workplaces. {Refused}")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/submit", async (ExamId examId, IMediator mediator, CancellationToken ct) => await Done(mediator, new SubmitExam(examId), ct))
            .WithName("SubmitExam")
            .WithSummary("Send a draft to the regional operator.")
            .WithDescription($"For the organisation that holds the exam. {Refused}")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/return", async (ExamId examId, CancelBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new ReturnExam(examId, body.Reason), ct))
            .WithName("ReturnExam")
            .WithSummary("Send a submitted plan back to its organiser.")
            .WithDescription($"For the regional operator; the exam is a draft again. {Refused}")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/suspend", async (ExamId examId, GroundsBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new SuspendExam(examId, body.Reason, body.Document), ct))
            .WithName("SuspendExam")
            .WithSummary("Let an exam stand still.")
            .WithDescription($"For its chief expert, its organiser and the regional operator, with a reason and a document. The clocks of a running exam stop. {Refused}")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/resume", async (ExamId examId, IMediator mediator, CancellationToken ct) => await Done(mediator, new ResumeExam(examId), ct))
            .WithName("ResumeExam")
            .WithSummary("Let a suspended exam go on.")
            .WithDescription($"It goes on in the state in which it was suspended; clocks are started again one by one. {Refused}")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/reconcile", async (ExamId examId, IMediator mediator, CancellationToken ct) => await Done(mediator, new BeginReconciliation(examId), ct))
            .WithName("BeginReconciliation")
            .WithSummary("Begin to compare paper and system.")
            .WithDescription($"For its chief expert, after the work is done. {Refused}")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/close", async (ExamId examId, IMediator mediator, CancellationToken ct) => await Done(mediator, new CloseExam(examId), ct))
            .WithName("CloseExam")
            .WithSummary("Close an exam.")
            .WithDescription($"For its organiser, after the last day for appeals and when none is open. What was kept of identity documents is deleted. {Refused}")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/candidates", async (ExamId examId, EnrolBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new EnrolCandidates(examId, body.Candidates, body.Group), ct))
            .WithName("EnrolCandidates")
            .WithSummary("Add candidates to a planned exam.")
            .WithDescription($"For the organisation that holds the exam and the regional operator, until the workplaces are drawn; everybody or nobody. Without `group` the first groups with free places are filled. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/candidates/{candidateId}/withdraw", async (ExamId examId, CandidateId candidateId, CancelBody body, IMediator mediator, CancellationToken ct) =>
                await Done(mediator, new WithdrawCandidate(examId, candidateId, body.Reason), ct))
            .WithName("WithdrawCandidate")
            .WithSummary("Take a candidate out of a planned exam.")
            .WithDescription($"For the organisation that holds the exam and the regional operator, until the workplaces are drawn. Frees the place and the days. {Refused}")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapGet("/{examId}/move", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetMove(examId), ct)))
            .WithName("GetMove")
            .WithSummary("Who can be moved, and where to.")
            .WithDescription("For the organiser and the regional operator.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exams.MapPost("/{examId}/move", async (ExamId examId, MoveBody body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new MoveExam(examId, ExamId.New(), body.Candidates, body.VenueId, body.PreparatoryDay, body.StartsAt, body.Reason, body.Document), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithExample(new MoveBody([CandidateId.From(Guid.Parse("01972c5e-4a00-7000-8000-0000000000c1"))], VenueId.From(Guid.Parse("01972c5e-4a00-7000-8000-0000000000f1")),
                new DateOnly(2026, 6, 20), new DateTime(2026, 6, 21, 9, 0, 0), "Авария электросети", "Акт № 4 от 14.06.2026"))
            .WithName("MoveExam")
            .WithSummary("Move candidates to another day or venue after an incident.")
            .WithDescription($"For the organiser and the regional operator. A new exam with the same package and experts takes them over: no absence, no attempt. Places are freed and taken in one transaction. {Refused}")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapGet("/{examId}/draw", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetDraw(examId), ct)))
            .AllowAnonymous()
            .WithName("GetDraw")
            .WithSummary("The draw of workplaces, for everybody.")
            .WithDescription("`commitment` is SHA-256 of the text of the seed and public from the confirmation on; `seed` is shown once it is drawn. In each group the enrolments in ascending order of SHA-256 of `seed:enrolment` (lower-case hex) get the workplaces in ascending order.")
            .ProducesProblem(StatusCodes.Status404NotFound);

        exams.MapPost("/{examId}/draw", async (ExamId examId, IMediator mediator, CancellationToken ct) => await Done(mediator, new DrawWorkplaces(examId), ct))
            .WithName("DrawWorkplaces")
            .WithSummary("Draw who sits where, once.")
            .WithDescription($"For the chief expert, from the preparatory day until the start. {Refused}")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/draw/annul", async (ExamId examId, CancelBody body, IMediator mediator, CancellationToken ct) => await Done(mediator, new AnnulDraw(examId, body.Reason), ct))
            .WithName("AnnulDraw")
            .WithSummary("Annul a draw for a reason; a new fingerprint is published.")
            .WithDescription($"For the chief expert, before the start. The annulled draw stays readable. {Refused}")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/start", async (ExamId examId, int? group, IMediator mediator, CancellationToken ct) => await Done(mediator, new StartExam(examId, group), ct))
            .WithName("StartExam")
            .WithSummary("Start a group on its day.")
            .WithDescription($"For its chief expert; without `group` the next one. The first start makes an empty score sheet for each candidate and criterion. Everybody who works must have been briefed. {Refused}")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPut("/{examId}/candidates/{candidateId}/outcome", async (ExamId examId, CandidateId candidateId, OutcomeBody body, IMediator mediator, CancellationToken ct) =>
                await Done(mediator, new RecordOutcome(examId, candidateId, body.Outcome, body.Reason, body.Document), ct))
            .WithName("RecordOutcome")
            .WithSummary("Say whether a candidate took part.")
            .WithDescription($"For the chief expert, from readiness until the results are fixed. `Removed` and `Excused` need a reason and a document. {Refused}")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exams.MapPost("/{examId}/finish", async (ExamId examId, IMediator mediator, CancellationToken ct) => await Done(mediator, new FinishWork(examId), ct))
            .WithName("FinishWork")
            .WithSummary("The work is done, scoring goes on.")
            .WithDescription($"For the chief expert. {Refused}")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>An answer that calendar programs open.</summary>
    internal static ContentHttpResult AsCalendar(string file) => TypedResults.Content(file, CalendarFile.ContentType);

    private static async Task<IResult> Done(IMediator mediator, ICommand<ExamId> command, CancellationToken ct)
    {
        await mediator.Send(command, ct);
        return TypedResults.NoContent();
    }

    /// <summary>Reason, and the act or order behind it.</summary>
    internal sealed record GroundsBody(string Reason, string Document);

    /// <summary>Who is added, and to which group.</summary>
    internal sealed record EnrolBody(IReadOnlyList<CandidateId> Candidates, int? Group = null);

    /// <summary>Why a plan is sent back, a draw annulled or a candidate taken out.</summary>
    internal sealed record CancelBody(string Reason);

    /// <summary>Who moves, where, when and why.</summary>
    internal sealed record MoveBody(IReadOnlyList<CandidateId> Candidates, VenueId VenueId, DateOnly PreparatoryDay, DateTime StartsAt, string Reason, string Document);

    /// <summary>How a candidate's part in the exam went.</summary>
    internal sealed record OutcomeBody(ParticipationOutcome Outcome, string? Reason = null, string? Document = null);
}
