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

[Authorize(Policy = Policies.Organise)]
[RequestFormLimits(ValueLengthLimit = StagedFile.LargestField)]
public sealed class ImportCandidatesModel(IMediator mediator, Texts texts, IConfiguration configuration) : PageModel, ILoadsData
{
    [BindProperty]
    public ImportForm Input { get; set; } = new();

    [BindProperty]
    public string? FileName { get; set; }

    [BindProperty]
    public string? Staged { get; set; }

    [BindProperty]
    public RepeatedRows Repeated { get; set; } = RepeatedRows.Skip;

    public ImportPreview<CandidateColumn, CandidateLine>? Preview { get; private set; }

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public async Task Load(CancellationToken ct) => Organisations = await mediator.Organisations(texts, ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public IActionResult OnGetSample(string? kind) => StagedFile.Sample(configuration, "candidates", kind);

    public async Task<IActionResult> OnPostPreview(CancellationToken ct)
    {
        var file = await StagedFile.Of(Input.File, ImportLimits.Lists, ct);
        Preview = await mediator.Send(new PreviewCandidates(file, Input.OrganisationId, Input.Category), ct);
        (FileName, Staged) = (file.Name, Preview.MayImport ? StagedFile.Pack(file.Content) : null);
        ModelState.Remove(nameof(Staged));
        return Page();
    }

    public async Task<IActionResult> OnPostApply(CancellationToken ct)
    {
        var report = await mediator.Send(new ImportCandidates(new ImportFile(FileName ?? "", StagedFile.Unpack(Staged, ImportLimits.Lists)), Input.OrganisationId, Input.Category, Repeated), ct);
        TempData.Notify(Kind.Good, texts[report.Skipped == 0 ? "Candidates.Import.Done" : "Candidates.Import.DoneSkipped", report.Registered, report.Skipped]);
        return RedirectToPage("/Candidates/ListCandidates");
    }
}

public sealed class ImportForm
{
    public IFormFile? File { get; set; }

    public OrganisationId? OrganisationId { get; set; }

    public CandidateCategory? Category { get; set; }
}
