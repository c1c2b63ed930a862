using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;

namespace DemoExam.Features.Packages;

/// <summary>Parts of a package in plain words.</summary>
public static class PackageWords
{
    /// <summary>Text key of an exam that a package gives.</summary>
    public static string ScopeKey(ExamLevel level, bool withVariativePart) => withVariativePart ? "Packages.Scope.WithVariative" : $"Packages.Scope.{level}";

    /// <summary>How an entry becomes a mark, in one sentence; steps, bands and levels are listed apart.</summary>
    public static string Of(Texts texts, AspectScale scale, Marks maximum, int judges) => scale switch
    {
        YesNoScale => texts["Packages.Words.YesNo", maximum],
        CountScale count => texts["Packages.Words.Count", count.Step, count.Highest],
        DeductionScale deduction => texts["Packages.Words.Deduction", maximum, deduction.Step],
        StepsScale => texts["Packages.Words.Steps"],
        ToleranceScale tolerance => texts["Packages.Words.Tolerance", tolerance.Unit],
        JudgementScale => texts["Packages.Words.Judgement", judges],
        _ => "",
    };

    /// <summary>The described steps, bands or levels: what was reached and what it gives.</summary>
    public static IReadOnlyList<(string Face, string Text)> Details(Texts texts, AspectScale scale) => scale switch
    {
        StepsScale steps => [.. steps.Steps.Select(s => (Formats.Points(s.Mark), s.Text))],
        ToleranceScale tolerance => [.. tolerance.Bands.Select(b => (Formats.Points(b.Mark), texts["Packages.Words.Band", Reading(b.From), Reading(b.To), tolerance.Unit])),
            (Formats.Points(Marks.Zero), texts["Packages.Words.OutOfBands"])],
        JudgementScale judgement => [.. judgement.Benchmarks.Select((text, score) => (Formats.Number(score), text))],
        _ => [],
    };

    /// <summary>The exams of a criterion: «ПА, БУ, ПУ».</summary>
    public static string Uses(Texts texts, CriterionUse use) => use == CriterionUse.None ? "" : use == CriterionUse.Variative
        ? texts["Packages.Use.VariativeOnly"]
        : string.Join(", ", new[] { CriterionUse.Interim, CriterionUse.Base, CriterionUse.Profile, CriterionUse.Variative }.Where(u => use.HasFlag(u)).Select(u => texts[$"Packages.Use.{u}"]));

    private static string Reading(ScoreValue value) => Formats.Number(value.Thousandths / 1000m);
}
