using System.Globalization;
using DemoExam.Domain;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DemoExam.Features.Shared.Import;

/// <summary>Format of a table that is given out.</summary>
public enum TableFormat
{
    Csv = 1,
    Xlsx = 2,
}

/// <summary>A row of a table that is given out.</summary>
/// <param name="Cells">Texts, whole numbers, decimals, <see cref="Marks"/>; null leaves the cell empty.</param>
/// <param name="IsHeading">Set off from the other rows.</param>
public sealed record TableRow(IReadOnlyList<object?> Cells, bool IsHeading = false);

/// <summary>A file that is given out.</summary>
public sealed record TableFile(string Name, string ContentType, byte[] Content)
{
    public const string XlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>A day as lists have it and the import reads it: <c>31.08.2027</c>.</summary>
    public static string Day(DateOnly day) => day.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);

    /// <summary>Writes one sheet. Texts stay texts: nothing that a cell holds is run as a formula.</summary>
    /// <param name="name">File name without its ending; also the name of the sheet.</param>
    /// <param name="widths">Widths of the columns in characters, for workbooks.</param>
    public static TableFile Of(string name, IReadOnlyList<TableRow> rows, IReadOnlyList<int> widths, TableFormat format, CultureInfo culture) => format == TableFormat.Csv
        ? new TableFile(name + ".csv", CsvFile.ContentType, CsvFile.Write(Even(rows).Select(row => row.Select(cell => Text(cell, culture)))))
        : new TableFile(name + ".xlsx", XlsxType, Workbook(name, rows, widths));

    // Rows of one length: the separator of a CSV file is told from their evenness.
    private static IEnumerable<IEnumerable<object?>> Even(IReadOnlyList<TableRow> rows)
    {
        var width = rows.Max(r => r.Cells.Count);
        return rows.Select(r => r.Cells.Concat(Enumerable.Repeat<object?>(null, width - r.Cells.Count)));
    }

    private static string? Text(object? cell, CultureInfo culture) => cell switch
    {
        Marks marks => Formats.ExactPoints(marks.Value, culture).Replace(Formats.NarrowSpace, "", StringComparison.Ordinal),
        int number => number.ToString(CultureInfo.InvariantCulture),
        decimal number => number.ToString(culture),
        _ => cell?.ToString(),
    };

    private static byte[] Workbook(string name, IReadOnlyList<TableRow> rows, IReadOnlyList<int> widths)
    {
        using var content = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(content, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook();
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            var part = book.AddNewPart<WorksheetPart>();
            var columns = new Columns(widths.Select((width, at) => new Column { Min = (uint)at + 1, Max = (uint)at + 1, Width = width, CustomWidth = true }));
            part.Worksheet = new Worksheet(columns, new SheetData(rows.Select((row, at) => Row(row, at + 1))));
            book.Workbook.AppendChild(new Sheets(new DocumentFormat.OpenXml.Spreadsheet.Sheet { Id = book.GetIdOfPart(part), SheetId = 1, Name = SheetName(name) }));
        }

        return content.ToArray();
    }

    private static Row Row(TableRow row, int number) => new(row.Cells.Select((value, column) => (value, column)).Where(c => c.value is not null).Select(c =>
        new Cell
        {
            CellReference = SheetCell.Letters(c.column) + number.ToString(CultureInfo.InvariantCulture),
            StyleIndex = row.IsHeading ? 1U : c.value is Marks ? 2U : c.value is int or decimal ? 0U : 3U,
        }.With(c.value!)))
    {
        RowIndex = (uint)number,
    };

    // Plain, bold on a tint, points with two decimals, text that wraps.
    private static Stylesheet Styles()
    {
        var formats = new NumberingFormats(new NumberingFormat { NumberFormatId = 164, FormatCode = "0.00" });
        var fonts = new Fonts(new Font(), new Font(new Bold()));
        var tint = new PatternFill(new ForegroundColor { Rgb = "FFE3ECFB" }) { PatternType = PatternValues.Solid };
        // The first two fills are fixed by the format.
        var fills = new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 }), new Fill(tint));
        var cells = new CellFormats(
            new CellFormat(Top(false)),
            new CellFormat(Top(true)) { FontId = 1, FillId = 2, ApplyFont = true, ApplyFill = true, ApplyAlignment = true },
            new CellFormat(Top(false)) { NumberFormatId = 164, ApplyNumberFormat = true, ApplyAlignment = true },
            new CellFormat(Top(true)) { ApplyAlignment = true });
        return new Stylesheet(formats, fonts, fills, new Borders(new Border()), cells);
    }

    private static Alignment Top(bool wrap) => new() { Vertical = VerticalAlignmentValues.Top, WrapText = wrap };

    // At most 31 characters and none of these.
    private static string SheetName(string name)
    {
        var plain = string.Concat(name.Where(c => c is not ('[' or ']' or ':' or '*' or '?' or '/' or '\\')));
        return plain.Length <= 31 ? plain : plain[..31];
    }
}

file static class Cells
{
    public static Cell With(this Cell cell, object value)
    {
        switch (value)
        {
            case Marks marks:
                cell.CellValue = new CellValue(marks.Value);
                break;
            case int number:
                cell.CellValue = new CellValue(number);
                break;
            case decimal number:
                cell.CellValue = new CellValue(number);
                break;
            default:
                cell.DataType = CellValues.InlineString;
                cell.InlineString = new InlineString(new Text(value.ToString() ?? "") { Space = SpaceProcessingModeValues.Preserve });
                break;
        }

        return cell;
    }
}
