using System.IO.Compression;
using DemoExam.Domain;

namespace DemoExam.Features.Shared.Import;

/// <summary>
/// Opens .xlsx and .csv files of unknown origin. What a file is, is told from its first bytes, not from its name; an archive is
/// unpacked once with a counter before anything reads it, so that a small file can't become a large one.
/// </summary>
public static class SheetReader
{
    // A sheet of 20,000 rows unpacks to some 20 MB of XML.
    private const long MostUnpacked = 200 * 1024 * 1024;
    private const int MostParts = 500;

    /// <summary>Reads every sheet of a workbook, or the one table of a CSV file.</summary>
    /// <exception cref="RuleViolation">One of <see cref="ImportRules"/>.</exception>
    public static IReadOnlyList<Sheet> Read(ImportFile file, ImportLimits limits)
    {
        ImportRules.FileIsGiven.Require(file.Content.Length > 0);
        ImportRules.FileIsSmall.Require(file.Content.Length <= limits.Bytes, ("size", Formats.FileSize(file.Content.Length)), ("most", Formats.FileSize(limits.Bytes)));
        var content = file.Content.AsSpan();
        if (content.StartsWith("PK\u0003\u0004"u8))
        {
            RequireHarmless(file);
            return Workbook.Read(file.Content, limits);
        }

        // The old binary format and encrypted workbooks begin alike; neither is read.
        var text = content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? null : CsvFile.Decode(file.Content);
        ImportRules.FormatIsKnown.Require(text is not null, ("file", file.Name));
        return [new Sheet(file.Name, CsvFile.Read(text!, limits))];
    }

    /// <summary>Keeps a row with anything in it, up to the limit.</summary>
    internal static void Add(this List<SheetRow> rows, SheetRow row, ImportLimits limits)
    {
        if (!row.Cells.All(cell => cell.IsEmpty))
        {
            ImportRules.RowsAreFew.Require(rows.Count < limits.Rows, ("most", limits.Rows));
            rows.Add(row);
        }
    }

    private static void RequireHarmless(ImportFile file)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file.Content, writable: false));
            var parts = archive.Entries;
            ImportRules.FormatIsKnown.Require(parts.Any(p => p.FullName.Equals("xl/workbook.xml", StringComparison.OrdinalIgnoreCase)), ("file", file.Name));
            ImportRules.FileIsPlain.Require(!parts.Any(p =>
                p.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || p.FullName.Contains("/externalLinks/", StringComparison.OrdinalIgnoreCase)));
            ImportRules.FileIsSmall.Require(parts.Count <= MostParts && Unpacked(archive) <= MostUnpacked,
                ("size", "> " + Formats.FileSize(MostUnpacked)), ("most", Formats.FileSize(MostUnpacked)));
        }
        catch (InvalidDataException)
        {
            throw new RuleViolation(ImportRules.FileIsWhole.Refuse());
        }
    }

    // The sizes that an archive declares may lie, so it is really unpacked, into nothing.
    private static long Unpacked(ZipArchive archive)
    {
        var (total, buffer) = (0L, new byte[81920]);
        foreach (var part in archive.Entries)
        {
            using var stream = part.Open();
            for (int read; total <= MostUnpacked && (read = stream.Read(buffer)) > 0;)
            {
                total += read;
            }
        }

        return total;
    }
}
