using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Passports;

[Authorize(Policy = Policies.ManagePassports)]
public sealed class ListCorrectionsModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public CorrectionRequestId? Correction { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    public IReadOnlyList<CorrectionRow> Rows { get; private set; } = [];

    /// <summary>What was typed as answer to this request before it was refused.</summary>
    public string? Typed(CorrectionRequestId id) => id == Correction ? Answer : null;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostDecide(bool grant, CancellationToken ct)
    {
        var replaced = await mediator.Send(new DecideCorrection(Correction ?? default, grant, Answer ?? ""), ct);
        TempData.Notify(Kind.Good, grant ? texts["Passports.Correction.Granted", replaced] : texts["Passports.Correction.Refused"]);
        return RedirectToPage();
    }

    public async Task Load(CancellationToken ct) => Rows = await mediator.Send(new ListCorrections(), ct);
}
