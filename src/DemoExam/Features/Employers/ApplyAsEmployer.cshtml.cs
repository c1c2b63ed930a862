using DemoExam.Domain;
using DemoExam.Features.Regions;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;

namespace DemoExam.Features.Employers;

[AllowAnonymous]
[EnableRateLimiting(RateLimits.Checks)]
public sealed class ApplyAsEmployerModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public ApplyAsEmployer Input { get; set; } = new("", "", "", "", "", "");

    /// <summary>The region that the reader comes from.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Region { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Done { get; set; }

    public IReadOnlyList<SelectListItem> Regions { get; private set; } = [];

    public async Task Load(CancellationToken ct) =>
        Regions = [.. (await mediator.Send(new ListPublicRegions(), ct)).Select(r => new SelectListItem(texts.Name(r.Name.Ru, r.Name.En), r.Code))];

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = Input with { RegionCode = Region ?? "" };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { Id = EmployerApplicationId.New() }, ct);
        return RedirectToPage(new { done = true });
    }
}
