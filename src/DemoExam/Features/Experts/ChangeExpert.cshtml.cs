using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Experts;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class ChangeExpertModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExpertId ExpertId { get; set; }

    [BindProperty]
    public ChangeExpert Input { get; set; } = new("", null, null, default);

    public ExpertCard Expert { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Employers { get; private set; } = [];

    public async Task Load(CancellationToken ct)
    {
        Expert = await mediator.Send(new GetExpert(ExpertId), ct);
        Employers = await mediator.Organisations(texts, ct);
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = new ChangeExpert(Expert.Name.Surname, Expert.Name.GivenName, Expert.Name.Patronymic, Expert.EmployerId, Expert.Email, Expert.PersonalNumber);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { ExpertId = ExpertId }, ct);
        TempData.Notify(Kind.Good, texts["People.Changed"]);
        return RedirectToPage("/Experts/GetExpert", new { expertId = ExpertId });
    }
}
