using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Venues;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class ChangeVenueModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public VenueId VenueId { get; set; }

    [BindProperty]
    public VenueForm Input { get; set; } = new();

    public VenueDetails Venue { get; private set; } = null!;

    public IEnumerable<SelectListItem> Zones => TimeZones.All.Select(zone => new SelectListItem(TimeZones.Say(zone), zone));

    public async Task Load(CancellationToken ct) => Venue = await mediator.Send(new GetVenue(VenueId), ct);

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = VenueForm.Of(Venue);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var (request, wrong) = Input.Read();
        if (request is null)
        {
            foreach (var (field, line) in wrong)
            {
                ModelState.AddModelError($"Input.{field}", texts[$"Venues.{field}.Wrong", line]);
            }

            await Load(ct);
            return Page();
        }

        await mediator.Send(request with { VenueId = VenueId }, ct);
        TempData.Notify(Kind.Good, texts["People.Changed"]);
        return RedirectToPage("GetVenue", new { venueId = VenueId });
    }
}
