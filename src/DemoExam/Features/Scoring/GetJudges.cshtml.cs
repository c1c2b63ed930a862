using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Scoring;

[Authorize(Policy = Policies.HeadExam)]
public sealed class GetJudgesModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public JudgeList Judges { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(ExpertId dropped, ExpertId substitute, string? reason, CancellationToken ct)
    {
        var replaced = await mediator.Send(new ReplaceJudge(ExamId, dropped, substitute, reason), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Judges.Replaced", replaced.Name, replaced.Criteria]);
        return RedirectToPage();
    }

    public async Task Load(CancellationToken ct) => Judges = await mediator.Send(new GetJudges(ExamId), ct);
}
