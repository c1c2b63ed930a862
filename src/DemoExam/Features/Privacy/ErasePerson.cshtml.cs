using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Privacy;

[Authorize(Policy = Policies.OperateRegion)]
public sealed class ErasePersonModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public CandidateId CandidateId { get; set; }

    [BindProperty]
    public ErasePerson Input { get; set; } = new(default, "", "");

    public Task Load(CancellationToken ct) => mediator.Send(new VerifyPerson(CandidateId), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostExport(CancellationToken ct)
    {
        ModelState.Clear();
        var file = await mediator.Send(new ExportPerson(CandidateId), ct);
        Response.Headers.CacheControl = "no-store";
        return File(file.Content, PersonFile.ContentType, file.Name);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var erased = await mediator.Send(Input with { CandidateId = CandidateId }, ct);
        TempData.Notify(Kind.Good, texts["Privacy.Erase.Done", string.Join(", ", erased.What.Select(key => texts[$"Privacy.Erased.{key}"])), string.Join(", ", erased.Kept.Select(key => texts[$"Privacy.Kept.{key}"]))]);
        return RedirectToPage("/Candidates/GetCandidate", new { CandidateId });
    }
}
