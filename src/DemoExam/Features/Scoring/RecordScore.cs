using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Scoring;

/// <summary>An expert enters one score. The id is made where it is entered, so sending it again changes nothing.</summary>
[Authorize(Policy = Policies.Score)]
public sealed record RecordScore(ExamId ExamId, ScoreEvent Event) : ICommand<RecordedScore>, IAudited, IReadsAhead
{
    IEnumerable<(string Name, string Value)> IAudited.About => Event is null ? [] : [("candidate", Event.CandidateId.ToString()), ("aspect", Event.AspectId.ToString())];
}

/// <summary>What happened on a device: an expert said something about one aspect of one candidate.</summary>
/// <param name="EntryId">Made on the device.</param>
/// <param name="CandidateId">Whose work.</param>
/// <param name="AspectId">Which aspect.</param>
/// <param name="Kind">A value, not attempted, or own entries taken back.</param>
/// <param name="Value">The entry on the aspect's scale: 0 or 1, a count, a number of faults, the number of a step from 0, a judge's 0–3, a reading.</param>
/// <param name="Reason">Why it was not attempted.</param>
/// <param name="Replaces">Entries that the expert saw and replaces; a newer one that the expert didn't know stands beside.</param>
/// <param name="EnteredAt">Clock of the device; kept, never used to decide.</param>
public sealed record ScoreEvent(
    ScoreEntryId EntryId, CandidateId CandidateId, AspectId AspectId, ScoreEntryKind Kind, ScoreValue? Value, string? Reason,
    IReadOnlyList<ScoreEntryId>? Replaces, DateTimeOffset EnteredAt);

/// <summary>What holds after an entry.</summary>
public sealed record RecordedScore(AspectView Aspect, SheetProgress Progress);

internal sealed class RecordScoreValidator : AbstractValidator<RecordScore>
{
    public RecordScoreValidator() => RuleFor(r => r.Event).NotNull().SetValidator(new ScoreEventValidator());
}

internal sealed class ScoreEventValidator : AbstractValidator<ScoreEvent>
{
    public const int LongestReason = 400;
    public const int MostReplaced = 100;

    public ScoreEventValidator()
    {
        RuleFor(e => e.EntryId).NotEmpty();
        RuleFor(e => e.CandidateId).NotEmpty();
        RuleFor(e => e.AspectId).NotEmpty();
        RuleFor(e => e.Kind).Must(k => k is ScoreEntryKind.Value or ScoreEntryKind.NotAttempted or ScoreEntryKind.Withdrawn).WithMessage("Validation.ScoreKind");
        RuleFor(e => e.Value).NotNull().When(e => e.Kind == ScoreEntryKind.Value);
        RuleFor(e => e.Value).Null().When(e => e.Kind != ScoreEntryKind.Value).WithMessage("Validation.ScoreValueUnwanted");
        RuleFor(e => e.Reason).MaximumLength(LongestReason);
        RuleFor(e => e.Replaces).Must(r => r is null || r.Count <= MostReplaced).WithMessage("Validation.ScoreReplaces");
    }
}

internal sealed class RecordScoreHandler(DemoExamDb db, MarksTogether marks, CurrentUser user, AfterCommit afterCommit, BoardSignals signals, Texts texts) : IRequestHandler<RecordScore, RecordedScore>
{
    public async Task<RecordedScore> Handle(RecordScore request, CancellationToken cancellationToken)
    {
        var (desk, refusals) = await marks.Record(db, user, request.ExamId, [request.Event], cancellationToken);
        if (refusals[0] is { } refusal)
        {
            throw refusal;
        }

        afterCommit.Do(() => signals.Raise(request.ExamId));
        return new RecordedScore(desk.View(texts, request.Event), desk.Progress(request.Event));
    }
}
