using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Experts;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class FindDuplicateExpertsModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    public IReadOnlyList<DuplicateExperts> Pairs { get; private set; } = [];

    public async Task Load(CancellationToken ct) => Pairs = await mediator.Send(new FindDuplicateExperts(), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostMerge(ExpertId kept, ExpertId merged, CancellationToken ct)
    {
        await mediator.Send(new MergeExperts(kept, merged), ct);
        TempData.Notify(Kind.Good, texts["Candidates.Merge.Done"]);
        return RedirectToPage("/Experts/GetExpert", new { expertId = kept });
    }
}
