using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Scoring;

[Authorize(Policy = Policies.HandlePaper)]
public sealed class GetReconciliationModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    /// <summary>Code of a paper sheet in hand.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    public ReconciliationView Paper { get; private set; } = null!;

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        await Load(ct);
        return Paper.Found is { } found ? RedirectToPage("GetPaperForm", new { ExamId, found.Criterion, found.CandidateId }) : Page();
    }

    public async Task<IActionResult> OnPost(string? name, string? position, CancellationToken ct)
    {
        await mediator.Send(new ConfirmReconciliation(ExamId, name ?? "", position ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Paper.Confirmed"]);
        return RedirectToPage(new { Code = (string?)null });
    }

    public async Task<IActionResult> OnPostIssue(CancellationToken ct)
    {
        await mediator.Send(new IssuePaper(ExamId), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Paper.Issue.Done"]);
        return RedirectToPage(new { Code = (string?)null });
    }

    public async Task<IActionResult> OnPostCarryOver(CancellationToken ct)
    {
        var carried = await mediator.Send(new CarryOverPaper(ExamId), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Paper.CarryOver.Done", carried.Sheets, carried.Marks]);
        return RedirectToPage(new { Code = (string?)null });
    }

    public async Task Load(CancellationToken ct) => Paper = await mediator.Send(new GetReconciliation(ExamId, string.IsNullOrWhiteSpace(Code) ? null : Code), ct);
}
