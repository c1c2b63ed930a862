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

[Authorize(Policy = Policies.HandlePaper)]
public sealed class GetPaperFormModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    [BindProperty(SupportsGet = true)]
    public string Criterion { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public CandidateId CandidateId { get; set; }

    /// <summary>What was typed, in the order of the sheet.</summary>
    [BindProperty]
    public List<string?> Typed { get; set; } = [];

    public PaperForm Form { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(PaperReadingId readingId, CancellationToken ct)
    {
        await Load(ct);
        var marks = new Dictionary<string, Marks>();
        foreach (var (aspect, index) in Form.Sheet.Aspects.Select((a, i) => (a, i)))
        {
            if (ScoreValue.TryParse(Typed.ElementAtOrDefault(index), null, out var value) && Domain.Marks.TryFrom(value.Thousandths / 1000m, out var mark))
            {
                marks[aspect.Code] = mark;
            }
        }

        await mediator.Send(new ReadPaper(ExamId, Criterion, CandidateId, readingId, marks), ct);
        TempData.Notify(Kind.Good, texts["Scoring.Paper.Read.Done", Form.Sheet.Number, Form.Sheet.Criterion]);
        return Form.NextUnread is { } next ? RedirectToPage(new { next.Criterion, next.CandidateId }) : RedirectToPage("GetReconciliation", new { ExamId });
    }

    public async Task Load(CancellationToken ct) => Form = await mediator.Send(new GetPaperForm(ExamId, Criterion, CandidateId), ct);
}
