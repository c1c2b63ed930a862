using System.Globalization;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;

namespace DemoExam.Data.Demo;

/// <summary>
/// Reads the marking schemes of the demonstration region from lines, one for each row of the scheme:
/// <code>
/// A | name | English name | uses (I B P V) | minutes        criterion
/// A1 | name                                                 sub-criterion
/// A1.1 | maximum | section | scale | text | how to check    aspect
/// </code>
/// Scales: <c>yes</c>, <c>count step×n</c>, <c>minus step</c>, <c>judge</c> with four texts,
/// <c>steps</c> with one "mark text" each, <c>reading unit</c> with one "from..to mark" each. Texts and steps follow, indented.
/// </summary>
internal static class DemoScheme
{
    public static IReadOnlyList<Criterion> Read(string scheme)
    {
        var criteria = new List<Criterion>();
        var rows = Rows(scheme);
        foreach (var (row, position) in rows.Where(r => r.Cells[0].Length == 1).Select((r, i) => (r, i)))
        {
            var letter = row.Cells[0];
            var subs = rows.Where(r => r.Cells[0].StartsWith(letter, StringComparison.Ordinal) && r.Cells[0].Length > 1 && !r.Cells[0].Contains('.', StringComparison.Ordinal));
            criteria.Add(new Criterion(CriterionId.New(), position, letter, row.Cells[1], row.Cells[2], Use(row.Cells[3]), int.Parse(row.Cells[4], CultureInfo.InvariantCulture),
                subs.Select((sub, i) => new SubCriterion(SubCriterionId.New(), i, sub.Cells[0], sub.Cells[1],
                    rows.Where(r => r.Cells[0].StartsWith(sub.Cells[0] + ".", StringComparison.Ordinal)).Select(ReadAspect)))));
        }

        return criteria;
    }

    private static Aspect ReadAspect(Row row, int position)
    {
        var maximum = Points(row.Cells[1]);
        var scale = ReadScale(row.Cells[3], row.Details);
        var aspect = new Aspect(AspectId.New(), position, row.Cells[0], row.Cells[4], row.Cells.ElementAtOrDefault(5), null, int.Parse(row.Cells[2], CultureInfo.InvariantCulture), maximum, scale);
        return scale.Reaches(maximum) ? aspect : throw new FormatException($"The scale of {aspect.Code} does not reach {maximum}.");
    }

    private static AspectScale ReadScale(string text, List<string> details)
    {
        var words = text.Split(' ', 2);
        return words[0] switch
        {
            "yes" => new YesNoScale(),
            "count" when words[1].Split('×') is [var step, var highest] => new CountScale(Points(step), int.Parse(highest, CultureInfo.InvariantCulture)),
            "minus" => new DeductionScale(Points(words[1])),
            "judge" when details.Count == 4 => new JudgementScale([.. details]),
            "steps" => new StepsScale([.. details.Select(d => d.Split(' ', 2)).Select(d => new ScaleStep(d[1], Points(d[0])))]),
            "reading" => new ToleranceScale(words[1], [.. details.Select(ReadBand)]),
            _ => throw new FormatException($"No scale is called \"{text}\" with {details.Count} details."),
        };
    }

    private static ToleranceBand ReadBand(string text)
    {
        var parts = text.Split(["..", " "], StringSplitOptions.None);
        return new ToleranceBand(Reading(parts[0]), Reading(parts[1]), Points(parts[2]));

        static ScoreValue Reading(string number) => ScoreValue.TryParse(number, null, out var value) ? value : throw new FormatException(number);
    }

    private static CriterionUse Use(string letters) => letters.Aggregate(CriterionUse.None, (use, letter) => use | letter switch
    {
        'I' => CriterionUse.Interim,
        'B' => CriterionUse.Base,
        'P' => CriterionUse.Profile,
        'V' => CriterionUse.Variative,
        _ => throw new FormatException(letters),
    });

    private static Marks Points(string text) => Marks.TryParse(text, null, out var marks) ? marks : throw new FormatException(text);

    // A row and the indented lines below it.
    private static List<Row> Rows(string scheme)
    {
        var rows = new List<Row>();
        foreach (var line in scheme.Split('\n').Where(l => !string.IsNullOrWhiteSpace(l)))
        {
            if (char.IsWhiteSpace(line[0]))
            {
                rows[^1].Details.Add(line.Trim());
            }
            else
            {
                rows.Add(new Row([.. line.Split('|').Select(cell => cell.Trim())], []));
            }
        }

        return rows;
    }

    private sealed record Row(IReadOnlyList<string> Cells, List<string> Details);
}
