using DemoExam.Domain;
using DemoExam.Features.Organisations;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Venues;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class RegisterVenueModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public RegisterVenue Input { get; set; } = new(default, "", null, "", "", 10);

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public IEnumerable<SelectListItem> Zones =>
        TimeZones.All.Select(zone => new SelectListItem(TimeZones.Say(zone), zone)).Prepend(new SelectListItem(texts["Venues.TimeZone.Region"], ""));

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var id = await mediator.Send(Input with { Id = VenueId.New() }, ct);
        TempData.Notify(Kind.Good, texts["Venues.Registered", Input.Name]);
        return RedirectToPage("GetVenue", new { venueId = id });
    }

    public async Task Load(CancellationToken ct) =>
        Organisations = [.. (await mediator.Send(new ListOrganisations(Size: SliceSize.Most), ct)).Items.Select(o => new SelectListItem($"{o.ShortName} ({o.City})", o.Id.ToString()))];
}
