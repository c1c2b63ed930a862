using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Programmes;

[Authorize(Policy = Policies.Organise)]
[RequestFormLimits(ValueLengthLimit = StagedFile.LargestField)]
[ResponseCache(NoStore = true)]
public sealed class ImportOutcomesModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ProgrammeId ProgrammeId { get; set; }

    [BindProperty]
    public UploadForm Input { get; set; } = new();

    [BindProperty]
    public string? FileName { get; set; }

    [BindProperty]
    public string? Staged { get; set; }

    public FollowUpList FollowUp { get; private set; } = null!;

    public ImportPreview<OutcomeColumn, OutcomeLine>? Preview { get; private set; }

    public async Task Load(CancellationToken ct) => FollowUp = await mediator.Send(new GetFollowUp(ProgrammeId), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    /// <summary>The list of whom to ask, to be filled in.</summary>
    public async Task<IActionResult> OnGetSample(string? kind, CancellationToken ct)
    {
        await Load(ct);
        return (await mediator.Send(new ExportFollowUp(FollowUp, TableFormats.Of(kind)), ct)).Download();
    }

    public async Task<IActionResult> OnPostPreview(CancellationToken ct)
    {
        var file = await StagedFile.Of(Input.File, ImportLimits.Lists, ct);
        Preview = await mediator.Send(new PreviewOutcomes(ProgrammeId, file), ct);
        (FileName, Staged) = (file.Name, Preview.MayImport ? StagedFile.Pack(file.Content) : null);
        ModelState.Remove(nameof(Staged));
        await Load(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostApply(CancellationToken ct)
    {
        var report = await mediator.Send(new ImportOutcomes(ProgrammeId, new ImportFile(FileName ?? "", StagedFile.Unpack(Staged, ImportLimits.Lists))), ct);
        TempData.Notify(Kind.Good, texts["Programmes.Import.Done", report.Recorded, report.Left]);
        return RedirectToPage("GetFollowUp", new { programmeId = ProgrammeId });
    }
}
