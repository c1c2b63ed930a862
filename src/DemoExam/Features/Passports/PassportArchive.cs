using System.Globalization;
using System.IO.Compression;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace DemoExam.Features.Passports;

/// <summary>Writes a pack of passports as ZIP, file by file, while they are read.</summary>
internal static class PassportArchive
{
    public const string MediaType = "application/zip";

    /// <summary>The register sheet comes first, so that it is there even when the download breaks off.</summary>
    public static async Task Write(PassportPack pack, Stream target, Texts texts, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, ct);
        await Add(texts["Passports.Pack.Register"] + ".xlsx", Register(pack, texts));
        var running = 0;
        await foreach (var document in pack.Documents.WithCancellation(ct))
        {
            var line = pack.Lines[running++];
            await Add(string.Create(CultureInfo.InvariantCulture, $"{running:0000} {line.Number}.pdf"), document);
        }

        async Task Add(string name, byte[] content)
        {
            // The documents are packed already.
            var entry = zip.CreateEntry(name, CompressionLevel.NoCompression);
            await using var stream = await entry.OpenAsync(ct);
            await stream.WriteAsync(content, ct);
        }
    }

    private static byte[] Register(PassportPack pack, Texts texts)
    {
        using var buffer = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(buffer, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var part = book.AddNewPart<WorksheetPart>();
            var styles = book.AddNewPart<WorkbookStylesPart>();
            styles.Stylesheet = Styles();
            book.Workbook = new Workbook(
                new Sheets(new Sheet { Id = book.GetIdOfPart(part), SheetId = 1, Name = texts["Passports.Pack.Register"] }),
                new DefinedNames(new DefinedName($"'{texts["Passports.Pack.Register"]}'!$2:$2") { Name = "_xlnm.Print_Titles", LocalSheetId = 0 }));
            part.Worksheet = new Worksheet(
                new SheetProperties(new PageSetupProperties { FitToPage = true }),
                new Columns(Widths.Select((width, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = width, CustomWidth = true })),
                new SheetData(Rows(pack, texts)),
                new PageSetup { PaperSize = 9, Orientation = OrientationValues.Landscape, FitToWidth = 1, FitToHeight = 0 });
        }

        return buffer.ToArray();
    }

    private static readonly string[] Headings = ["Line", "Number", "Holder", "Organisation", "Group", "Exam", "Issued", "Signature", "Date"];

    private static readonly double[] Widths = [5, 24, 42, 26, 14, 20, 18, 22, 16];

    private static IEnumerable<Row> Rows(PassportPack pack, Texts texts)
    {
        yield return Row(1, pack.Title);
        yield return Row(1, [.. Headings.Select(name => texts[$"Passports.Pack.{name}"])]);
        var running = 0;
        foreach (var line in pack.Lines)
        {
            yield return Row(2,
                (++running).ToString(CultureInfo.InvariantCulture), line.Number, line.Holder.Full, line.Organisation, line.StudyGroup ?? "", line.ExamNumber,
                Formats.Moment(line.IssuedAt, "Europe/Moscow"), "", "");
        }
    }

    // As text, never as formula: a name that begins with “=” stays a name.
    private static Row Row(uint style, params string[] values) =>
        new(values.Select(value => new Cell { DataType = CellValues.InlineString, StyleIndex = style, InlineString = new InlineString(new Text(value) { Space = SpaceProcessingModeValues.Preserve }) }));

    private static Stylesheet Styles() => new(
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border(), new Border(Line<LeftBorder>(), Line<RightBorder>(), Line<TopBorder>(), Line<BottomBorder>(), new DiagonalBorder())),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat(new Alignment { WrapText = true, Vertical = VerticalAlignmentValues.Center }) { BorderId = 1, ApplyBorder = true, ApplyAlignment = true }));

    private static T Line<T>() where T : BorderPropertiesType, new() => new() { Style = BorderStyleValues.Thin };
}
