using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Employers;

[Authorize(Policy = Policies.BeEmployer)]
public sealed class PostNeedModel(IMediator mediator, Texts texts, TimeProvider time) : PageModel, ILoadsData
{
    private const int UsualDays = 60;

    [BindProperty]
    public PostNeed Input { get; set; } = new("", ExamLevel.Base, 1, default);

    public IReadOnlyList<SelectListItem> Skills { get; private set; } = [];

    public async Task Load(CancellationToken ct) =>
        Skills = [.. (await mediator.Send(new ListSkills(), ct)).Select(s => new SelectListItem($"{s.Code} {texts.Name(s.Name, s.NameEn)}", s.Code))];

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = Input with { Until = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(UsualDays) };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { Id = EmployerNeedId.New() }, ct);
        TempData.Notify(Kind.Good, texts["Employers.Needs.Posted"]);
        return RedirectToPage("ListNeeds");
    }
}
