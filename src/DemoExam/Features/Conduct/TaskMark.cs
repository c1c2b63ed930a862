using System.IO.Compression;
using DemoExam.Credentials.Pdf;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;

namespace DemoExam.Features.Conduct;

/// <summary>
/// Writes into a task who opened it and when: across every page of a PDF, above the text of a DOCX, into a ZIP as a note beside its
/// files, of which the PDFs are marked as well. A task that can't be marked is handed out unmarked: the exam goes on, and the trail says so.
/// </summary>
internal sealed class TaskMark(PdfStamp stamp)
{
    // A larger entry of an archive is left as it is rather than unpacked.
    private const int LargestEntry = 40 * 1024 * 1024;

    /// <summary>Whether a file can carry the mark.</summary>
    public bool Takes(string mediaType, byte[] content) => Apply(mediaType, content, "—", "—") is not null;

    /// <summary>The marked file; null when it can't be marked.</summary>
    /// <param name="note">Name of the note in an archive.</param>
    public byte[]? Apply(string mediaType, byte[] content, string line, string note)
    {
        try
        {
            return mediaType switch
            {
                "application/pdf" => stamp.TryApply(content, line),
                "application/zip" => Archive(content, line, note),
                _ => Text(content, line),
            };
        }
        catch (Exception damaged) when (damaged is InvalidDataException or FileFormatException or OpenXmlPackageException or IOException or System.Xml.XmlException
            or ArgumentException or FormatException or InvalidOperationException or KeyNotFoundException or NullReferenceException or InvalidCastException or NotSupportedException)
        {
            return null;
        }
    }

    private byte[] Archive(byte[] content, string line, string note)
    {
        using var copy = Copy(content);
        using (var zip = new ZipArchive(copy, ZipArchiveMode.Update, leaveOpen: true))
        {
            foreach (var entry in zip.Entries.Where(e => IsModest(e) && e.FullName.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase)).ToList())
            {
                using var file = new MemoryStream();
                using (var source = entry.Open())
                {
                    source.CopyTo(file);
                }

                if (stamp.TryApply(file.ToArray(), line) is { } marked)
                {
                    var name = entry.FullName;
                    entry.Delete();
                    using var target = zip.CreateEntry(name).Open();
                    target.Write(marked);
                }
            }

            using var text = new StreamWriter(zip.CreateEntry($"{note}.txt").Open());
            text.WriteLine(line);
        }

        return copy.ToArray();
    }

    private static byte[]? Text(byte[] content, string line)
    {
        using (var parts = new ZipArchive(new MemoryStream(content, writable: false)))
        {
            if (!parts.Entries.All(IsModest))
            {
                return null;
            }
        }

        using var copy = Copy(content);
        using (var document = WordprocessingDocument.Open(copy, isEditable: true))
        {
            if (document.MainDocumentPart?.Document?.Body is not { } body)
            {
                return null;
            }

            body.PrependChild(new Paragraph(new Run(new RunProperties(new Bold()), new Text(line))));
        }

        return copy.ToArray();
    }

    // Room for as many bytes as an entry claims is taken before it is read.
    private static bool IsModest(ZipArchiveEntry entry) => entry.Length is >= 0 and <= LargestEntry;

    private static MemoryStream Copy(byte[] content)
    {
        // One that grows.
        var copy = new MemoryStream();
        copy.Write(content);
        copy.Position = 0;
        return copy;
    }
}
