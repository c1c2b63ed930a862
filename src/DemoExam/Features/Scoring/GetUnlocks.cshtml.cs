using DemoExam.Domain;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Scoring;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetUnlocksModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    [BindProperty]
    public UnlockForm Input { get; set; } = new();

    public UnlockList Unlocks { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input.Basis = Unlocks.ErrorReportIsEnough ? UnlockBasis.ErrorReport : UnlockBasis.AppealDecision;
    }

    public async Task<IActionResult> OnPostAsk(CancellationToken ct)
    {
        await mediator.Send(new RequestUnlock(ExamId, Input.RequestId, Input.Criterion, Input.CandidateId, Input.Basis, Input.Document ?? "", Input.DocumentDate, Input.Reason ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Unlock.Asked"]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostApprove(UnlockRequestId request, CancellationToken ct)
    {
        var unlocked = await mediator.Send(new DecideUnlock(ExamId, request, true, null), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Unlock.Approved", unlocked.Sheets]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostReject(UnlockRequestId request, string? answer, CancellationToken ct)
    {
        await mediator.Send(new DecideUnlock(ExamId, request, false, answer), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Unlock.Rejected"]);
        return RedirectToPage();
    }

    public async Task Load(CancellationToken ct) => Unlocks = await mediator.Send(new GetUnlocks(ExamId), ct);

    /// <summary>A request as it is typed.</summary>
    public sealed class UnlockForm
    {
        public UnlockRequestId RequestId { get; set; } = UnlockRequestId.New();
        public string? Criterion { get; set; }
        public CandidateId? CandidateId { get; set; }
        public UnlockBasis Basis { get; set; } = UnlockBasis.ErrorReport;
        public string? Document { get; set; }

        public DateOnly DocumentDate { get; set; }
        public string? Reason { get; set; }
    }
}
