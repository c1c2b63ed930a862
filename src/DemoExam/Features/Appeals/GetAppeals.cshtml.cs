using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Appeals;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetAppealsModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    [BindProperty]
    public AppealForm Input { get; set; } = new();

    public ExamAppeals Exam { get; private set; } = null!;

    public IReadOnlyList<AppealRow> Appeals { get; private set; } = [];

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(new FileAppeal(ExamId, Input.AppealId, Input.CandidateId, Input.Kind, Input.Text ?? "", Input.Document ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Appeals.Taken"]);
        return RedirectToPage();
    }

    public async Task Load(CancellationToken ct)
    {
        Exam = await mediator.Send(new GetAppeals(ExamId), ct);
        Appeals = await mediator.Send(new ListAppeals(ExamId), ct);
    }

    /// <summary>A paper appeal as it is typed.</summary>
    public sealed class AppealForm
    {
        public AppealId AppealId { get; set; } = AppealId.New();
        public CandidateId CandidateId { get; set; }
        public AppealKind Kind { get; set; } = AppealKind.Result;
        public string? Text { get; set; }
        public string? Document { get; set; }
    }
}
