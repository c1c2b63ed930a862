using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;

namespace DemoExam.Data.Demo;

/// <summary>What experts of the demonstration region enter: from strong to weak candidates, a few aspects missed by everyone.</summary>
internal sealed class DemoScores(Random random)
{
    /// <summary>Share of the work that a candidate masters: most between a half and nine tenths.</summary>
    public double Ability() => Math.Clamp(0.72 + 0.17 * Normal(), 0.05, 0.99);

    /// <summary>Scores a sheet as the day went: one agreed entry for each aspect, one of each of three judges for judgement.</summary>
    public void Fill(ScoreSheet sheet, Criterion criterion, double ability, IReadOnlyList<ExpertDuty> scorers, DateTimeOffset from)
    {
        var minute = 0;
        foreach (var aspect in criterion.Aspects)
        {
            Score(sheet, aspect, ability, [.. scorers.Where(s => s.Scores(criterion.Letter))], from.AddMinutes(minute++));
        }
    }

    /// <summary>Scores one aspect.</summary>
    public void Score(ScoreSheet sheet, Aspect aspect, double ability, IReadOnlyList<ExpertDuty> scorers, DateTimeOffset at)
    {
        if (aspect.Scale is JudgementScale judgement)
        {
            // Judges agree on the level or differ by one.
            var level = Math.Clamp((int)Math.Round(judgement.Highest * ability + 0.5 * Normal()), 0, judgement.Highest);
            foreach (var judge in scorers.Take(3))
            {
                Enter(sheet, aspect, judge, ScoreValue.Of(random.Next(3) == 0 && level > 0 ? level - 1 : level), at);
            }
        }
        else if (ability < 0.4 && random.Next(12) == 0)
        {
            sheet.Record(new ScoreEntry(ScoreEntryId.New(), aspect.Id, scorers[0].ExpertId, ScoreContent.NotAttempted("Не приступал: не хватило времени"), [], at, at.AddSeconds(2)), aspect);
        }
        else
        {
            Enter(sheet, aspect, scorers[random.Next(scorers.Count)], Value(aspect.Scale, ability), at);
        }
    }

    /// <summary>Enters a value of one expert.</summary>
    public static void Enter(ScoreSheet sheet, Aspect aspect, ExpertDuty expert, ScoreValue value, DateTimeOffset at) =>
        sheet.Record(new ScoreEntry(ScoreEntryId.New(), aspect.Id, expert.ExpertId, ScoreContent.Of(value), [], at, at.AddSeconds(2)), aspect);

    private ScoreValue Value(AspectScale scale, double ability) => scale switch
    {
        YesNoScale => ScoreValue.Of(random.NextDouble() < ability + 0.08 ? 1 : 0),
        CountScale count => ScoreValue.Of(Enumerable.Range(0, count.Highest).Count(_ => random.NextDouble() < ability + 0.05)),
        DeductionScale => ScoreValue.Of(Enumerable.Range(0, 8).Count(_ => random.NextDouble() > ability + 0.12)),
        StepsScale steps => ScoreValue.Of(Math.Clamp((int)Math.Round((steps.Steps.Count - 1) * ability + 0.4 * Normal()), 0, steps.Steps.Count - 1)),
        ToleranceScale tolerance => Reading(tolerance, ability),
        _ => throw new NotSupportedException($"The demonstration has no {scale.GetType().Name}."),
    };

    // Near the middle of the narrowest band for a sure hand, beyond the widest one for a weak one.
    private ScoreValue Reading(ToleranceScale scale, double ability)
    {
        var (narrow, wide) = (scale.Bands[0], scale.Bands[^1]);
        var middle = (narrow.From.Thousandths + narrow.To.Thousandths) / 2;
        var half = Math.Max(1, (wide.To.Thousandths - wide.From.Thousandths) / 2);
        var reading = middle + (long)(half * (1.3 - ability) * Normal() * 0.8);
        // Instruments show tenths; depths and offsets are never negative.
        reading = narrow.From.Thousandths >= 0 ? Math.Abs(reading) : reading;
        return new ScoreValue(reading / 100 * 100);
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
