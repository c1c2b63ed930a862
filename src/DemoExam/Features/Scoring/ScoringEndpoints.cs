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

        exam.MapPost("/criteria/{criterion}/lock", async (ExamId examId, string criterion, LockBody? body, IMediator mediator, CancellationToken ct) =>
                TypedResults.Ok(await mediator.Send(new LockCriterion(examId, criterion, body?.CandidateId), ct)))
            .AddEndpointFilter<Idempotency>()
            .WithName("LockCriterion")
            .WithSummary("Lock the sheets of a criterion")
            .WithDescription("For the chief expert: one candidate's sheet, or without a body those of all who take part. Refused with a list while an aspect lacks a mark.")
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

    /// <summary>Whose sheet to lock; null for all.</summary>
    internal sealed record LockBody(CandidateId? CandidateId);
}
