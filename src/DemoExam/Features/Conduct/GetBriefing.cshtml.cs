using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Conduct;

[Authorize(Policy = Policies.SeeExams)]
public sealed class GetBriefingModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public BriefingView Briefing { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPost(List<CandidateId> candidates, List<ExpertId> experts, CancellationToken ct) => Do(new RecordBriefing(ExamId, candidates, experts), "Briefing.Done", ct);

    public async Task Load(CancellationToken ct) => Briefing = await mediator.Send(new GetBriefing(ExamId), ct);

    private async Task<IActionResult> Do<T>(ICommand<T> command, string done, CancellationToken ct)
    {
        await mediator.Send(command, ct);
        TempData.Notify(Kind.Good, texts[done]);
        return RedirectToPage(new { ExamId });
    }
}
