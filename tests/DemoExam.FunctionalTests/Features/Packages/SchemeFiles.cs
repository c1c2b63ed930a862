using System.Globalization;
using System.Text;
using DemoExam.Features.Shared.Import;
using DemoExam.FunctionalTests.Architecture;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Packages;

/// <summary>
/// The scheme "Web Technologies" as a plain table: 52 aspects; 25, 50, 75 and 100 points. Columns: A scheme, B criterion, C its name,
/// D levels, E minutes, F sub, G its name, H aspect, I type, J text, K max, L section, M rule, N–Q texts of the levels.
/// </summary>
internal static class SchemeFiles
{
    public const string Code = "КОД 09.02.07-9-2026";

    /// <summary>Rows from 0; row 0 is the heading. The copy is the caller's.</summary>
    public static List<string[]> WebTechnologies() =>
        [.. File.ReadAllLines(Path.Combine(Sources.Root, "tests/DemoExam.FunctionalTests/Features/Packages/web-technologies.csv")).Select(line => line.Split(';'))];

    public static ImportFile Csv(IEnumerable<string[]> rows, Encoding? encoding = null) =>
        new("scheme.csv", (encoding ?? Encoding.UTF8).GetBytes(string.Join("\r\n", rows.Select(row => string.Join(';', row)))));

    /// <summary>The same as a workbook; marks, minutes and sections are numbers.</summary>
    public static ImportFile Xlsx(IEnumerable<string[]> rows) => new("scheme.xlsx", TestWorkbook.Of([.. rows.Select((row, r) =>
        row.Select((cell, c) => cell.Length == 0 ? null
            : r > 0 && c is 4 or 10 or 11 && decimal.TryParse(cell, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : (object?)cell).ToArray())]));

    /// <summary>Writes a value by its address, such as <c>K11</c>.</summary>
    public static List<string[]> With(this List<string[]> rows, string cell, string value)
    {
        rows[int.Parse(cell[1..], CultureInfo.InvariantCulture) - 1][cell[0] - 'A'] = value;
        return rows;
    }
}
