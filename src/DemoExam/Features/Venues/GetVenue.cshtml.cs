using DemoExam.Domain;
using DemoExam.Domain.Venues;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Venues;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetVenueModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public VenueId VenueId { get; set; }

    public VenueDetails Venue { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostStatus(AccreditationId accreditationId, AccreditationStatus status, CancellationToken ct)
    {
        await mediator.Send(new ChangeAccreditationStatus(status) { VenueId = VenueId, AccreditationId = accreditationId }, ct);
        TempData.Notify(Kind.Good, texts["Venues.StatusChanged", status]);
        return RedirectToPage(new { VenueId });
    }

    public async Task Load(CancellationToken ct) => Venue = await mediator.Send(new GetVenue(VenueId), ct);
}
