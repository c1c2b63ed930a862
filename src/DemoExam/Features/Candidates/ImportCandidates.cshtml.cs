using System.IO.Compression;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Candidates;

/// <remarks>
/// Between preview and import the file travels in the page, packed: nothing is kept on the server, so any node may do the
/// second step, and a preview that is left behind leaves no personal data.
/// </remarks>
[Authorize(Policy = Policies.Organise)]
[RequestFormLimits(ValueLengthLimit = 8 * 1024 * 1024)]
public sealed class ImportCandidatesModel(IMediator mediator, Texts texts, IConfiguration configuration) : PageModel, ILoadsData
{
    /// <summary>Rows of a table of problems that the page shows.</summary>
    public const int MostShown = 1000;

    public static long LargestFile => CandidateSheet.Limits.Bytes;

    [BindProperty]
    public ImportForm Input { get; set; } = new();

    [BindProperty]
    public string? FileName { get; set; }

    [BindProperty]
    public string? Staged { get; set; }

    [BindProperty]
    public RepeatedRows Repeated { get; set; } = RepeatedRows.Skip;

    public ImportPreview? Preview { get; private set; }

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public async Task Load(CancellationToken ct) => Organisations = await mediator.Organisations(texts, ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public IActionResult OnGetSample(string? kind)
    {
        var file = Path.Combine(TemplatesFolder.Of(configuration), "import", kind == "csv" ? "candidates.csv" : "candidates.xlsx");
        return PhysicalFile(file, kind == "csv" ? CsvFile.ContentType : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Path.GetFileName(file));
    }

    public async Task<IActionResult> OnPostPreview(CancellationToken ct)
    {
        var file = await Uploaded(ct);
        Preview = await mediator.Send(new PreviewCandidates(file, Input.OrganisationId, Input.Category), ct);
        (FileName, Staged) = (file.Name, Preview.MayImport ? Pack(file.Content) : null);
        ModelState.Remove(nameof(Staged));
        return Page();
    }

    public async Task<IActionResult> OnPostApply(CancellationToken ct)
    {
        var report = await mediator.Send(new ImportCandidates(new ImportFile(FileName ?? "", Unpack(Staged)), Input.OrganisationId, Input.Category, Repeated), ct);
        TempData.Notify(Kind.Good, texts[report.Skipped == 0 ? "Candidates.Import.Done" : "Candidates.Import.DoneSkipped", report.Registered, report.Skipped]);
        return RedirectToPage("/Candidates/ListCandidates");
    }

    private async Task<ImportFile> Uploaded(CancellationToken ct)
    {
        if (Input.File is null || Input.File.Length > LargestFile)
        {
            // The reader says what is wrong in both cases; a file that is too large need not be read for that.
            return new ImportFile(Input.File?.FileName ?? "", new byte[Input.File is null ? 0 : LargestFile + 1]);
        }

        using var content = new MemoryStream();
        await Input.File.CopyToAsync(content, ct);
        return new ImportFile(Path.GetFileName(Input.File.FileName), content.ToArray());
    }

    private static string Pack(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            brotli.Write(content);
        }

        return Convert.ToBase64String(packed.ToArray());
    }

    private static byte[] Unpack(string? staged)
    {
        var packed = new byte[(staged ?? "").Length];
        if (!Convert.TryFromBase64String(staged ?? "", packed, out var length))
        {
            return [];
        }

        // One byte more than is allowed is enough to be refused.
        using var brotli = new BrotliStream(new MemoryStream(packed, 0, length), CompressionMode.Decompress);
        var content = new byte[LargestFile + 1];
        try
        {
            return content[..brotli.ReadAtLeast(content, content.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException)
        {
            return [];
        }
    }
}

public sealed class ImportForm
{
    public IFormFile? File { get; set; }

    public OrganisationId? OrganisationId { get; set; }

    public CandidateCategory? Category { get; set; }
}
