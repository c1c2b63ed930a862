using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[Authorize(Policy = Policies.SignedIn)]
public sealed class GetMySecondFactorModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public TurnOnSecondFactor Input { get; set; } = new("", "", "");

    public MySecondFactor Mine { get; private set; } = null!;

    /// <summary>Recovery codes, shown once.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public async Task Load(CancellationToken ct) => Mine = await mediator.Send(new GetMySecondFactor(Input.Sealed), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct) => await Show(await mediator.Send(Input, ct), ct);

    public async Task<IActionResult> OnPostCodes(CancellationToken ct) => await Show(await mediator.Send(new RenewRecoveryCodes(Input.Present), ct), ct);

    public async Task<IActionResult> OnPostOff(CancellationToken ct)
    {
        await mediator.Send(new TurnOffSecondFactor(Input.Present), ct);
        TempData.Notify(Kind.Good, texts["Accounts.Second.Off.Done"]);
        return RedirectToPage("/Accounts/GetMyAccount");
    }

    private async Task<IActionResult> Show(IReadOnlyList<string> codes, CancellationToken ct)
    {
        // Nothing is owed any more: the same session goes on with that.
        await HttpContext.SignInAsync(IdentityConstants.ApplicationScheme, await mediator.Send(new RenewMySession(), ct));
        ModelState.Clear();
        Codes = codes;
        await Load(ct);
        Mine = Mine with { IsOwed = false };
        return Page();
    }
}
