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

[Authorize(Policy = Policies.BeCandidate)]
public sealed class GetMyAppealsModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    [BindProperty]
    public AppealForm Input { get; set; } = new();

    public MyAppeals Mine { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostFile(CancellationToken ct)
    {
        await mediator.Send(new FileMyAppeal(ExamId, Input.AppealId, Input.Kind, Input.Text ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Appeals.My.Filed"]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRead(AppealId appeal, CancellationToken ct)
    {
        await mediator.Send(new ReadAppealDecision(appeal), ct);
        TempData.Notify(Kind.Good, texts["Appeals.My.ReadDone"]);
        return RedirectToPage();
    }

    public async Task Load(CancellationToken ct)
    {
        Mine = await mediator.Send(new GetMyAppeals(ExamId), ct);
        if (Input.Kind == default && Mine.Chances.FirstOrDefault(c => c.IsOpen) is { } open)
        {
            Input.Kind = open.Kind;
        }
    }

    /// <summary>An appeal as it is typed.</summary>
    public sealed class AppealForm
    {
        public AppealId AppealId { get; set; } = AppealId.New();
        public AppealKind Kind { get; set; }
        public string? Text { get; set; }
    }
}
