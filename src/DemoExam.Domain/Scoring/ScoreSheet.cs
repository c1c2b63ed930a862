using DemoExam.Domain.Packages;
using static DemoExam.Domain.Scoring.ScoringRules;

namespace DemoExam.Domain.Scoring;

/// <summary>Life of a score sheet.</summary>
public enum ScoreSheetStatus
{
    Open = 1,

    /// <summary>Complete and closed by the chief expert; entries are refused.</summary>
    Locked = 2,
}

/// <summary>
/// The score sheet (оценочная ведомость) of one candidate for one criterion: a growing set of entries. What holds is
/// computed from the set (<see cref="StandingOf"/>), so receiving entries twice or in another order changes nothing.
/// </summary>
public sealed class ScoreSheet
{
    private readonly List<ScoreEntry> _entries = [];

    private ScoreSheet()
    {
    }

    public ScoreSheet(ScoreSheetId id, ExamId examId, CandidateId candidateId, CriterionId criterionId)
    {
        Id = id;
        ExamId = examId;
        CandidateId = candidateId;
        CriterionId = criterionId;
        Status = ScoreSheetStatus.Open;
    }

    public ScoreSheetId Id { get; private set; }
    public ExamId ExamId { get; private set; }
    public CandidateId CandidateId { get; private set; }
    public CriterionId CriterionId { get; private set; }
    public ScoreSheetStatus Status { get; private set; }
    public DateTimeOffset? LockedAt { get; private set; }

    /// <summary>Raised by every change, so that a lock and an entry made at the same moment can't both succeed.</summary>
    public int Version { get; private set; }

    public IReadOnlyList<ScoreEntry> Entries => _entries;

    /// <summary>
    /// Adds an entry. An entry that is already here is ignored: a tablet may send it any number of times.
    /// Whether the expert may score this candidate is the exam's question (<c>Exam.RequireScorer</c>).
    /// </summary>
    /// <exception cref="RuleViolation">Sheet locked, value off the scale, or an entry of another aspect replaced.</exception>
    public void Record(ScoreEntry entry, Aspect aspect)
    {
        if (_entries.Any(e => e.Id == entry.Id))
        {
            return;
        }

        SheetIsOpen.Require(Status == ScoreSheetStatus.Open, ("aspect", aspect.Code));
        // A replaced entry may still be on its way from another device; one that is here must be of this aspect.
        ReplacesSameAspect.Require(_entries.All(e => e.AspectId == aspect.Id || !entry.Replaces.Contains(e.Id)), ("aspect", aspect.Code));

        if (aspect.Scale is JudgementScale scale)
        {
            if (entry.Value is { } score)
            {
                scale.JudgeScore(score, aspect.Maximum);
            }
        }
        else if (entry.Value is { } value)
        {
            aspect.Scale.MarkFor(value, aspect.Maximum);
        }

        _entries.Add(entry);
        Version++;
    }

    /// <summary>What holds for an aspect: empty, waiting for judges, in conflict, to be re-scored, or a mark.</summary>
    public AspectStanding StandingOf(Aspect aspect, JudgementRule judgement)
    {
        var heads = Heads(aspect.Id);
        if (heads.Count == 0)
        {
            return new AspectStanding(AspectState.Empty, null, heads);
        }

        return aspect.Scale is JudgementScale scale ? PanelStanding(aspect, scale, judgement, heads) : AgreedStanding(aspect, heads);
    }

    /// <summary>Sum of the marks that hold; null while any aspect has none.</summary>
    public Marks? TotalOf(Criterion criterion, JudgementRule judgement)
    {
        var total = Marks.Zero;
        foreach (var aspect in criterion.Aspects)
        {
            if (StandingOf(aspect, judgement).Mark is not { } mark)
            {
                return null;
            }

            total += mark;
        }

        return total;
    }

    /// <summary>Closes the sheet. Empty is not zero: an aspect without a mark refuses the lock.</summary>
    /// <exception cref="RuleViolation">With one refusal for each aspect that has no mark.</exception>
    public void Lock(Criterion criterion, JudgementRule judgement, DateTimeOffset now)
    {
        if (Status == ScoreSheetStatus.Locked)
        {
            return;
        }

        var refusals = new Refusals();
        foreach (var aspect in criterion.Aspects)
        {
            var state = StandingOf(aspect, judgement).State;
            var rule = state switch
            {
                AspectState.Conflict => EntriesAgree,
                AspectState.NeedsRescore => SpreadWithinLimit,
                _ => EveryAspectIsScored,
            };
            refusals.Require(rule, state == AspectState.Scored, null, ("aspect", aspect.Code));
        }

        refusals.ThrowIfAny();
        Status = ScoreSheetStatus.Locked;
        LockedAt = now;
        Version++;
    }

    // The entries that no other entry replaces.
    private List<ScoreEntry> Heads(AspectId aspectId)
    {
        var entries = _entries.Where(e => e.AspectId == aspectId).ToList();
        var replaced = entries.SelectMany(e => e.Replaces).ToHashSet();
        return [.. entries.Where(e => !replaced.Contains(e.Id)).OrderBy(e => e.Id.Value)];
    }

    private static AspectStanding AgreedStanding(Aspect aspect, List<ScoreEntry> heads)
    {
        if (heads.Skip(1).Any(e => !e.SaysTheSameAs(heads[0])))
        {
            return new AspectStanding(AspectState.Conflict, null, heads);
        }

        var mark = heads[0].Value is { } value ? aspect.Scale.MarkFor(value, aspect.Maximum) : Marks.Zero;
        return new AspectStanding(AspectState.Scored, mark, heads);
    }

    private static AspectStanding PanelStanding(Aspect aspect, JudgementScale scale, JudgementRule judgement, List<ScoreEntry> heads)
    {
        // More judges than the panel has is no vote to average: a person decides whose entries stand.
        var byJudge = heads.GroupBy(e => e.ExpertId).ToList();
        if (byJudge.Count > judgement.Judges || byJudge.Any(judge => judge.Skip(1).Any(e => !e.SaysTheSameAs(judge.First()))))
        {
            return new AspectStanding(AspectState.Conflict, null, heads);
        }

        // A judge's "not attempted" is the lowest score: there was nothing to judge.
        var scores = byJudge.Select(judge => judge.First().Value is { } value ? scale.JudgeScore(value, aspect.Maximum) : 0).ToList();
        var panel = new JudgementPanel(judgement, scores);
        return panel.State switch
        {
            PanelState.Waiting => new AspectStanding(AspectState.Waiting, null, heads),
            PanelState.NeedsRescore => new AspectStanding(AspectState.NeedsRescore, null, heads),
            _ => new AspectStanding(AspectState.Scored, panel.MarkOf(aspect.Maximum), heads),
        };
    }
}

/// <summary>State of one aspect on one sheet.</summary>
public enum AspectState
{
    Empty = 1,

    /// <summary>Some judges have scored, not all.</summary>
    Waiting = 2,

    /// <summary>Different entries stand side by side.</summary>
    Conflict = 3,

    /// <summary>All judges have scored, too far apart.</summary>
    NeedsRescore = 4,

    /// <summary>The aspect has a mark.</summary>
    Scored = 5,
}

/// <summary>What holds for one aspect.</summary>
/// <param name="State">The state.</param>
/// <param name="Mark">The mark; null unless <see cref="AspectState.Scored"/>.</param>
/// <param name="Heads">Entries that no other entry replaces, in the order of their ids.</param>
public sealed record AspectStanding(AspectState State, Marks? Mark, IReadOnlyList<ScoreEntry> Heads);
