using System.Text.Json.Serialization;
using DemoExam.Domain.Scoring;
using static DemoExam.Domain.Scoring.ScoringRules;

namespace DemoExam.Domain.Packages;

/// <summary>Kind of an aspect, as experts call it.</summary>
public enum AspectType
{
    /// <summary>Yes or no (бинарный): the maximum or zero.</summary>
    Binary = 1,

    /// <summary>Steps, count, deduction or measured reading (дискретный).</summary>
    Discrete = 2,

    /// <summary>Three experts, 0–3 each (судейский).</summary>
    Judgement = 3,
}

/// <summary>
/// How an entry becomes a mark. One agreed entry per candidate for every scale but <see cref="JudgementScale"/>,
/// which takes one entry of each judge.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(YesNoScale), "yes-no")]
[JsonDerivedType(typeof(CountScale), "count")]
[JsonDerivedType(typeof(DeductionScale), "deduction")]
[JsonDerivedType(typeof(StepsScale), "steps")]
[JsonDerivedType(typeof(ToleranceScale), "tolerance")]
[JsonDerivedType(typeof(JudgementScale), "judgement")]
public abstract record AspectScale
{
    /// <summary>Type of aspects with this scale.</summary>
    [JsonIgnore]
    public abstract AspectType Type { get; }

    /// <summary>The mark for an agreed entry.</summary>
    /// <exception cref="RuleViolation"><see cref="EntryOnScale"/>, with the allowed values.</exception>
    public abstract Marks MarkFor(ScoreValue entry, Marks maximum);

    /// <summary>Checks one entry of one expert.</summary>
    /// <exception cref="RuleViolation"><see cref="EntryOnScale"/>, with the allowed values.</exception>
    public virtual void Check(ScoreValue entry, Marks maximum) => MarkFor(entry, maximum);

    /// <summary>True when the scale can give the maximum and never more; an import checks it.</summary>
    public abstract bool Reaches(Marks maximum);

    /// <summary>True when these points can come of the scale; zero always can, for work that was not attempted.</summary>
    /// <param name="mark">The points.</param>
    /// <param name="maximum">Maximum of the aspect.</param>
    /// <param name="judgement">How judges score.</param>
    public bool Gives(Marks mark, Marks maximum, JudgementRule judgement) => mark == Marks.Zero || (mark > Marks.Zero && mark <= maximum && this switch
    {
        CountScale count => mark.Hundredths % count.Step.Hundredths == 0 ? mark.Hundredths / count.Step.Hundredths <= count.Highest : mark == maximum,
        DeductionScale deduction => (maximum.Hundredths - mark.Hundredths) % deduction.Step.Hundredths == 0,
        StepsScale steps => steps.Steps.Any(s => s.Mark == mark),
        ToleranceScale tolerance => tolerance.Bands.Any(b => b.Mark == mark),
        JudgementScale => Enumerable.Range(0, judgement.Judges * judgement.HighestScore + 1).Any(sum => judgement.MarkOf(maximum, sum) == mark),
        _ => mark == maximum,
    });

    // A whole number between 0 and the highest, or a refusal that names what is allowed.
    private protected static int Whole(ScoreValue entry, int highest, Marks maximum)
    {
        EntryOnScale.Require(entry.IsWhole && entry.Whole >= 0 && entry.Whole <= highest,
            ("entry", entry), ("allowed", highest == 1 ? "0, 1" : $"0–{highest}"), ("maximum", maximum));
        return entry.Whole;
    }
}

/// <summary>Yes (1) gives the maximum, no (0) gives zero; nothing between.</summary>
public sealed record YesNoScale : AspectScale
{
    public override AspectType Type => AspectType.Binary;
    public override Marks MarkFor(ScoreValue entry, Marks maximum) => maximum * Whole(entry, 1, maximum);
    public override bool Reaches(Marks maximum) => true;
}

/// <summary>So many points for each thing counted, capped at the maximum.</summary>
/// <param name="Step">Points for each.</param>
/// <param name="Highest">Largest number that may be entered.</param>
public sealed record CountScale(Marks Step, int Highest) : AspectScale
{
    public override AspectType Type => AspectType.Discrete;

    public override Marks MarkFor(ScoreValue entry, Marks maximum)
    {
        var hundredths = (long)Step.Hundredths * Whole(entry, Highest, maximum);
        return hundredths > maximum.Hundredths ? maximum : new Marks((int)hundredths);
    }

    public override bool Reaches(Marks maximum) => Step > Marks.Zero && Highest > 0 && (long)Step.Hundredths * Highest >= maximum.Hundredths;
}

