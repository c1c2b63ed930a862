using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Passports;

/// <summary>Campaigns, and the beginning of a new one: choose, see how many, begin.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed class ListCampaignsModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public string? Layout { get; set; }

    [BindProperty(SupportsGet = true)]
    public ExamId? ExamId { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>True once the choice is made and its passports are to be counted.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Count { get; set; }

    [BindProperty]
    public SupersedingCategory? Category { get; set; }

    [BindProperty]
    public string? Basis { get; set; }

    public int? Found { get; private set; }

    public IReadOnlyList<CampaignRow> Campaigns { get; private set; } = [];

    public IReadOnlyList<SelectListItem> Layouts =>
        [new(texts["Passports.Campaign.Layout.Any"], ""), .. PassportLayouts.Used.Select(name => new SelectListItem(texts[$"Passports.Campaign.Layout.{name}"], name))];

    private CampaignChoice Choice => new(string.IsNullOrEmpty(Layout) ? null : Layout, ExamId, From, To);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostBegin(CancellationToken ct)
    {
        var id = await mediator.Send(new BeginCampaign(Choice, Category ?? default, Basis ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Passports.Campaign.Begun.Done"]);
        return RedirectToPage("/Passports/GetCampaign", new { campaignId = id });
    }

    public async Task Load(CancellationToken ct)
    {
        Campaigns = await mediator.Send(new ListCampaigns(), ct);
        Found = Count ? await mediator.Send(new CountCampaign(Choice), ct) : null;
    }
}
