using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Invitations;

[Authorize(Policy = Policies.ReadRegisters)]
public sealed class GetInvitationsModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExamId ExamId { get; set; }

    public InvitationList Invitations { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostInvite(ExpertId? expertId, CancellationToken ct)
    {
        var invited = await mediator.Send(new InviteExperts(ExamId, expertId), ct);
        TempData.Notify(invited.Refused.Count > 0 ? Kind.Warning : Kind.Good,
            texts["Invitations.Invite.Done", invited.Invited] + (invited.Refused.Count > 0 ? " " + texts["Invitations.Invite.Refused"] : ""));
        return RedirectToPage(new { ExamId });
    }

    public async Task<IActionResult> OnPostReplace(ExpertId dropped, ExpertId substitute, CancellationToken ct)
    {
        var replaced = await mediator.Send(new ReplaceInvited(ExamId, dropped, substitute), ct);
        TempData.Notify(Kind.Good, texts["Invitations.Replace.Done", replaced.Name]);
        return RedirectToPage(new { ExamId });
    }

    public async Task Load(CancellationToken ct) => Invitations = await mediator.Send(new GetInvitations(ExamId), ct);
}
