using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Candidates;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class FindDuplicatesModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    public IReadOnlyList<DuplicatePair> Pairs { get; private set; } = [];

    public async Task Load(CancellationToken ct) => Pairs = await mediator.Send(new FindDuplicates(), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostMerge(CandidateId kept, CandidateId merged, CancellationToken ct)
    {
        await mediator.Send(new MergeCandidates(kept, merged), ct);
        TempData.Notify(Kind.Good, texts["Candidates.Merge.Done"]);
        return RedirectToPage("/Candidates/GetCandidate", new { candidateId = kept });
    }
}
