using DemoExam.Domain;
using DemoExam.Features.Shared.Import;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Programmes;

[Authorize(Policy = Policies.Organise)]
[ResponseCache(NoStore = true)]
public sealed class GetFollowUpModel(IMediator mediator) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public ProgrammeId ProgrammeId { get; set; }

    public FollowUpList List { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct) => List = await mediator.Send(new GetFollowUp(ProgrammeId), ct);

    public async Task<IActionResult> OnGetExport(string? format, CancellationToken ct) =>
        (await mediator.Send(new ExportFollowUp(await mediator.Send(new GetFollowUp(ProgrammeId), ct), TableFormats.Of(format)), ct)).Download();
}
