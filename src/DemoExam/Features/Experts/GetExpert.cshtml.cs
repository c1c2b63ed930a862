using DemoExam.Domain;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Experts;

[Authorize(Policy = Policies.SeeExperts)]
public sealed class GetExpertModel(IMediator mediator, Texts texts, CurrentUser user) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public ExpertId ExpertId { get; set; }

    public ExpertCard Expert { get; private set; } = null!;

    public bool MayOperate => user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator);

    public bool MayDeclare => user.Is(Roles.RegionalOperator) || user.Is(Roles.Organiser) || user.ExpertId == ExpertId;

    public bool MayReadRegister => MayOperate || user.Is(Roles.Organiser) || user.Is(Roles.ChiefExpert);

    public async Task Load(CancellationToken ct) => Expert = await mediator.Send(new GetExpert(ExpertId), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostRevoke(ExpertCredentialId credentialId, CancellationToken ct)
    {
        await mediator.Send(new RevokeCredential(ExpertId, credentialId), ct);
        TempData.Notify(Kind.Good, texts["Experts.Revoke.Done"]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSeparate(ExpertId merged, CancellationToken ct)
    {
        await mediator.Send(new SeparateExperts(merged), ct);
        TempData.Notify(Kind.Good, texts["Candidates.Separate.Done"]);
        return RedirectToPage();
    }
}
