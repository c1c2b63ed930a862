using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Scoring;

[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed class GetScoringBoardModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public BoardView Board { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostLockCriterion(string letter, CancellationToken ct)
    {
        var locked = await mediator.Send(new LockCriterion(ExamId, letter), ct);
        TempData.Notify(Kind.Good, texts["Scoring.LockCriterion.Done", letter, locked.Locked]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSign(string letter, CancellationToken ct)
    {
        var signed = await mediator.Send(new SignSheets(ExamId, letter), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Sign.Done", letter, signed.Sheets]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostLockResults(CancellationToken ct)
    {
        var locked = await mediator.Send(new LockResults(ExamId), ct);
        TempData.Notify(Kind.Good, texts["Scoring.LockResults.Done", locked.Results]);
        return RedirectToPage("/Results/GetResults", new { ExamId });
    }

    public async Task Load(CancellationToken ct) => Board = await mediator.Send(new GetScoringBoard(ExamId), ct);
}
