using System.IO.Compression;
using System.Text;
using DemoExam.Backup;
using DemoExam.Credentials.Pdf;
using DemoExam.Domain;
using DemoExam.Features.Conduct;
using DemoExam.Features.Packages;
using DemoExam.Features.Shared.Import;
using DemoExam.FunctionalTests.Support;
using DemoExam.TestTools;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace DemoExam.FunctionalTests.Fuzzing;

/// <summary>Every parser of files that people upload: nothing but its documented refusal, and bounded work.</summary>
public sealed class ImportFuzzTests
{
    private const long Megabyte = 1024 * 1024;

    private const string TableText = "Фамилия;Имя;Дата рождения\r\nЁлкин;Пётр;14.03.2006\r\n\"ООО \"\"Янтарь\"\"; филиал\";\"две\nстроки\";1,5\r\n";

    private static readonly ImportLimits Limits = new((int)Megabyte, 1000);

    [Fact]
    public void Tables_as_text_in_every_encoding() =>
        new Fuzz(Encoding.UTF8.GetBytes(TableText), [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(TableText)], [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(TableText)],
                CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(TableText))
            .Run(4000, 128 * Megabyte, (input, _) => Refused(() => SheetReader.Read(new ImportFile("a.csv", input), Limits)));

    [Fact]
    public void Workbooks()
    {
        var workbook = TestWorkbook.Of(["Фамилия", "Имя"], ["текст ", null, 0.1m, new DateOnly(2008, 2, 29), true, new TestWorkbook.Formula("1+1", "2"), new TestWorkbook.Error("#DIV/0!")]);
        new Fuzz(workbook).Run(300, 512 * Megabyte, (input, _) => Refused(() => SheetReader.Read(new ImportFile("a.xlsx", input), Limits)));
        // Damage that passes the checksums of the archive: inside of its parts.
        new Fuzz(Parts(workbook)).Run(300, 512 * Megabyte, (input, _) => Refused(() => SheetReader.Read(new ImportFile("a.xlsx", Packed(input)), Limits)));
    }

    [Fact]
    public void Schemes_of_marking()
    {
        var scheme = File.ReadAllBytes(Path.Combine(Repository(), "templates", "import", "marking-scheme.xlsx"));
        new Fuzz(Parts(scheme)).Run(150, 512 * Megabyte, (input, _) => Refused(() => SchemeSheet.Read(new ImportFile("a.xlsx", Packed(input)))));
    }

    [Fact]
    public void Tasks_that_are_marked()
    {
        var mark = new TaskMark(new PdfStamp(FontLibrary.Find()));
        var archive = Packed(Encoding.UTF8.GetBytes("task.pdf\n%PDF-1.4\nnone"));
        foreach (var (type, sample) in new[] { ("application/zip", archive), ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", Document()) })
        {
            new Fuzz(sample).Run(300, 256 * Megabyte, (input, _) => mark.Apply(type, input, "Открыто", "note"));
        }
    }

    [Fact]
    public void Backups()
    {
        using var sealedFile = new MemoryStream();
        using (var writer = SealedFile.Create(sealedFile, "сорок вёсел на воде"))
        {
            writer.Write(new byte[5000]);
            writer.Complete();
        }

        // Deriving a key takes long by purpose, and a changed head asks for it again.
        new Fuzz(sealedFile.ToArray()).Run(8, 64 * Megabyte, (input, isChanged) =>
        {
            try
            {
                using var reader = SealedFile.Open(new MemoryStream(input), "сорок вёсел на воде");
                reader.CopyTo(Stream.Null);
                isChanged.ShouldBeFalse("a changed backup was read to its end");
            }
            catch (BackupFault)
            {
                isChanged.ShouldBeTrue();
            }
        });
    }

    private static byte[] Document()
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            document.AddMainDocumentPart().Document = new Document(new Body(new Paragraph(new Run(new Text("Задание")))));
        }

        return file.ToArray();
    }

    // An archive as text that can be damaged: name, length, bytes of each part.
    private static byte[] Parts(byte[] workbook)
    {
        using var parts = new MemoryStream();
        using var archive = new ZipArchive(new MemoryStream(workbook));
        foreach (var entry in archive.Entries)
        {
            parts.Write(Encoding.UTF8.GetBytes($"\u0001{entry.FullName}\n"));
            using var content = entry.Open();
            content.CopyTo(parts);
        }

        return parts.ToArray();
    }

    private static byte[] Packed(byte[] parts)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var part in Encoding.Latin1.GetString(parts).Split('\u0001', StringSplitOptions.RemoveEmptyEntries).Take(50))
            {
                var end = part.IndexOf('\n', StringComparison.Ordinal);
                using var content = archive.CreateEntry(end == 0 ? "nameless" : part[..Math.Min(end < 0 ? part.Length : end, 100)]).Open();
                content.Write(Encoding.Latin1.GetBytes(part[(end + 1)..]));
            }
        }

        return packed.ToArray();
    }

    private static void Refused(Action parse)
    {
        try
        {
            parse();
        }
        catch (RuleViolation)
        {
        }
    }

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "DemoExam.sln")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
