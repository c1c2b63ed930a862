using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.My;

/// <summary>The reader's view: of the passport's own address, or of a link that is not made yet.</summary>
[Authorize(Policy = Policies.BeCandidate)]
[ResponseCache(NoStore = true)]
public sealed class PreviewMyPassportModel(IMediator mediator) : PageModel
{
    [FromRoute]
    public PassportId Id { get; set; }

    [BindProperty]
    public GetMyPassportModel.SharingInput Input { get; set; } = new();

    /// <summary>True for a link, false for the passport's address.</summary>
    public bool OfLink { get; private set; }

    public PassportCheck Check { get; private set; } = null!;

    public async Task OnGet(CancellationToken ct)
    {
        var mine = await mediator.Send(new GetMyPassport(Id), ct);
        Check = await mediator.Send(new VerifyPassport(Token: mine.Token), ct);
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        // The last day is needed to make the link, not to look at it.
        ModelState.Clear();
        OfLink = true;
        Check = await mediator.Send(new PreviewMyPassport(Id, new ShareContents(Input.FullName, Input.Total, Input.Modules ?? [], Input.Sections ?? [])), ct);
        return Page();
    }
}
