using System.IO.Compression;
using Microsoft.AspNetCore.Mvc;

namespace DemoExam.Features.Shared.Import;

/// <summary>
/// A file on its way. Between preview and import it travels in the page, packed: nothing is kept on the server, so any node may do
/// the second step, and a preview that is left behind leaves no personal data.
/// </summary>
internal static class StagedFile
{
    /// <summary>Largest hidden field with a packed file.</summary>
    public const int LargestField = 8 * 1024 * 1024;

    /// <summary>The file as the reader takes it; of one that is too large only as much as shows it.</summary>
    public static async Task<ImportFile> Of(IFormFile? file, ImportLimits limits, CancellationToken ct)
    {
        if (file is null || file.Length > limits.Bytes)
        {
            return new ImportFile(file?.FileName ?? "", new byte[file is null ? 0 : limits.Bytes + 1]);
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, ct);
        return new ImportFile(Path.GetFileName(file.FileName), content.ToArray());
    }

    /// <summary>The body of a request that is the file itself.</summary>
    public static async Task<ImportFile> Of(HttpRequest request, ImportLimits limits, CancellationToken ct)
    {
        // The idempotency filter has read the body once; one byte above the limit is enough to be refused.
        request.Body.Position = 0;
        var content = new byte[Math.Min(request.ContentLength ?? int.MaxValue, limits.Bytes + 1)];
        var read = await request.Body.ReadAtLeastAsync(content, content.Length, throwOnEndOfStream: false, ct);
        return new ImportFile("body", content[..read]);
    }

    public static string Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            brotli.Write(content);
        }

        return Convert.ToBase64String(packed.ToArray());
    }

    /// <summary>What was packed; empty when it is damaged.</summary>
    public static byte[] Unpack(string? staged, ImportLimits limits)
    {
        var packed = new byte[(staged ?? "").Length];
        if (!Convert.TryFromBase64String(staged ?? "", packed, out var length))
        {
            return [];
        }

        // One byte more than is allowed is enough to be refused.
        using var brotli = new BrotliStream(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
        var content = new byte[limits.Bytes + 1];
        try
        {
            return content[..brotli.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }

    /// <summary>A table to fill in, from <c>templates/import</c>.</summary>
    public static PhysicalFileResult Sample(IConfiguration configuration, string name, string? kind)
    {
        var file = Path.Combine(TemplatesFolder.Of(configuration, "import"), $"{name}.{(kind == "csv" ? "csv" : "xlsx")}");
        return new PhysicalFileResult(file, kind == "csv" ? CsvFile.ContentType : TableFile.XlsxType) { FileDownloadName = Path.GetFileName(file) };
    }
}
