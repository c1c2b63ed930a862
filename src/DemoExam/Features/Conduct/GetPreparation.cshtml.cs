using DemoExam.Domain;
using DemoExam.Domain.Exams;
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
public sealed class GetPreparationModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public PreparationView Preparation { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostBegin(CancellationToken ct) => Do(new BeginPreparation(ExamId), "Prepare.Begin.Done", ct);

    public Task<IActionResult> OnPostCheck(string item, ReadinessState state, string? note, CancellationToken ct) => Do(new CheckReadiness(ExamId, item, state, note), "Prepare.Check.Done", ct);

    public Task<IActionResult> OnPostSign(CancellationToken ct) => Do(new SignReadiness(ExamId), "Prepare.Sign.Done", ct);

    public async Task Load(CancellationToken ct) => Preparation = await mediator.Send(new GetPreparation(ExamId), ct);

    private async Task<IActionResult> Do<T>(ICommand<T> command, string done, CancellationToken ct)
    {
        await mediator.Send(command, ct);
        TempData.Notify(Kind.Good, texts[done]);
        return RedirectToPage(new { ExamId });
    }
}
