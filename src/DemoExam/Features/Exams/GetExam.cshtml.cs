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

namespace DemoExam.Features.Exams;

[Authorize(Policy = Policies.SeeExams)]
public sealed class GetExamModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public ExamView Exam { get; private set; } = null!;

    public IReadOnlyList<MilestoneLine> TimeLine { get; private set; } = [];

    public Task OnGet(CancellationToken ct) => Load(ct);

    public Task<IActionResult> OnPostConfirm(CancellationToken ct) => Step(new ConfirmExam(ExamId), "Exams.Confirm.Done", ct);

    public Task<IActionResult> OnPostCancel(string? reason, CancellationToken ct) => Step(new CancelExam(ExamId, reason ?? ""), "Exams.Cancel.Done", ct);

    public Task<IActionResult> OnPostStart(CancellationToken ct) => Step(new StartExam(ExamId), "Exams.Start.Done", ct);

    public Task<IActionResult> OnPostFinish(CancellationToken ct) => Step(new FinishWork(ExamId), "Exams.Finish.Done", ct);

    public Task<IActionResult> OnPostAllPresent(int? group, CancellationToken ct) => Step(new RecordAllPresent(ExamId, group), "Exams.AllPresent.Done", ct);

    public Task<IActionResult> OnPostOutcome(CandidateId candidateId, ParticipationOutcome outcome, CancellationToken ct) =>
        Step(new RecordOutcome(ExamId, candidateId, outcome), "Exams.Outcome.Done", ct);

    public async Task Load(CancellationToken ct)
    {
        Exam = await mediator.Send(new GetExam(ExamId), ct);
        TimeLine = await mediator.Send(new GetTimeLine(ExamId), ct);
    }

    private async Task<IActionResult> Step(ICommand<ExamId> command, string done, CancellationToken ct)
    {
        await mediator.Send(command, ct);
        TempData.Notify(Kind.Good, texts[done]);
        return RedirectToPage(new { ExamId });
    }
}
