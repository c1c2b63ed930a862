using DemoExam.Domain.Packages;

namespace DemoExam.Domain.Scoring;

/// <summary>The judgement part of a rule set.</summary>
/// <param name="Judges">Experts that score one aspect.</param>
/// <param name="HighestScore">Highest score of one judge.</param>
/// <param name="MaximumSpread">Largest accepted difference between the highest and the lowest score.</param>
public sealed record JudgementRule(int Judges, int HighestScore, int MaximumSpread)
{
    /// <summary>Three judges, 0–3, spread at most 1 (WorldSkills assessment method).</summary>
    public static readonly JudgementRule WorldSkills = new(3, 3, 1);

    /// <summary>The mark for a sum of the judges' scores, rounded to 0.01.</summary>
    public Marks MarkOf(Marks maximum, int sum)
    {
        var full = (long)Judges * HighestScore;
        return new Marks((int)((2L * maximum.Hundredths * sum + full) / (2 * full)));
    }

    /// <summary>The rule of a rule set; all sets in use kept the WorldSkills method.</summary>
    public static JudgementRule Of(RuleSet ruleSet) => ruleSet switch
    {
        RuleSet.WorldSkillsRussia or RuleSet.AssessmentPackage or RuleSet.MeasuringMaterials => WorldSkills,
        _ => throw new ArgumentOutOfRangeException(nameof(ruleSet), ruleSet, "Unknown rule set."),
    };
}

/// <summary>State of a judgement aspect.</summary>
public enum PanelState
{
    /// <summary>Not all judges have scored.</summary>
    Waiting = 1,

    /// <summary>All have scored, but the spread is too large: discuss and score again.</summary>
    NeedsRescore = 2,

    /// <summary>All have scored within the spread.</summary>
    Agreed = 3,
}

/// <summary>The scores of the judges for one aspect of one candidate.</summary>
/// <param name="Rule">The judgement rule.</param>
/// <param name="Scores">One score of each judge, each within 0 to the highest.</param>
public sealed record JudgementPanel(JudgementRule Rule, IReadOnlyList<int> Scores)
{
    public PanelState State => Scores.Count < Rule.Judges ? PanelState.Waiting
        : Scores.Max() - Scores.Min() > Rule.MaximumSpread ? PanelState.NeedsRescore
        : PanelState.Agreed;

    /// <summary>
    /// Mark = maximum × sum of scores ÷ (judges × highest score), rounded to 0.01. With three judges of 0–3 an exact
    /// half never occurs, so the direction of rounding can't matter; halves are rounded up.
    /// </summary>
    /// <exception cref="InvalidOperationException">The panel has not agreed.</exception>
    public Marks MarkOf(Marks maximum)
    {
        if (State != PanelState.Agreed)
        {
            throw new InvalidOperationException("The panel has not agreed on this aspect.");
        }

        return Rule.MarkOf(maximum, Scores.Sum());
    }
}
