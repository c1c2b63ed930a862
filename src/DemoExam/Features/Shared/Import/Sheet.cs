using System.Globalization;

namespace DemoExam.Features.Shared.Import;

/// <summary>A file as it came from the person.</summary>
/// <param name="Name">File name with its ending.</param>
public sealed record ImportFile(string Name, byte[] Content);

/// <summary>One sheet of a file, nothing interpreted yet.</summary>
/// <param name="Name">Name of the sheet; of a CSV file the file's.</param>
/// <param name="Rows">Rows with anything in them, in order.</param>
public sealed record Sheet(string Name, IReadOnlyList<SheetRow> Rows);

/// <summary>A row with its number as office programs show it, from 1.</summary>
public sealed class SheetRow(int number, IReadOnlyList<object?> values)
{
    public int Number => number;

    public int Width => values.Count;

    public IEnumerable<SheetCell> Cells => Enumerable.Range(0, Width).Select(column => this[column]);

    /// <summary>The cell in a column, from 0; an empty one beyond the end of the row.</summary>
    public SheetCell this[int column] => new(number, column, column < values.Count ? values[column] : null);
}

/// <summary>
/// A cell: what stands in it and where. Of a spreadsheet the value keeps its type, so that a date which the program made of
/// "1.5" can be told from a number; of a CSV file everything is text.
/// </summary>
/// <param name="Row">From 1.</param>
/// <param name="Column">From 0.</param>
/// <param name="Value">Text, <see cref="decimal"/>, <see cref="DateTime"/>, bool, or <see cref="CellError"/>; null when empty.</param>
public readonly record struct SheetCell(int Row, int Column, object? Value)
{
    /// <summary>Such as <c>B12</c>.</summary>
    public string Address => Letters(Column) + Row.ToString(CultureInfo.InvariantCulture);

    public bool IsEmpty => Text.Length == 0;

    /// <summary>What a person reads in the cell, without blanks around it.</summary>
    public string Text => Value switch
    {
        null => "",
        string text => text.Replace('\u00A0', ' ').Trim(),
        decimal number => number.ToString("0.############", CultureInfo.InvariantCulture),
        DateTime moment => moment.ToString(moment.TimeOfDay == TimeSpan.Zero ? "dd.MM.yyyy" : "dd.MM.yyyy HH:mm", CultureInfo.InvariantCulture),
        bool yes => yes ? "1" : "0",
        CellError error => error.Text,
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>A, B … Z, AA …</summary>
    public static string Letters(int column) => column < 26 ? ((char)('A' + column)).ToString() : Letters(column / 26 - 1) + (char)('A' + column % 26);
}

/// <summary>A formula that has no value.</summary>
/// <param name="Text">As the program shows it: <c>#DIV/0!</c></param>
public sealed record CellError(string Text);

/// <summary>How much of a file is read.</summary>
/// <param name="Bytes">Largest file.</param>
/// <param name="Rows">Most rows of all sheets, with anything in them.</param>
public sealed record ImportLimits(int Bytes, int Rows)
{
    /// <summary>Of lists of people and places: 5 MB and 20,000 rows; the largest region's year is smaller.</summary>
    public static readonly ImportLimits Lists = new(5 * 1024 * 1024, 20_000);

    /// <summary>Most columns; more are not looked at.</summary>
    public const int Columns = 200;
}
