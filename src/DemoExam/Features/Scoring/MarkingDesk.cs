using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>The sheets that events of one expert concern, loaded to be written on. What single scores and batches share.</summary>
internal sealed class MarkingDesk
{
    private readonly ExamAtWork _work;
    private readonly IReadOnlyDictionary<(CandidateId, CriterionId), ScoreSheet> _sheets;
    private readonly DateTimeOffset _now;

    /// <param name="work">The exam, for the expert whose events come.</param>
    /// <param name="sheets">Tracked sheets of the exam, at least those that the events concern.</param>
    /// <param name="now">The server's clock.</param>
    public MarkingDesk(ExamAtWork work, IReadOnlyDictionary<(CandidateId, CriterionId), ScoreSheet> sheets, DateTimeOffset now)
    {
        _work = work;
        _sheets = sheets;
        _now = now;
    }

    public static async Task<MarkingDesk> Open(DemoExamDb db, ExamsAtWork exams, CurrentUser user, TimeProvider time, ExamId examId, IReadOnlyList<ScoreEvent> events, CancellationToken ct)
    {
        var candidates = events.Select(e => e.CandidateId).Distinct().ToList();
        var work = await exams.Open(db, user, examId, ct);
        var aspects = events.Select(e => e.AspectId).ToHashSet();
        var criteria = work.Criteria.Where(c => c.Aspects.Any(a => aspects.Contains(a.Id))).Select(c => c.Id).ToList();
        var sheets = await db.ScoreSheets.AsSingleQuery()
            .Where(s => s.ExamId == examId && candidates.Contains(s.CandidateId) && criteria.Contains(s.CriterionId))
            .ToDictionaryAsync(s => (s.CandidateId, s.CriterionId), ct);
        return new MarkingDesk(work, sheets, time.GetUtcNow());
    }

    /// <summary>Records events, each by itself: one that is refused does not hold up the others.</summary>
    public RecordedEvents Record(IReadOnlyList<ScoreEvent> events) => new(this, [.. events.Select(Refused)]);

    private Exception? Refused(ScoreEvent @event)
    {
        try
        {
            Record(@event);
            return null;
        }
        catch (Exception refusal) when (refusal is RuleViolation or NotFound)
        {
            return refusal;
        }
    }

    // Refuses before it changes anything.
    private void Record(ScoreEvent @event)
    {
        var (criterion, aspect) = _work.AspectOf(@event.AspectId);
        var seat = _work.SeatOf(@event.CandidateId);
        _work.RequireScorer(seat, criterion);
        var content = @event.Kind switch
        {
            ScoreEntryKind.NotAttempted => ScoreContent.NotAttempted(@event.Reason),
            ScoreEntryKind.Withdrawn => ScoreContent.Withdrawn,
            _ => ScoreContent.Of(@event.Value!.Value),
        };
        SheetOf(@event, criterion).Record(new ScoreEntry(@event.EntryId, aspect.Id, _work.Me.Id, content, @event.Replaces ?? [], @event.EnteredAt, _now), aspect);
    }

    public AspectView View(Texts texts, ScoreEvent @event)
    {
        var (criterion, aspect) = _work.AspectOf(@event.AspectId);
        return SheetViews.Of(texts, _work, SheetOf(@event, criterion), aspect);
    }

    public SheetProgress Progress(ScoreEvent @event)
    {
        var (criterion, _) = _work.AspectOf(@event.AspectId);
        return SheetOf(@event, criterion).ProgressOf(criterion, _work.Package.Judgement);
    }

    // Sheets are made when the exam starts; without them no marks are taken.
    private ScoreSheet SheetOf(ScoreEvent @event, Criterion criterion) => _sheets.TryGetValue((@event.CandidateId, criterion.Id), out var sheet)
        ? sheet
        : throw new RuleViolation(ScoringRules.ExamTakesMarks.Refuse(("status", _work.Exam.Status)));
}

/// <summary>What became of events that one expert sent in one request.</summary>
/// <param name="Desk">With what holds now.</param>
/// <param name="Refusals">For each event the <see cref="RuleViolation"/> or <see cref="NotFound"/> that refused it; null when it is taken.</param>
internal sealed record RecordedEvents(MarkingDesk Desk, IReadOnlyList<Exception?> Refusals);
