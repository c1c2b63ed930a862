using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Exams;

[AllowAnonymous]
public sealed class GetDrawModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public DrawView Draw { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostDraw(CancellationToken ct)
    {
        await mediator.Send(new DrawWorkplaces(ExamId), ct);
        TempData.Notify(Kind.Good, texts["Draw.Done"]);
        return RedirectToPage(new { ExamId });
    }

    public async Task<IActionResult> OnPostAnnul(string reason, CancellationToken ct)
    {
        await mediator.Send(new AnnulDraw(ExamId, reason ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Draw.Annulled.Done"]);
        return RedirectToPage(new { ExamId });
    }

    public async Task Load(CancellationToken ct) => Draw = await mediator.Send(new GetDraw(ExamId), ct);
}
