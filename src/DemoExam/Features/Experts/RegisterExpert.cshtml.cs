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
public sealed class RegisterExpertModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public RegisterExpert Input { get; set; } = new("", null, null, default);

    public IReadOnlyList<SelectListItem> Employers { get; private set; } = [];

    /// <summary>The question "another person?" is asked only after the register has found one of this name.</summary>
    public bool MayBeRepeated => ModelState.ContainsKey("Input.AnotherPerson");

    public async Task Load(CancellationToken ct) => Employers = await mediator.Organisations(texts, ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var id = await mediator.Send(Input with { Id = ExpertId.New() }, ct);
        TempData.Notify(Kind.Good, texts["Experts.Register.Done"]);
        return RedirectToPage("/Experts/AddCredential", new { expertId = id });
    }
}
