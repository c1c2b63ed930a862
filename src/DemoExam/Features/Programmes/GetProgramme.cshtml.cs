using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Programmes;

[Authorize(Policy = Policies.ReadCandidates)]
public sealed class GetProgrammeModel(IMediator mediator, Texts texts, TimeProvider time) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ProgrammeId ProgrammeId { get; set; }

    [BindProperty]
    public SetProgrammeTarget Target { get; set; } = new(default, time.GetUtcNow().Year, 0);

    [BindProperty]
    public OpenTrainingGroup Group { get; set; } = new(default, "", default, default);

    [BindProperty]
    public OrganisationId Partner { get; set; }

    public ProgrammeCard Programme { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public async Task Load(CancellationToken ct)
    {
        Programme = await mediator.Send(new GetProgramme(ProgrammeId), ct);
        if (User.IsInRole(Roles.RegionalOperator) || User.IsInRole(Roles.Administrator))
        {
            Organisations = await mediator.Organisations(texts, ct);
        }
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        Group = new OpenTrainingGroup(ProgrammeId, "", today, today.AddMonths(3));
    }

    public Task<IActionResult> OnPostTarget(CancellationToken ct) => Done(Target with { ProgrammeId = ProgrammeId }, "Programmes.SetTarget.Done", ct);

    public async Task<IActionResult> OnPostGroup(CancellationToken ct)
    {
        var id = await mediator.Send(Group with { ProgrammeId = ProgrammeId, Id = TrainingGroupId.New() }, ct);
        TempData.Notify(Kind.Good, texts["Programmes.OpenGroup.Done"]);
        return RedirectToPage("GetTrainingGroup", new { programmeId = ProgrammeId, groupId = id });
    }

    public Task<IActionResult> OnPostAddPartner(CancellationToken ct) => Done(new AddProgrammePartner(ProgrammeId, Partner), "Programmes.AddPartner.Done", ct);

    public Task<IActionResult> OnPostRemovePartner(CancellationToken ct) => Done(new RemoveProgrammePartner(ProgrammeId, Partner), "Programmes.RemovePartner.Done", ct);

    private async Task<IActionResult> Done(IRequest<ProgrammeId> request, string text, CancellationToken ct)
    {
        await mediator.Send(request, ct);
        TempData.Notify(Kind.Good, texts[text]);
        return RedirectToPage(new { programmeId = ProgrammeId });
    }
}
