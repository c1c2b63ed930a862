using DemoExam.Domain.Packages;
using DemoExam.Features.Shared.Import;

namespace DemoExam.Features.Packages;

/// <summary>
/// A package as our own table: facts, sections, criteria, then one row for each aspect. Headings and rules are in the reader's
/// language; <see cref="SchemeSheet"/> reads both.
/// </summary>
internal static class SchemeTable
{
    private static readonly SchemeColumn[] Columns =
    [
        SchemeColumn.SubCriterion, SchemeColumn.SubCriterionName, SchemeColumn.Aspect, SchemeColumn.Type, SchemeColumn.Text, SchemeColumn.Maximum, SchemeColumn.Section, SchemeColumn.Rule,
        SchemeColumn.HowToCheck, SchemeColumn.Requirement, SchemeColumn.Level0, SchemeColumn.Level1, SchemeColumn.Level2, SchemeColumn.Level3,
    ];

    /// <summary>Widths of the columns of a workbook, characters.</summary>
    public static readonly IReadOnlyList<int> Widths = [20, 32, 20, 14, 48, 14, 12, 32, 36, 24, 28, 28, 28, 28];

    public static IReadOnlyList<TableRow> Rows(PackageHeader header, MarkingScheme scheme, Texts texts) =>
    [
        .. Facts(header, texts),
        new([]),
        Heading(texts, SchemeColumn.Section, SchemeColumn.SectionName, SchemeColumn.SectionNameEn, SchemeColumn.SectionMark),
        .. scheme.Sections.Select(s => new TableRow([s.Number, s.Name, s.NameEn, s.Declared])),
        new([]),
        Heading(texts, SchemeColumn.Criterion, SchemeColumn.CriterionName, SchemeColumn.CriterionNameEn, SchemeColumn.Levels, SchemeColumn.Minutes, SchemeColumn.CriterionMark),
        .. scheme.Criteria.Select(c => new TableRow([c.Letter, c.Name, c.NameEn, Levels(c.Use, texts), c.Minutes, DemoExam.Domain.MarksSum.Sum(scheme.AspectsOf(c).Select(a => a.Maximum))])),
        new([]),
        Heading(texts, Columns),
        .. scheme.Aspects.Select(a => Aspect(a, scheme, texts)),
    ];

    private static IEnumerable<TableRow> Facts(PackageHeader header, Texts texts) =>
        new (PackageFact Fact, object? Value)[]
        {
            (PackageFact.Code, header.Code), (PackageFact.Name, header.Name), (PackageFact.NameEn, header.NameEn), (PackageFact.SpecialityCode, header.SpecialityCode),
            (PackageFact.SpecialityName, header.SpecialityName), (PackageFact.SpecialityNameEn, header.SpecialityNameEn), (PackageFact.Year, header.Year),
            (PackageFact.RuleSet, texts.Of(header.RuleSet)), (PackageFact.Issuer, header.Issuer), (PackageFact.MinimumScoringExperts, header.MinimumScoringExperts),
            (PackageFact.ExpertTable, header.Experts.Text), (PackageFact.Infrastructure, header.Infrastructure.Text),
        }.Where(f => f.Value is not "").Select(f => new TableRow([texts.Of(f.Fact), f.Value]));

    private static TableRow Heading(Texts texts, params SchemeColumn[] columns) => new([.. columns.Select(column => texts.Of(column))], IsHeading: true);

    private static TableRow Aspect(AspectLine aspect, MarkingScheme scheme, Texts texts)
    {
        var sub = aspect.Code[..aspect.Code.IndexOf('.', StringComparison.Ordinal)];
        IEnumerable<string> levels = aspect.Scale is JudgementScale judgement ? judgement.Benchmarks : [];
        return new TableRow(
        [
            sub, scheme.SubCriteria.First(s => s.Code == sub).Name, aspect.Code, aspect.Scale.Type switch { AspectType.Binary => "B", AspectType.Discrete => "D", _ => "J" },
            aspect.Text, aspect.Maximum, aspect.Section, RuleText.Write(aspect.Scale, texts), aspect.HowToCheck, aspect.Requirement, .. levels,
        ]);
    }

    private static string Levels(CriterionUse use, Texts texts) => use == CriterionUse.Variative
        ? texts["Packages.Use.VariativeOnly"]
        : string.Join(", ", new[] { CriterionUse.Interim, CriterionUse.Base, CriterionUse.Profile, CriterionUse.Variative }.Where(u => use.HasFlag(u)).Select(u => texts[$"Packages.Use.{u}"]));
}
