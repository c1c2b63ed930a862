using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;

namespace DemoExam.Features.Scoring;

/// <summary>
/// How a mark came about, in words that can be checked with a pencil: «4 из 5 × 0,40 = 1,60». The score sheet shows the
/// same while it is filled in (<c>wwwroot/js/score-sheet.js</c>).
/// </summary>
internal static class ScoreWords
{
    /// <summary>The computation of a mark that holds; null while there is none.</summary>
    public static string? Of(Texts texts, Aspect aspect, AspectStanding standing)
    {
        if (standing.Mark is not { } mark)
        {
            return null;
        }

        if (standing.Heads[0].Kind == ScoreEntryKind.FromPaper)
        {
            return texts["Scoring.Words.FromPaper", Points(mark)];
        }

        if (aspect.Scale is JudgementScale judgement)
        {
            var scores = standing.Heads.GroupBy(h => h.ExpertId).Select(judge => judge.First().Value?.Whole ?? 0).ToList();
            return texts["Scoring.Words.Judgement", string.Join(" + ", scores), scores.Count * judgement.Highest, Points(aspect.Maximum), Points(mark)];
        }

        return standing.Heads[0].Value is { } value ? OfValue(texts, aspect, value, mark) : texts["Scoring.Words.NotAttempted"];
    }

    private static string OfValue(Texts texts, Aspect aspect, ScoreValue value, Marks mark) => aspect.Scale switch
    {
        YesNoScale => texts[value.Whole == 1 ? "Scoring.Words.Yes" : "Scoring.Words.No", Points(mark)],
        CountScale count when (long)count.Step.Hundredths * value.Whole > aspect.Maximum.Hundredths =>
            texts["Scoring.Words.CountCapped", value.Whole, Points(count.Step), Points(aspect.Maximum)],
        CountScale count => texts["Scoring.Words.Count", value.Whole, count.Highest, Points(count.Step), Points(mark)],
        DeductionScale deduction when (long)deduction.Step.Hundredths * value.Whole > aspect.Maximum.Hundredths =>
            texts["Scoring.Words.DeductionFloor", Points(aspect.Maximum), value.Whole, Points(deduction.Step)],
        DeductionScale deduction => texts["Scoring.Words.Deduction", Points(aspect.Maximum), value.Whole, Points(deduction.Step), Points(mark)],
        StepsScale steps => texts["Scoring.Words.Step", steps.Steps[value.Whole].Text, Points(mark)],
        ToleranceScale tolerance when tolerance.Bands.FirstOrDefault(b => value >= b.From && value <= b.To) is { } band =>
            texts["Scoring.Words.Band", Reading(value), tolerance.Unit, Reading(band.From), Reading(band.To), Points(mark)],
        ToleranceScale tolerance => texts["Scoring.Words.OutOfBands", Reading(value), tolerance.Unit],
        _ => Points(mark),
    };

    private static string Points(Marks marks) => Formats.ExactPoints(marks.Value);

    private static string Reading(ScoreValue value) => Formats.Number(value.Thousandths / 1000m);
}
