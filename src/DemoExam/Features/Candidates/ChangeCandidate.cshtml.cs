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
public sealed class ChangeCandidateModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public CandidateId CandidateId { get; set; }

    [BindProperty]
    public ChangeCandidate Input { get; set; } = new("", null, null, default, default, default);

    public CandidateCard Candidate { get; private set; } = null!;

    public IReadOnlyList<SelectListItem> Organisations { get; private set; } = [];

    public async Task Load(CancellationToken ct)
    {
        Candidate = await mediator.Send(new GetCandidate(CandidateId), ct);
        Organisations = await mediator.Organisations(texts, ct);
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        var c = Candidate;
        Input = new ChangeCandidate(c.Name.Surname, c.Name.GivenName, c.Name.Patronymic, c.BirthDate, c.Category, c.OrganisationId, c.StudyGroup, c.LatinName, c.Email, c.PersonalNumber,
            c.Guardian?.Name, c.Guardian?.Phone, c.Guardian?.Email, c.Guardian?.Consent);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { CandidateId = CandidateId }, ct);
        TempData.Notify(Kind.Good, texts["People.Changed"]);
        return RedirectToPage("/Candidates/GetCandidate", new { candidateId = CandidateId });
    }
}
