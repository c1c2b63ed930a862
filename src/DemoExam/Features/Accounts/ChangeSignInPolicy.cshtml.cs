using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[Authorize(Policy = Policies.Administer)]
public sealed class ChangeSignInPolicyModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public ChangeSignInPolicy Input { get; set; } = new([]);

    public IReadOnlyList<RoleState> Roles { get; private set; } = [];

    public async Task Load(CancellationToken ct) => Roles = await mediator.Send(new GetSignInPolicy(), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(new ChangeSignInPolicy(Input.SecondFactorRoles ?? []), ct);
        TempData.Notify(Kind.Good, texts["Accounts.Policy.Done"]);
        return RedirectToPage();
    }
}
