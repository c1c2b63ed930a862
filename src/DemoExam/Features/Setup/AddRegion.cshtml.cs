using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Setup;

[Authorize(Policy = Policies.Administer)]
public sealed class AddRegionModel(IMediator mediator, Texts texts, TimeProvider time) : PageModel, ILoadsData
{
    [BindProperty]
    public AddRegion Input { get; set; } = new("", "", "", "Europe/Moscow");

    public SetupState State { get; private set; } = null!;

    public IEnumerable<SelectListItem> Zones => AddRegionValidator.Zones.Select(zone =>
        new SelectListItem($"{zone.Split('/')[1]} (UTC+{TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(time.GetUtcNow()).Hours})", zone));

    public async Task Load(CancellationToken ct) => State = await mediator.Send(new GetSetup(), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input, ct);
        TempData.Notify(Kind.Good, texts["Setup.Region.Added"]);
        return Redirect("~/setup/organisation");
    }
}
