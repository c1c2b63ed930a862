using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Packages;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetPackageModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public PackageId PackageId { get; set; }

    public PackageCard Package { get; private set; } = null!;

    public async Task Load(CancellationToken ct) => Package = await mediator.Send(new GetPackage(PackageId), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnGetExport(TableFormat format, CancellationToken ct)
    {
        var file = await mediator.Send(new ExportPackage(PackageId, format), ct);
        return File(file.Content, file.ContentType, file.Name);
    }

    public async Task<IActionResult> OnPostPublish(CancellationToken ct)
    {
        await mediator.Send(new PublishPackage(PackageId), ct);
        TempData.Notify(Kind.Good, texts["Packages.Published"]);
        return RedirectToPage(new { PackageId });
    }

    public async Task<IActionResult> OnPostWithdraw(CancellationToken ct)
    {
        await mediator.Send(new WithdrawPackage(PackageId), ct);
        TempData.Notify(Kind.Good, texts["Packages.Withdrawn"]);
        return RedirectToPage(new { PackageId });
    }
}
