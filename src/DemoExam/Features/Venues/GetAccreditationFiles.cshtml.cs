using DemoExam.Domain;
using DemoExam.Domain.Venues;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Venues;

[Authorize(Policy = Policies.ReadRegisters)]
[RequestSizeLimit(AccreditationFile.Largest + Overhead)]
[RequestFormLimits(MultipartBodyLengthLimit = AccreditationFile.Largest + Overhead)]
public sealed class GetAccreditationFilesModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    // A file that is a little too large still arrives, and the rule names the limit.
    private const int Overhead = 1024 * 1024;

    [BindProperty(SupportsGet = true)]
    public VenueId VenueId { get; set; }

    [BindProperty(SupportsGet = true)]
    public AccreditationId AccreditationId { get; set; }

    [BindProperty]
    public IFormFile? Upload { get; set; }

    public AccreditationFilesView Files { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        using var bytes = new MemoryStream();
        if (Upload is { } file)
        {
            await file.CopyToAsync(bytes, ct);
        }

        await mediator.Send(new AddAccreditationFile(VenueId, AccreditationId, AccreditationFileId.New(), Upload?.FileName ?? "", bytes.ToArray()), ct);
        TempData.Notify(Kind.Good, texts["Venues.Files.Done"]);
        return RedirectToPage(new { VenueId, AccreditationId });
    }

    public async Task<IActionResult> OnPostRemove(AccreditationFileId fileId, CancellationToken ct)
    {
        await mediator.Send(new RemoveAccreditationFile(VenueId, AccreditationId, fileId), ct);
        TempData.Notify(Kind.Good, texts["Venues.Files.Removed"]);
        return RedirectToPage(new { VenueId, AccreditationId });
    }

    public async Task Load(CancellationToken ct) => Files = await mediator.Send(new GetAccreditationFiles(VenueId, AccreditationId), ct);
}
