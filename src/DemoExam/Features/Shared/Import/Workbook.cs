using System.Globalization;
using System.Xml;
using DemoExam.Domain;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DemoExam.Features.Shared.Import;

/// <summary>Reads the sheets of an .xlsx workbook cell by cell. Formulas are never run: what the office program computed last is taken.</summary>
internal static class Workbook
{
    public static IReadOnlyList<Sheet> Read(byte[] content, ImportLimits limits)
    {
        try
        {
            using var document = SpreadsheetDocument.Open(new MemoryStream(content, writable: false), isEditable: false);
            var book = document.WorkbookPart ?? throw new InvalidDataException("A workbook without its main part.");
            var texts = (book.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>() ?? []).Select(TextOf).ToArray();
            var dates = DateStyles(book.WorkbookStylesPart?.Stylesheet);
            var from1904 = book.Workbook?.WorkbookProperties?.Date1904?.Value == true;
            var sheets = new List<Sheet>();
            foreach (var sheet in book.Workbook?.Sheets?.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>() ?? [])
            {
                // A chart sheet has no cells.
                if (sheet.Id?.Value is { } id && book.GetPartById(id) is WorksheetPart part)
                {
                    sheets.Add(new Sheet(sheet.Name?.Value ?? "", Rows(part, cell => ValueOf(cell, texts, dates, from1904), limits)));
                }
            }

            return sheets;
        }
        catch (Exception failure) when (failure is OpenXmlPackageException or XmlException or InvalidDataException or FormatException or IOException or ArgumentException or KeyNotFoundException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException or OverflowException or InvalidCastException)
        {
            // The library trusts what it reads and fails in many ways on a damaged workbook.
            throw new RuleViolation(ImportRules.FileIsWhole.Refuse());
        }
    }

    private static List<SheetRow> Rows(WorksheetPart part, Func<Cell, object?> valueOf, ImportLimits limits)
    {
        var rows = new List<SheetRow>();
        using var reader = OpenXmlReader.Create(part);
        var number = 0;
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
            {
                continue;
            }

            var row = (Row)reader.LoadCurrentElement()!;
            number = row.RowIndex?.Value is { } index ? (int)index : number + 1;
            var values = new List<object?>();
            foreach (var cell in row.Elements<Cell>())
            {
                var column = cell.CellReference?.Value is { } address ? ColumnOf(address) : values.Count;
                if (column >= ImportLimits.Columns)
                {
                    break;
                }

                while (values.Count <= column)
                {
                    values.Add(null);
                }

                values[column] = valueOf(cell);
            }

            rows.Add(new SheetRow(number, values), limits);
        }

        return rows;
    }

    private static object? ValueOf(Cell cell, string[] texts, HashSet<uint> dates, bool from1904)
    {
        var raw = cell.CellValue?.Text;
        var type = cell.DataType?.Value;
        if (type == CellValues.InlineString)
        {
            return cell.InlineString is { } inline ? TextOf(inline) : null;
        }

        if (string.IsNullOrEmpty(raw))
        {
            // A formula that no program has computed yet.
            return cell.CellFormula is null ? null : new CellError("=" + cell.CellFormula.Text);
        }

        if (type == CellValues.SharedString)
        {
            return texts[int.Parse(raw, CultureInfo.InvariantCulture)];
        }

        if (type == CellValues.Error)
        {
            return new CellError(raw);
        }

        if (type == CellValues.Boolean)
        {
            return raw == "1";
        }

        if (type == CellValues.Date && DateTime.TryParse(raw, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment))
        {
            return moment;
        }

        if (type is not null && type != CellValues.Number)
        {
            return raw;
        }

        var number = double.Parse(raw, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (cell.StyleIndex?.Value is { } style && dates.Contains(style) && number is > -600_000 and < 2_900_000)
        {
            return DateTime.FromOADate(number + (from1904 ? 1462 : 0));
        }

        // The file keeps 0.1 + 0.2 as 0.30000000000000004; points must not.
        return Math.Abs(number) < 1e15 ? decimal.Round((decimal)number, 12) : raw;
    }

    // The runs of a formatted text, without the phonetic hints that some programs add.
    private static string TextOf(OpenXmlElement item) =>
        string.Concat(item.Elements().Select(child => child switch
        {
            Text text => text.Text,
            Run run => run.Text?.Text ?? "",
            _ => "",
        }));

    private static HashSet<uint> DateStyles(Stylesheet? styles)
    {
        var custom = (styles?.NumberingFormats?.Elements<NumberingFormat>() ?? [])
            .Where(format => format.NumberFormatId is not null && IsDate(format.FormatCode?.Value ?? ""))
            .Select(format => format.NumberFormatId!.Value).ToHashSet();
        return (styles?.CellFormats?.Elements<CellFormat>() ?? [])
            .Select((format, index) => (Id: format.NumberFormatId?.Value ?? 0, Index: (uint)index))
            // Built-in formats of dates and times (ECMA-376, part 1, 18.8.30).
            .Where(format => format.Id is >= 14 and <= 22 or >= 27 and <= 36 or >= 45 and <= 47 or >= 50 and <= 58 || custom.Contains(format.Id))
            .Select(format => format.Index).ToHashSet();
    }

    private static bool IsDate(string format)
    {
        var (quoted, bracketed) = (false, false);
        for (var i = 0; i < format.Length; i++)
        {
            switch (format[i])
            {
                case '\\' or '_' or '*':
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case '[' when !quoted:
                    bracketed = true;
                    break;
                case ']' when !quoted:
                    bracketed = false;
                    break;
                case 'd' or 'D' or 'y' or 'Y' or 'm' or 'M' or 'h' or 'H' when !quoted && !bracketed:
                    return true;
            }
        }

        return false;
    }

    private static int ColumnOf(string address) =>
        address.TakeWhile(char.IsAsciiLetter).Aggregate(0, (column, letter) => (column * 26) + char.ToUpperInvariant(letter) - 'A' + 1) - 1;
}
