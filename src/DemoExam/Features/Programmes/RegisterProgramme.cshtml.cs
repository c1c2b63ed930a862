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
public sealed class RegisterProgrammeModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public RegisterProgramme Input { get; set; } = new(ProgrammeKind.EmploymentPromotion, "", null, ProgrammeEnding.Exam, default);

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public async Task Load(CancellationToken ct) => Organisations = await mediator.Organisations(texts, ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var id = await mediator.Send(Input with { Id = ProgrammeId.New() }, ct);
        TempData.Notify(Kind.Good, texts["Programmes.Registered"]);
        return RedirectToPage("GetProgramme", new { programmeId = id });
    }
}
