using System.Globalization;
using System.Text;
using DemoExam.Domain.Packages;

namespace DemoExam.Features.Results;

/// <summary>The marks of a result file as a table: one line for each candidate and aspect, for spreadsheets.</summary>
internal static class ResultCsv
{
    public static string Of(ResultFile file)
    {
        var table = new StringBuilder();
        Line(table, "exam", "number", "candidate", "criterion", "aspect", "type", "maximum", "mark", "total", "grade");
        foreach (var candidate in file.Candidates)
        {
            foreach (var (criterion, aspect) in file.Criteria.SelectMany(c => c.Aspects.Select(a => (c, a))))
            {
                var type = aspect.Scale.Type switch { AspectType.Binary => "B", AspectType.Judgement => "J", _ => "D" };
                Line(table, file.Exam, candidate.Number.ToString(CultureInfo.InvariantCulture), candidate.Name, criterion.Letter, aspect.Code, type,
                    aspect.Maximum.ToString(), candidate.Marks[aspect.Code].ToString(), candidate.Total.ToString(), candidate.Grade);
            }
        }

        return table.ToString();
    }

    private static void Line(StringBuilder table, params ReadOnlySpan<string> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            table.Append(i == 0 ? "" : ",").Append(Field(fields[i]));
        }

        table.Append("\r\n");
    }

    private static string Field(string text)
    {
        // Spreadsheets would run a name that begins like a formula.
        var safe = text.Length > 0 && "=+-@\t".Contains(text[0], StringComparison.Ordinal) ? "'" + text : text;
        return safe.AsSpan().IndexOfAny(',', '"', '\n') < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
