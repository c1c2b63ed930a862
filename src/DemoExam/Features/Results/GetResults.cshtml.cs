using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Results;

[Authorize(Policy = Policies.SeeExams)]
public sealed class GetResultsModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    [BindProperty(SupportsGet = true)]
    public int? Edition { get; set; }

    public ExamResults Results { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostSign(CancellationToken ct) => Said(await mediator.Send(new SignProtocol(ExamId), ct));

    public async Task<IActionResult> OnPostSignForBoard(string? name, string? position, CancellationToken ct) => Said(await mediator.Send(new SignProtocolForBoard(ExamId, name ?? "", position ?? ""), ct));

    public async Task<IActionResult> OnPostAnnounce(CancellationToken ct)
    {
        await mediator.Send(new AnnounceResults(ExamId), ct);
        TempData.Notify(Kind.Good, texts["Results.Announced"]);
        return RedirectToPage(new { Edition = (int?)null });
    }

    public async Task Load(CancellationToken ct) => Results = await mediator.Send(new GetResults(ExamId, Edition), ct);

    private RedirectToPageResult Said(ProtocolStanding standing)
    {
        TempData.Notify(Kind.Good, texts[standing.SignedByAll ? "Results.SignedByAll" : "Results.SignedOne"]);
        return RedirectToPage(new { Edition = (int?)null });
    }
}
