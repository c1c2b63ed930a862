using DemoExam.Domain;
using DemoExam.Domain.Scoring;
using DemoExam.Web;
using MediatR;

namespace DemoExam.Features.Scoring;

internal static class ScoringEndpoints
{
    public static void MapScoring(this IEndpointRouteBuilder api)
    {
        var scoring = api.MapGroup("").WithTags("Scoring");

        scoring.MapGet("/scoring", async (IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ListMySheets(), ct)))
            .WithName("ListMySheets")
            .WithSummary("My exams that are being scored")
            .WithDescription("For experts: every running exam in which you have a part, with the progress of each sheet.")
            .ProducesProblem(StatusCodes.Status403Forbidden);

        var exam = scoring.MapGroup("/exams/{examId}");

        exam.MapGet("/scoring", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetScoringBoard(examId), ct)))
            .WithName("GetScoringBoard")
            .WithSummary("Progress of an exam")
            .WithDescription("Candidates × criteria. The chief expert sees all criteria, who has entered how much, and what keeps the results from being locked; a scoring expert sees their own criteria.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapGet("/scoring/events", async (ExamId examId, IMediator mediator, BoardSignals signals, CancellationToken ct) =>
            {
                // Refuses whoever may not see the board; the events themselves say only that there is something to look at.
                await mediator.Send(new GetScoringBoard(examId), ct);
                return TypedResults.ServerSentEvents(signals.Watch(examId, ct));
            })
            .WithName("WatchScoringBoard")
            .WithSummary("Tells when the board of an exam changed")
            .WithDescription("Server-sent events named `board`; ask for the board again when one arrives. One comes at least every 15 seconds.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapGet("/criteria/{criterion}/grid", async (ExamId examId, string criterion, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetCriterionGrid(examId, criterion), ct)))
            .WithName("GetCriterionGrid")
            .WithSummary("All candidates × all aspects of a criterion")
            .WithDescription("Marks and states. Scores of single judges are not part of it.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapGet("/criteria/{criterion}/sheets/{candidateId}", async (ExamId examId, string criterion, CandidateId candidateId, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new GetScoreSheet(examId, criterion, candidateId), ct)))
            .WithName("GetScoreSheet")
            .WithSummary("The score sheet of one candidate for one criterion")
            .WithDescription("Another judge's score of a judgement aspect is not in it before the whole panel has scored, neither for judges nor for the chief expert.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapPut("/candidates/{candidateId}/scores/{aspectId}", async (ExamId examId, CandidateId candidateId, AspectId aspectId, ScoreBody body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new RecordScore(examId, new ScoreEvent(body.EntryId, candidateId, aspectId, body.Kind, body.Value, body.Reason, body.Replaces, body.EnteredAt)), ct)))
            .WithName("RecordScore")
            .WithSummary("Enter one score")
            .WithDescription("Repeating it with the same `entryId` changes nothing. Name in `replaces` the entries you saw; one that you did not know of stays beside yours as a conflict. Answers what holds now, with the computation in words.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/scores", async (ExamId examId, ScoresBody body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new RecordScores(examId, body.Events), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("RecordScores")
            .WithSummary("Enter what a device has collected")
            .WithDescription("At most 500 events, in any order, each taken or refused by itself. Sending them again, split or in another order, changes nothing.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapPost("/candidates/{candidateId}/scores/{aspectId}/decisions", async (ExamId examId, CandidateId candidateId, AspectId aspectId, DecisionBody body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new SetScoresAside(examId, candidateId, aspectId, body.DecisionId, body.Entries, body.Reason), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("SetScoresAside")
            .WithSummary("Rule out entries that disagree")
            .WithDescription("For the chief expert, with a reason. It brings no value: what remains holds, or a judge scores again.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/criteria/{criterion}/signature", async (ExamId examId, string criterion, LockBody? body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new SignSheets(examId, criterion, body?.CandidateId), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("SignSheets")
            .WithSummary("Sign the sheets of a criterion")
            .WithDescription("For an expert of the criterion: one candidate's sheet, or without a body all that are theirs. An entry made after it makes the signature void.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapGet("/candidates/{candidateId}/evidence/{aspectId}", async (ExamId examId, CandidateId candidateId, AspectId aspectId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetEvidence(examId, candidateId, aspectId), ct)))
            .WithName("GetEvidence")
            .WithSummary("Notes and photos for an aspect")
            .WithDescription("Of a judged aspect those of others only once the whole panel has scored.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapPost("/candidates/{candidateId}/evidence/{aspectId}", async (ExamId examId, CandidateId candidateId, AspectId aspectId, EvidenceBody body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new AddEvidence(examId, candidateId, aspectId, body.EvidenceId, body.Note, body.Photo), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithExample(new EvidenceBody(EvidenceId.From(Guid.Parse("01972c5e-4a00-7000-8000-0000000000ad")), "Кнопка «Оплатить» не отвечает", null))
            .WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(EvidencePhoto.Largest * 3 / 2))
            .WithName("AddEvidence")
            .WithSummary("Add a note or a photo")
            .WithDescription("For an expert of the sheet while it takes marks. `photo` is JPEG, PNG or WebP in Base64, at most 5 MB; its type is told by the content.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapGet("/evidence/{evidenceId}/photo", async (ExamId examId, EvidenceId evidenceId, IMediator mediator, HttpContext http, CancellationToken ct) =>
            {
                var photo = await mediator.Send(new GetEvidencePhoto(examId, evidenceId), ct);
                // Whoever may see it now is asked again next time.
                http.Response.Headers.CacheControl = "no-store";
                return TypedResults.Bytes(photo.Content, photo.MediaType);
            })
            .WithName("GetEvidencePhoto")
            .WithSummary("A photo")
            .WithDescription("For whoever may see the evidence.")
            .Produces(StatusCodes.Status200OK, contentType: "image/jpeg", additionalContentTypes: ["image/png", "image/webp"])
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapGet("/paper", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetReconciliation(examId), ct)))
            .WithName("GetReconciliation")
            .WithSummary("Paper against system")
            .WithDescription("Every paper sheet with its code, who has read it, and what differs between the two readings and the marks of the system.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapGet("/paper/sheets", async (ExamId examId, string? criterion, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetPaperSheets(examId, criterion), ct)))
            .WithName("GetPaperSheets")
            .WithSummary("Blank sheets to print")
            .WithDescription("One for each candidate and criterion, with its code. Ready as soon as the exam is planned.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapGet("/paper/{criterion}/{candidateId}", async (ExamId examId, string criterion, CandidateId candidateId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetPaperForm(examId, criterion, candidateId), ct)))
            .WithName("GetPaperForm")
            .WithSummary("The lines of one paper sheet")
            .WithDescription("Without anybody's reading and without the marks of the system: reading must be blind.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapPost("/paper/{criterion}/{candidateId}/readings", async (ExamId examId, string criterion, CandidateId candidateId, PaperBody body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new ReadPaper(examId, criterion, candidateId, body.ReadingId, body.Marks), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("ReadPaper")
            .WithSummary("Type in what stands on a paper sheet")
            .WithDescription("Points by the code of the aspect, all of them. It makes no marks; it is compared with another person's reading and with the system.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/paper/issue", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new IssuePaper(examId), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("IssuePaper")
            .WithSummary("Say that paper sheets were handed out")
            .WithDescription("From then on results are fixed only once a board member has confirmed that paper and system say the same. The first time counts.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/paper/carry-over", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new CarryOverPaper(examId), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("CarryOverPaper")
            .WithSummary("Carry marks over from paper")
            .WithDescription("For the chief expert: of every sheet that two persons have read alike, the aspects for which nothing was entered. Each entry names the sheet, its readers and the experts.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/paper/confirmation", async (ExamId examId, ConfirmationBody body, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new ConfirmReconciliation(examId, body.Name, body.Position), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("ConfirmReconciliation")
            .WithSummary("Confirm that paper and system say the same")
            .WithDescription("For organisers and the regional operator: the board member's name and position. Refused while a sheet is unread or differs. A mark that changes later makes it void.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapGet("/judges", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetJudges(examId), ct)))
            .WithName("GetJudges")
            .WithSummary("Scoring experts and possible substitutes")
            .WithDescription("For the chief expert: who scores what, who dropped out, and experts of the region against whom nothing speaks today.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapPost("/judges/{expertId}/replacement", async (ExamId examId, ExpertId expertId, ReplacementBody body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new ReplaceJudge(examId, expertId, body.Substitute, body.Reason), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("ReplaceJudge")
            .WithSummary("Put a substitute in the place of a scoring expert")
            .WithDescription("For the chief expert, with a reason. Credential, other exams and conflicts of interest are checked anew; marks already given stay with their author.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapGet("/unlocks", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new GetUnlocks(examId), ct)))
            .WithName("GetUnlocks")
            .WithSummary("Requests to open locked scores")
            .WithDescription("The latest first, and what the caller may do.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound);

        exam.MapPost("/unlocks", async (ExamId examId, UnlockBody body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new RequestUnlock(examId, body.RequestId, body.Criterion, body.CandidateId, body.Basis, body.Document, body.DocumentDate, body.Reason), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("RequestUnlock")
            .WithSummary("Ask to open locked scores")
            .WithDescription("For the chief expert and the organiser, with a basis document. A second person decides. Without candidate or criterion all of them are meant.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/unlocks/{requestId}/decision", async (ExamId examId, UnlockRequestId requestId, UnlockDecision body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new DecideUnlock(examId, requestId, body.Approve, body.Answer), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("DecideUnlock")
            .WithSummary("Allow or refuse to open locked scores")
            .WithDescription("For the regional operator, never for whoever asked. Allowed: sheets are open, all signatures above are void, the next lock makes new versions of the results.")
            .ProducesValidationProblem().ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/criteria/{criterion}/lock", async (ExamId examId, string criterion, LockBody? body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new LockCriterion(examId, criterion, body?.CandidateId), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("LockCriterion")
            .WithSummary("Lock the sheets of a criterion")
            .WithDescription("For the chief expert: one candidate's sheet, or without a body those of all who take part. Refused with a list while an aspect lacks a mark or a sheet a signature.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);

        exam.MapPost("/lock", async (ExamId examId, IMediator mediator, CancellationToken ct) => TypedResults.Ok(await mediator.Send(new LockResults(examId), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("LockResults")
            .WithSummary("Fix the results of an exam")
            .WithDescription("For the chief expert, once every sheet is locked: results with grades, and an order for each passport, in one transaction.")
            .ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
    }

    /// <summary>One score; candidate and aspect stand in the address.</summary>
    internal sealed record ScoreBody(ScoreEntryId EntryId, ScoreEntryKind Kind, ScoreValue? Value, string? Reason, IReadOnlyList<ScoreEntryId>? Replaces, DateTimeOffset EnteredAt);

    /// <summary>What a device has collected.</summary>
    internal sealed record ScoresBody(IReadOnlyList<ScoreEvent> Events);

    /// <summary>A decision of the chief expert.</summary>
    internal sealed record DecisionBody(ScoreEntryId DecisionId, IReadOnlyList<ScoreEntryId> Entries, string? Reason);

    /// <summary>A note, a photo in Base64, or both.</summary>
    internal sealed record EvidenceBody(EvidenceId EvidenceId, string? Note, byte[]? Photo);

    /// <summary>What stands on a paper sheet.</summary>
    internal sealed record PaperBody(PaperReadingId ReadingId, IReadOnlyDictionary<string, Marks> Marks);

    /// <summary>Who confirms for the state board.</summary>
    internal sealed record ConfirmationBody(string Name, string Position);

    /// <summary>Who steps in, and why.</summary>
    internal sealed record ReplacementBody(ExpertId Substitute, string? Reason);

    /// <summary>A request to open scores.</summary>
    internal sealed record UnlockBody(UnlockRequestId RequestId, string? Criterion, CandidateId? CandidateId, UnlockBasis Basis, string Document, DateOnly DocumentDate, string Reason);

    /// <summary>The second person's decision.</summary>
    internal sealed record UnlockDecision(bool Approve, string? Answer);

    /// <summary>Whose sheet to sign or lock; null for all.</summary>
    internal sealed record LockBody(CandidateId? CandidateId);
}
