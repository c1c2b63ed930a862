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

    public Task<IActionResult> OnPostSubmit(CancellationToken ct) => Step(new SubmitExam(ExamId), "Exams.Submit.Done", ct);

    public Task<IActionResult> OnPostConfirm(CancellationToken ct) => Step(new ConfirmExam(ExamId), "Exams.Confirm.Done", ct);

    public Task<IActionResult> OnPostReturn(string? reason, CancellationToken ct) => Step(new ReturnExam(ExamId, reason ?? ""), "Exams.Return.Done", ct);

    public Task<IActionResult> OnPostSuspend(string? reason, string? document, CancellationToken ct) => Step(new SuspendExam(ExamId, reason ?? "", document ?? ""), "Exams.Suspend.Done", ct);

    public Task<IActionResult> OnPostResume(CancellationToken ct) => Step(new ResumeExam(ExamId), "Exams.Resume.Done", ct);

    public Task<IActionResult> OnPostCancel(string? reason, string? document, CancellationToken ct) => Step(new CancelExam(ExamId, reason ?? "", document ?? ""), "Exams.Cancel.Done", ct);

    public Task<IActionResult> OnPostFinish(CancellationToken ct) => Step(new FinishWork(ExamId), "Exams.Finish.Done", ct);

    public Task<IActionResult> OnPostReconcile(CancellationToken ct) => Step(new BeginReconciliation(ExamId), "Exams.Reconcile.Done", ct);

    public Task<IActionResult> OnPostClose(CancellationToken ct) => Step(new CloseExam(ExamId), "Exams.Close.Done", ct);

    public Task<IActionResult> OnPostWithdraw(CandidateId candidate, string? reason, CancellationToken ct) => Step(new WithdrawCandidate(ExamId, candidate, reason ?? ""), "Enrol.Withdraw.Done", ct);

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
