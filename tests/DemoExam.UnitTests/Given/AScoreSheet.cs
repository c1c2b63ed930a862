using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;

namespace DemoExam.UnitTests.Given;

/// <summary>A score sheet on which experts write.</summary>
internal sealed class AScoreSheet
{
    public static readonly DateTimeOffset Now = new(2026, 6, 14, 10, 0, 0, TimeSpan.Zero);

    public AScoreSheet(Criterion criterion, CandidateId? candidateId = null, ExamId? examId = null)
    {
        Criterion = criterion;
        Sheet = new ScoreSheet(ScoreSheetId.New(), examId ?? ExamId.New(), candidateId ?? CandidateId.New(), criterion.Id);
    }

    public AScoreSheet(params IEnumerable<Aspect> aspects) : this(AScheme.Criterion("A", aspects))
    {
    }

    public Criterion Criterion { get; }
    public ScoreSheet Sheet { get; }

    public static implicit operator ScoreSheet(AScoreSheet given) => given.Sheet;

    /// <summary>Records a value and answers the entry, so that a later one can replace it.</summary>
    public ScoreEntryId Enter(Aspect aspect, ExpertId expert, decimal value, params ScoreEntryId[] replaces)
    {
        ScoreValue.TryFrom(value, out var read).ShouldBeTrue();
        return Enter(aspect, expert, ScoreContent.Of(read), replaces);
    }

    public ScoreEntryId Enter(Aspect aspect, ExpertId expert, ScoreContent content, params ScoreEntryId[] replaces)
    {
        var entry = Entry(aspect, expert, content, replaces);
        Sheet.Record(entry, aspect);
        return entry.Id;
    }

    public AspectStanding Standing(Aspect aspect) => Sheet.StandingOf(aspect, JudgementRule.WorldSkills);

    public static ScoreEntry Entry(Aspect aspect, ExpertId expert, ScoreContent content, params IEnumerable<ScoreEntryId> replaces) =>
        new(ScoreEntryId.New(), aspect.Id, expert, content, replaces, Now, Now);
}
