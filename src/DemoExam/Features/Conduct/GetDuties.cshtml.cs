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
public sealed class GetDutiesModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public DutiesView Duties { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    /// <param name="experts">Everybody on the page.</param>
    /// <param name="marks">Marked criteria as <c>expert:letter</c>.</param>
    /// <param name="ct">Cancels.</param>
    public Task<IActionResult> OnPost(List<ExpertId> experts, List<string> marks, CancellationToken ct) => Do(
        new DistributeDuties(ExamId, [.. experts.Select(e => new DutyChoice(e, string.Concat(marks.Where(m => m.StartsWith($"{e}:", StringComparison.Ordinal)).Select(m => m[^1]))))]), "Duties.Done", ct);

    public async Task Load(CancellationToken ct) => Duties = await mediator.Send(new GetDuties(ExamId), ct);

    private async Task<IActionResult> Do<T>(ICommand<T> command, string done, CancellationToken ct)
    {
        await mediator.Send(command, ct);
        TempData.Notify(Kind.Good, texts[done]);
        return RedirectToPage(new { ExamId });
    }
}
