using DemoExam.Domain;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Programmes;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class ChangeProgrammeModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ProgrammeId ProgrammeId { get; set; }

    [BindProperty]
    public ChangeProgramme Input { get; set; } = new(default, ProgrammeKind.EmploymentPromotion, "", null, ProgrammeEnding.Exam, default);

    public ProgrammeCard Programme { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public async Task Load(CancellationToken ct)
    {
        Programme = await mediator.Send(new GetProgramme(ProgrammeId), ct);
        Organisations = await mediator.Organisations(texts, ct);
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = new ChangeProgramme(ProgrammeId, Programme.Kind, Programme.Name, Programme.NameEn, Programme.Ending, Programme.Organisation.Id);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { ProgrammeId = ProgrammeId }, ct);
        TempData.Notify(Kind.Good, texts["People.Changed"]);
        return RedirectToPage("GetProgramme", new { programmeId = ProgrammeId });
    }
}
