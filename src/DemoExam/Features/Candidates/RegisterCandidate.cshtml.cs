using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace DemoExam.Features.Candidates;

[Authorize(Policy = Policies.Organise)]
public sealed class RegisterCandidateModel(IMediator mediator, Texts texts, CurrentUser user) : PageModel, ILoadsData
{
    [BindProperty]
    public RegisterCandidate Input { get; set; } = new("", null, null, default, default, user.OrganisationId ?? default);

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    /// <summary>The question "another person?" is asked only after the register has found one of this name.</summary>
    public bool MayBeRepeated => ModelState.ContainsKey("Input.AnotherPerson");

    public async Task Load(CancellationToken ct) => Organisations = await mediator.Organisations(texts, ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var id = CandidateId.New();
        await mediator.Send(Input with { Id = id }, ct);
        TempData.Notify(Kind.Good, texts["Candidates.Register.Done"]);
        return RedirectToPage("/Candidates/GetCandidate", new { candidateId = id });
    }
}
