using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Candidates;

[Authorize(Policy = Policies.Organise)]
public sealed class SetConditionsModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public CandidateId CandidateId { get; set; }

    [BindProperty]
    public ConditionsForm Input { get; set; } = new();

    public ConditionsView Conditions { get; private set; } = null!;

    public async Task Load(CancellationToken ct) => Conditions = await mediator.Send(new GetConditions(CandidateId), ct);

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input = new ConditionsForm { Kinds = [.. Conditions.Kinds], ExtraPercent = Conditions.ExtraPercent > 0 ? Conditions.ExtraPercent : null, Basis = Conditions.Basis };
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(new SetConditions(CandidateId, Input.Kinds, Input.ExtraPercent ?? 0, Input.Basis ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Candidates.Conditions.Done"]);
        return RedirectToPage("GetCandidate", new { CandidateId });
    }

    /// <summary>Special conditions as they are entered.</summary>
    public sealed class ConditionsForm
    {
        public List<Accommodations> Kinds { get; set; } = [];
        public int? ExtraPercent { get; set; }
        public string? Basis { get; set; }
    }
}
