using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Candidates;

[Authorize(Policy = Policies.ReadCandidates)]
public sealed class GetCandidateModel(IMediator mediator, CurrentUser user, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public CandidateId CandidateId { get; set; }

    public CandidateCard Candidate { get; private set; } = null!;

    /// <summary>Export and erasure of personal data are for who answers for the register.</summary>
    public bool MayDecideAboutData => user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator);

    public bool MayIssue => user.Is(Roles.Organiser) || user.Is(Roles.RegionalOperator);

    public bool MayMerge => user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator);

    public bool MayPermit => user.Is(Roles.RegionalOperator);

    public async Task Load(CancellationToken ct) => Candidate = await mediator.Send(new GetCandidate(CandidateId), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostRetake(string? subject, string? reason, string? document, CancellationToken ct)
    {
        await mediator.Send(new PermitRetake(CandidateId, subject ?? "", reason ?? "", document ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Candidates.Retake.Done"]);
        return RedirectToPage(new { CandidateId });
    }

    public async Task<IActionResult> OnPostSeparate(CandidateId merged, CancellationToken ct)
    {
        await mediator.Send(new SeparateCandidates(merged), ct);
        TempData.Notify(Kind.Good, texts["Candidates.Separate.Done"]);
        return RedirectToPage(new { candidateId = merged });
    }
}
