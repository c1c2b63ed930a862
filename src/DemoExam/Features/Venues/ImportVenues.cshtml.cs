using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Venues;

[Authorize(Policy = Policies.OperateRegion)]
[RequestFormLimits(ValueLengthLimit = StagedFile.LargestField)]
public sealed class ImportVenuesModel(IMediator mediator, Texts texts, IConfiguration configuration) : PageModel
{
    [BindProperty]
    public UploadForm Input { get; set; } = new();

    [BindProperty]
    public string? FileName { get; set; }

    [BindProperty]
    public string? Staged { get; set; }

    public ImportPreview<VenueColumn, VenueLine>? Preview { get; private set; }

    public void OnGet()
    {
    }

    public IActionResult OnGetSample(string? kind) => StagedFile.Sample(configuration, "venues", kind);

    public async Task<IActionResult> OnPostPreview(CancellationToken ct)
    {
        var file = await StagedFile.Of(Input.File, ImportLimits.Lists, ct);
        Preview = await mediator.Send(new PreviewVenues(file), ct);
        (FileName, Staged) = (file.Name, Preview.MayImport ? StagedFile.Pack(file.Content) : null);
        ModelState.Remove(nameof(Staged));
        return Page();
    }

    public async Task<IActionResult> OnPostApply(CancellationToken ct)
    {
        var report = await mediator.Send(new ImportVenues(new ImportFile(FileName ?? "", StagedFile.Unpack(Staged, ImportLimits.Lists))), ct);
        TempData.Notify(Kind.Good, texts["Venues.Import.Done", report.Venues, report.Accreditations]);
        return RedirectToPage("/Venues/ListVenues");
    }
}
