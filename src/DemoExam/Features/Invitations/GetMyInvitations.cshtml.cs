using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Invitations;

[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed class GetMyInvitationsModel(IMediator mediator, CurrentUser user, Texts texts) : PageModel, ILoadsData
{
    public IReadOnlyList<MyInvitation> Mine { get; private set; } = [];

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostAccept(InvitationId id, CancellationToken ct)
    {
        await mediator.Send(new AnswerInvitation(id, Accepts: true), ct);
        TempData.Notify(Kind.Good, texts["Invitations.Mine.Accepted"]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostDecline(InvitationId id, string? reason, CancellationToken ct)
    {
        await mediator.Send(new AnswerInvitation(id, Accepts: false, reason), ct);
        TempData.Notify(Kind.Good, texts["Invitations.Mine.Declined"]);
        return RedirectToPage();
    }

    // An account that has the role and no expert behind it has no invitations.
    public async Task Load(CancellationToken ct) => Mine = user.ExpertId is null ? [] : await mediator.Send(new GetMyInvitations(), ct);
}
