using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Audit;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Scoring;

/// <summary>
/// What a device has collected, in one request. Each event is taken or refused by itself: one that is refused must not hold
/// up the others, and sending all again changes nothing.
/// </summary>
[Authorize(Policy = Policies.Score)]
public sealed record RecordScores(ExamId ExamId, IReadOnlyList<ScoreEvent> Events) : ICommand<RecordedScores>, IAudited, IReadsAhead;

/// <summary>What became of the events, in their order.</summary>
public sealed record RecordedScores(IReadOnlyList<EventOutcome> Events);

/// <summary>What became of one event.</summary>
/// <param name="EntryId">The event.</param>
/// <param name="CandidateId">Whose work.</param>
/// <param name="AspectId">Which aspect.</param>
/// <param name="Taken">True when the entry is on the sheet, now or already before.</param>
/// <param name="Code">Code of the rule that refused it.</param>
/// <param name="Message">Why it was refused, in the reader's language.</param>
/// <param name="Aspect">What holds after all events; null when the aspect is not the sender's to see.</param>
/// <param name="Progress">How far the sheet is.</param>
public sealed record EventOutcome(
    ScoreEntryId EntryId, CandidateId CandidateId, AspectId AspectId, bool Taken, string? Code, string? Message, AspectView? Aspect, SheetProgress? Progress);

internal sealed class RecordScoresValidator : AbstractValidator<RecordScores>
{
    public const int MostEvents = 500;

    public RecordScoresValidator()
    {
        RuleFor(r => r.Events).NotEmpty().Must(e => e is null || e.Count <= MostEvents).WithMessage("Validation.TooManyEvents");
        RuleForEach(r => r.Events).NotNull().SetValidator(new ScoreEventValidator());
    }
}

internal sealed class RecordScoresHandler(DemoExamDb db, MarksTogether marks, CurrentUser user, AfterCommit afterCommit, BoardSignals signals, AuditTrail trail, Texts texts) : IRequestHandler<RecordScores, RecordedScores>
{
    public async Task<RecordedScores> Handle(RecordScores request, CancellationToken cancellationToken)
    {
        var (desk, recorded) = await marks.Record(db, user, request.ExamId, request.Events, cancellationToken);
        afterCommit.Do(() => signals.Raise(request.ExamId));
        var refusals = request.Events.Zip(recorded, (e, refused) => (Event: e, Refusal: RefusalOf(refused))).ToList();
        var attempts = refusals.Where(r => r.Refusal is { } refusal && AuditedRules.Contains(refusal.Rule)).GroupBy(r => r.Refusal!.Rule.Code);
        foreach (var attempt in attempts)
        {
            await trail.Add(request.ExamId, AuditDeed.Refused, cancellationToken, ("request", nameof(RecordScores)), ("rule", attempt.Key), ("entries", $"{attempt.Count()}"),
                ("candidate", string.Join(' ', attempt.Select(a => a.Event.CandidateId).Distinct())), ("aspect", string.Join(' ', attempt.Select(a => a.Event.AspectId).Distinct())));
        }

        return new RecordedScores([.. refusals.Select(r => r.Refusal switch
        {
            null => new EventOutcome(r.Event.EntryId, r.Event.CandidateId, r.Event.AspectId, true, null, null, desk.View(texts, r.Event), desk.Progress(r.Event)),
            var refusal => new EventOutcome(r.Event.EntryId, r.Event.CandidateId, r.Event.AspectId, false, refusal.Rule.Code,
                texts.Rule(refusal.Rule.Code, refusal.Facts, refusal.Rule.Message),
                MayStillSee(refusal.Rule) ? desk.View(texts, r.Event) : null, MayStillSee(refusal.Rule) ? desk.Progress(r.Event) : null),
        })]);
    }

    private static Refusal? RefusalOf(Exception? refused) => refused switch
    {
        null => null,
        RuleViolation violation => violation.Refusals[0],
        _ => ScoringRules.AspectIsInExam.Refuse(),
    };

    // A value off the scale or a locked sheet: the sender scores this sheet and is told what holds.
    private static bool MayStillSee(Rule rule) => rule == ScoringRules.EntryOnScale || rule == ScoringRules.SheetIsOpen || rule == ScoringRules.NotAttemptedHasReason;
}
