using DemoExam.Domain;
using DemoExam.Features.Passports;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Admin;

[Authorize(Policy = Policies.Administer)]
public sealed class GetInstallationModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    public Installation Installation { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostRetry(PassportOrderId orderId, CancellationToken ct)
    {
        await mediator.Send(new RetryPassportOrder(orderId), ct);
        TempData.Notify(Kind.Good, texts["Passports.Retry.Done", 1]);
        return RedirectToPage();
    }

    public async Task Load(CancellationToken ct) => Installation = await mediator.Send(new GetInstallation(), ct);
}
