using DemoExam.Domain;
using DemoExam.Domain.Packages;

namespace DemoExam.UnitTests.Given;

/// <summary>Small marking schemes for tests.</summary>
internal static class AScheme
{
    public static readonly JudgementScale Levels = new(["ниже стандарта", "по стандарту", "выше стандарта", "отлично"]);

    public static Aspect Aspect(AspectScale scale, decimal maximum, int number = 1, int section = 1) =>
        new(AspectId.New(), number - 1, $"A1.{number}", $"Аспект {number}", null, null, section, Marks.Of(maximum), scale);

    public static Criterion Criterion(string letter, params IEnumerable<Aspect> aspects) => new(
        CriterionId.New(), letter[0] - 'A', letter, $"Критерий {letter}", $"Criterion {letter}",
        CriterionUse.Interim | CriterionUse.Base | CriterionUse.Profile, 60, [new SubCriterion(SubCriterionId.New(), 0, letter + "1", "Субкритерий", aspects)]);

    public static AssessmentPackage Package(params IEnumerable<Criterion> criteria)
    {
        var all = criteria.ToList();
        var sections = all.SelectMany(c => c.Aspects).Select(a => a.SectionNumber).Distinct().Select(n => new StandardSection(n, $"Раздел {n}", $"Section {n}"));
        var header = new PackageHeader("КОД 09.02.07-9-2026", "Веб-технологии", "Web Technologies", "09.02.07", "Информационные системы", "Information systems", 2026, RuleSet.AssessmentPackage, "ИРПО");
        return new AssessmentPackage(PackageId.New(), header, 1, sections, all, "", DateTimeOffset.UnixEpoch);
    }
}
