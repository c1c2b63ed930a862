using DemoExam.Domain.People;

namespace DemoExam.Features.Packages;

/// <summary>Columns of a marking scheme, recognised by their headings in any order.</summary>
public enum SchemeColumn
{
    Criterion = 1,
    SubCriterion,
    SubCriterionName,
    Aspect,
    Type,
    Text,
    Maximum,
    Section,
    Rule,
    HowToCheck,
    Requirement,
    Level0,
    Level1,
    Level2,
    Level3,

    /// <summary>Only in sheets of CIS: the score that a row below a judgement aspect describes.</summary>
    Score,
    CriterionName,
    CriterionNameEn,
    CriterionMark,
    Levels,
    Minutes,
    SectionName,
    SectionNameEn,
    SectionMark,
}

/// <summary>What is said about a package above its scheme.</summary>
public enum PackageFact
{
    Code = 1,
    Name,
    NameEn,
    SpecialityCode,
    SpecialityName,
    SpecialityNameEn,
    Year,
    RuleSet,
    Issuer,
    MinimumScoringExperts,
    ExpertTable,
    Infrastructure,
}

/// <summary>The words by which the parts of a scheme are found, of our own tables and of the sheets of CIS in their four dialects.</summary>
internal static class SchemeLayout
{
    private static readonly Dictionary<string, SchemeColumn> Headings = Known(
        (SchemeColumn.Criterion, "критерий|criterion|модуль|module"),
        (SchemeColumn.SubCriterion, "субкритерий|sub|sub criterion id|sub criteria id|subcriterionid|subcriteriaid|sub criterion|sub-criterion"),
        (SchemeColumn.SubCriterionName, "название субкритерия|sub_name|sub criterion name or description|sub criteria name or description|name of the sub-criterion"),
        (SchemeColumn.Aspect, "аспект|aspect|aspect id|код аспекта"),
        (SchemeColumn.Type, "тип|type|тип аспекта|type of aspect"),
        (SchemeColumn.Text, "описание|описание аспекта|text|aspect - description|aspect – description|aspect description|what is marked"),
        (SchemeColumn.Maximum, "балл|макс. балл|максимальный балл|максимум|max|max mark|max. mark|maximum|maximum mark"),
        (SchemeColumn.Section, "раздел|раздел стандарта|section|wsss section|wsos section|standard section"),
        (SchemeColumn.Rule, "правило|правило оценки|rule|marking rule"),
        (SchemeColumn.HowToCheck, "как проверять|пояснение|how to check"),
        (SchemeColumn.Requirement, "требование|требование или номинал|requirement"),
        (SchemeColumn.Level0, "уровень 0|level 0|0"),
        (SchemeColumn.Level1, "уровень 1|level 1|1"),
        (SchemeColumn.Level2, "уровень 2|level 2|2"),
        (SchemeColumn.Level3, "уровень 3|level 3|3"),
        (SchemeColumn.Score, "judg score|judge score|judgement score|балл судьи"),
        (SchemeColumn.CriterionName, "название критерия|criterion_name|name of the criterion|criterion name"),
        (SchemeColumn.CriterionNameEn, "название критерия по-английски|criterion_name_en|english name of the criterion"),
        (SchemeColumn.CriterionMark, "балл критерия|mark of the criterion|criterion mark"),
        (SchemeColumn.Levels, "уровни|уровни экзамена|levels|exam levels"),
        (SchemeColumn.Minutes, "минуты|время, мин|minutes|minutes of work"),
        (SchemeColumn.SectionName, "название раздела|section name|name of the section"),
        (SchemeColumn.SectionNameEn, "название раздела по-английски|english name of the section"),
        (SchemeColumn.SectionMark, "балл раздела|wsss marks|wsos marks|marks of the section|section marks"));

    private static readonly (string Start, SchemeColumn Column)[] Beginnings =
    [
        ("ASPECT TYPE", SchemeColumn.Type), ("EXTRA ASPECT DESCRIPTION", SchemeColumn.HowToCheck), ("REQUIREMENT", SchemeColumn.Requirement), ("SUB CRITERI", SchemeColumn.SubCriterionName),
    ];

    // Columns that sheets of CIS have and that say nothing about the scheme.
    private static readonly string[] Passed = ["SCHEME", "DAY OF MARKING", "Z-СВЯЗЬ", "TOTAL MARK", "КН"];

    private static readonly Dictionary<string, PackageFact> Facts = Known(
        (PackageFact.Code, "код комплекта|package code"),
        (PackageFact.Name, "название комплекта|package name"),
        (PackageFact.NameEn, "название по-английски|english name"),
        (PackageFact.SpecialityCode, "код специальности|speciality code"),
        (PackageFact.SpecialityName, "специальность|speciality"),
        (PackageFact.SpecialityNameEn, "специальность по-английски|english name of the speciality"),
        (PackageFact.Year, "год|year"),
        (PackageFact.RuleSet, "правила|rule set"),
        (PackageFact.Issuer, "издатель|issuer"),
        (PackageFact.MinimumScoringExperts, "экспертов не меньше|experts at least"),
        (PackageFact.ExpertTable, "экспертов по числу мест|experts by workplaces"),
        (PackageFact.Infrastructure, "инфраструктурный лист|infrastructure list"));

    /// <summary>The column that a heading names; null when it names none of ours.</summary>
    public static SchemeColumn? ColumnOf(string heading)
    {
        var plain = Plain(heading);
        return Headings.TryGetValue(plain, out var column) ? column
            : Beginnings.FirstOrDefault(b => plain.StartsWith(b.Start, StringComparison.Ordinal)) is { Start: not null } found ? found.Column
            : null;
    }

    /// <summary>True for a heading that is left out without a word.</summary>
    public static bool IsPassed(string heading) => Plain(heading) is var plain && (Passed.Contains(plain) || plain.StartsWith("CALCULATION ROW", StringComparison.Ordinal));

    public static PackageFact? FactOf(string text) => Facts.TryGetValue(Plain(text), out var fact) ? fact : null;

    public static string Plain(string heading) => TextNorm.Of(heading.Trim('*', ':', ' '));

    private static Dictionary<string, T> Known<T>(params (T Member, string Words)[] all) where T : notnull =>
        all.SelectMany(a => a.Words.Split('|').Select(word => (a.Member, Word: Plain(word)))).ToDictionary(a => a.Word, a => a.Member);
}
