using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Quality;

[Authorize(Policy = Policies.ConfirmExams)]
public sealed class GetRegionQualityModel(IMediator mediator) : PageModel
{
    public RegionQuality Region { get; private set; } = null!;

    public async Task OnGet(int? year, CancellationToken ct) => Region = await mediator.Send(new GetRegionQuality(year), ct);
}
