using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Experts;

[Authorize(Policy = Policies.OperateRegion)]
[RequestFormLimits(ValueLengthLimit = StagedFile.LargestField)]
public sealed class ImportExpertsModel(IMediator mediator, Texts texts, IConfiguration configuration) : PageModel
{
    [BindProperty]
    public UploadForm Input { get; set; } = new();

    [BindProperty]
    public string? FileName { get; set; }

    [BindProperty]
    public string? Staged { get; set; }

    [BindProperty]
    public KnownExperts Known { get; set; } = KnownExperts.AddCredentials;

    public ImportPreview<ExpertColumn, ExpertLine>? Preview { get; private set; }

    public void OnGet()
    {
    }

    public IActionResult OnGetSample(string? kind) => StagedFile.Sample(configuration, "experts", kind);

    public async Task<IActionResult> OnPostPreview(CancellationToken ct)
    {
        var file = await StagedFile.Of(Input.File, ImportLimits.Lists, ct);
        Preview = await mediator.Send(new PreviewExperts(file), ct);
        (FileName, Staged) = (file.Name, Preview.MayImport ? StagedFile.Pack(file.Content) : null);
        ModelState.Remove(nameof(Staged));
        return Page();
    }

    public async Task<IActionResult> OnPostApply(CancellationToken ct)
    {
        var report = await mediator.Send(new ImportExperts(new ImportFile(FileName ?? "", StagedFile.Unpack(Staged, ImportLimits.Lists)), Known), ct);
        TempData.Notify(Kind.Good, texts["Experts.Import.Done", report.Experts, report.Credentials]);
        return RedirectToPage("/Experts/ListExperts");
    }
}
