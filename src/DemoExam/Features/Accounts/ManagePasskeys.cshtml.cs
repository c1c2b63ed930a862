using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[Authorize(Policy = Policies.SignedIn)]
public sealed class ManagePasskeysModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    private const string State = "passkey";

    [BindProperty]
    public AddPasskey Input { get; set; } = new("", "");

    public IReadOnlyList<MyPasskey> Mine { get; private set; } = [];

    public async Task Load(CancellationToken ct) => Mine = await mediator.Send(new ListMyPasskeys(), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    /// <summary>What the browser tells the authenticator.</summary>
    public async Task<IActionResult> OnPostPasskeyOptions(CancellationToken ct)
    {
        ModelState.Clear();
        var offer = await mediator.Send(new OfferPasskey(), ct);
        TempData[State] = offer.State;
        return Content(offer.Options, "application/json");
    }

    public async Task<IActionResult> OnPostAdd(string? credential, CancellationToken ct)
    {
        await mediator.Send(Input with { Credential = credential ?? "", State = TempData[State] as string ?? "" }, ct);
        TempData.Notify(Kind.Good, texts["Accounts.Passkeys.Added"]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostRemove(string? id, CancellationToken ct)
    {
        ModelState.Clear();
        await mediator.Send(new RemovePasskey(id ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Accounts.Passkeys.Removed"]);
        return RedirectToPage();
    }
}
