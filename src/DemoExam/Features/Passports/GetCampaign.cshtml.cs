using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Passports;

[Authorize(Policy = Policies.ManagePassports)]
public sealed class GetCampaignModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [FromRoute]
    public ReissueCampaignId CampaignId { get; set; }

    public CampaignProgress Campaign { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostPause(CancellationToken ct)
    {
        await mediator.Send(new PauseCampaign(CampaignId), ct);
        return RedirectToPage(new { campaignId = CampaignId });
    }

    public async Task<IActionResult> OnPostResume(CancellationToken ct)
    {
        await mediator.Send(new ResumeCampaign(CampaignId), ct);
        return RedirectToPage(new { campaignId = CampaignId });
    }

    public async Task<IActionResult> OnPostRetry(CancellationToken ct)
    {
        TempData.Notify(Kind.Good, texts["Passports.Retry.Done", await mediator.Send(new RetryCampaign(CampaignId), ct)]);
        return RedirectToPage(new { campaignId = CampaignId });
    }

    public async Task Load(CancellationToken ct) => Campaign = await mediator.Send(new GetCampaign(CampaignId), ct);
}
