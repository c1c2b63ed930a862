using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Venues;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetRenewalPlanModel(IMediator mediator) : PageModel
{
    public GetRenewalPlan Query { get; private set; } = new();

    public RenewalPlan Plan { get; private set; } = new([], 0, 0);

    public async Task<IActionResult> OnGetExport([FromQuery] GetRenewalPlan query, string? format, CancellationToken ct) =>
        (await mediator.Send(new ExportRenewalPlan(await mediator.Send(query, ct), TableFormats.Of(format)), ct)).Download();

    public async Task OnGet([FromQuery] GetRenewalPlan query, CancellationToken ct)
    {
        Query = query;
        Plan = await mediator.Send(query, ct);
    }
}