/// <summary>The maximum less so many points for each fault, never below zero.</summary>
/// <param name="Step">Points taken for each fault.</param>
public sealed record DeductionScale(Marks Step) : AspectScale
{
    /// <summary>More faults than this are a typing error.</summary>
    public const int HighestFaults = 999;

    public override AspectType Type => AspectType.Discrete;

    public override Marks MarkFor(ScoreValue entry, Marks maximum)
    {
        var hundredths = maximum.Hundredths - (long)Step.Hundredths * Whole(entry, HighestFaults, maximum);
        return hundredths < 0 ? Marks.Zero : new Marks((int)hundredths);
    }

    public override bool Reaches(Marks maximum) => Step > Marks.Zero && Step <= maximum;
}

/// <summary>One of several described steps; the entry is the number of the step, from 0.</summary>
/// <param name="Steps">At least two; one of them gives the maximum.</param>
public sealed record StepsScale(IReadOnlyList<ScaleStep> Steps) : AspectScale
{
    public override AspectType Type => AspectType.Discrete;
    public override Marks MarkFor(ScoreValue entry, Marks maximum) => Steps[Whole(entry, Steps.Count - 1, maximum)].Mark;
    public override bool Reaches(Marks maximum) => Steps.Count >= 2 && Steps.Max(s => s.Mark) == maximum && Steps.All(s => s.Mark >= Marks.Zero);

    public bool Equals(StepsScale? other) => other is not null && Steps.SequenceEqual(other.Steps);
    public override int GetHashCode() => Steps.Count;
}

/// <summary>One step of a scale.</summary>
/// <param name="Text">What was reached.</param>
/// <param name="Mark">Points for it.</param>
public sealed record ScaleStep(string Text, Marks Mark);

/// <summary>
/// A measured reading falls into a band. Bands are closed at both ends and are searched in order, so that the first
/// (narrowest) one that holds the reading counts; a reading in no band gives zero.
/// </summary>
/// <param name="Unit">Unit of the reading, for example "мм".</param>
/// <param name="Bands">At least one; the best one gives the maximum.</param>
public sealed record ToleranceScale(string Unit, IReadOnlyList<ToleranceBand> Bands) : AspectScale
{
    public override AspectType Type => AspectType.Discrete;

    public override Marks MarkFor(ScoreValue entry, Marks maximum) =>
        Bands.FirstOrDefault(band => entry >= band.From && entry <= band.To)?.Mark ?? Marks.Zero;

    public override bool Reaches(Marks maximum) =>
        Bands.Count > 0 && Bands.All(b => b.From <= b.To && b.Mark >= Marks.Zero) && Bands.Max(b => b.Mark) == maximum;

    public bool Equals(ToleranceScale? other) => other is not null && Unit == other.Unit && Bands.SequenceEqual(other.Bands);
    public override int GetHashCode() => HashCode.Combine(Unit, Bands.Count);
}

/// <summary>A band of readings.</summary>
/// <param name="From">Lowest reading, included.</param>
/// <param name="To">Highest reading, included.</param>
/// <param name="Mark">Points for a reading in the band.</param>
public sealed record ToleranceBand(ScoreValue From, ScoreValue To, Marks Mark);

/// <summary>Judgement by several experts against described levels.</summary>
/// <param name="Benchmarks">Text for each score from 0; four by the WorldSkills scale.</param>
public sealed record JudgementScale(IReadOnlyList<string> Benchmarks) : AspectScale
{
    public override AspectType Type => AspectType.Judgement;

    /// <summary>Highest score of one judge.</summary>
    [JsonIgnore]
    public int Highest => Benchmarks.Count - 1;

    /// <summary>Not for judgement: the mark needs the whole panel (<see cref="JudgementPanel"/>).</summary>
    public override Marks MarkFor(ScoreValue entry, Marks maximum) => throw new InvalidOperationException("A judgement aspect is marked by its panel.");

    /// <summary>The score of one judge as a whole number.</summary>
    /// <exception cref="RuleViolation"><see cref="EntryOnScale"/>.</exception>
    public int JudgeScore(ScoreValue entry, Marks maximum) => Whole(entry, Highest, maximum);

    public override void Check(ScoreValue entry, Marks maximum) => JudgeScore(entry, maximum);

    /// <summary>One text for each score that a judge can give, no more and no fewer.</summary>
    public override bool Reaches(Marks maximum) => Benchmarks.Count == JudgementRule.WorldSkills.HighestScore + 1;

    public bool Equals(JudgementScale? other) => other is not null && Benchmarks.SequenceEqual(other.Benchmarks);
    public override int GetHashCode() => Benchmarks.Count;
}
