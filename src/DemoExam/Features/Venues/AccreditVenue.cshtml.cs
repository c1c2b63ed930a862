using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Features.Packages;
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
public sealed class AccreditVenueModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public VenueId VenueId { get; set; }

    [BindProperty]
    public AccreditVenue Input { get; set; } = null!;

    public VenueDetails Venue { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Packages { get; private set; } = [];

    /// <summary>A certificate that is there, or an application whose review begins.</summary>
    public IEnumerable<SelectListItem> Statuses =>
        new[] { AccreditationStatus.Accredited, AccreditationStatus.Applied }.Select(status => new SelectListItem(texts.Of(status), status.ToString()));

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        // Certificates of the present regime hold for about a year; the paper says how long this one does.
        Input = new AccreditVenue("", ExamLevel.Base, "", Venue.Today, Venue.Today.AddYears(1).AddDays(-1), Venue.Workplaces);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { VenueId = VenueId, Id = AccreditationId.New() }, ct);
        TempData.Notify(Kind.Good, texts["Venues.Accredited", Input.CertificateNumber]);
        return RedirectToPage("GetVenue", new { VenueId });
    }

    public async Task Load(CancellationToken ct)
    {
        Venue = await mediator.Send(new GetVenue(VenueId), ct);
        Packages = [.. (await mediator.Send(new ListPackages(OnlyNewest: true, Size: SliceSize.Most), ct)).Items
            .Select(p => new SelectListItem($"{p.Code} · {texts.Name(p.Name, p.NameEn)}", p.Code))];
    }
}
