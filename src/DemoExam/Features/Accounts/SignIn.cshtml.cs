using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[AllowAnonymous]
public sealed class SignInModel(IMediator mediator, Texts texts) : PageModel
{
    private const string PasskeyState = "passkey";

    [BindProperty]
    public SignIn Input { get; set; } = new("", "");

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>Filled in for someone who has just set a password.</summary>
    [BindProperty(SupportsGet = true, Name = "name")]
    public string? KnownName { get; set; }

    public IActionResult OnGet()
    {
        Input = new SignIn(KnownName ?? "", "");
        return User.Identity?.IsAuthenticated == true ? Onwards() : Page();
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var answer = await mediator.Send(Input with { Code = null, Caller = SignInDoor.CallerOf(HttpContext) }, ct);
        if (answer.Asks is { } step)
        {
            await SignInDoor.Keep(HttpContext, step);
            return RedirectToPage("/Accounts/ConfirmSignIn", new { ReturnUrl });
        }

        return await Enter(answer, texts["Accounts.SignIn.Refused"]);
    }

    /// <summary>What the browser asks the authenticator for.</summary>
    public async Task<IActionResult> OnPostPasskeyOptions(CancellationToken ct)
    {
        ModelState.Clear();
        var offer = await mediator.Send(new OfferPasskeySignIn(), ct);
        TempData[PasskeyState] = offer.State;
        return Content(offer.Options, "application/json");
    }

    public async Task<IActionResult> OnPostPasskey(string? credential, CancellationToken ct)
    {
        ModelState.Clear();
        var answer = await mediator.Send(new SignInByPasskey(credential ?? "", TempData[PasskeyState] as string ?? "", SignInDoor.CallerOf(HttpContext)), ct);
        return await Enter(answer, texts["Accounts.Passkeys.SignIn.Refused"]);
    }

    private async Task<IActionResult> Enter(SignInAnswer answer, string refusal)
    {
        if (answer.Person is null)
        {
            ModelState.AddModelError("", answer.Wait is { } wait ? texts["Accounts.SignIn.Wait", wait] : refusal);
            SignInDoor.Refuse(Response, answer);
            return Page();
        }

        await SignInDoor.Open(HttpContext, answer.Person);
        return Onwards();
    }

    private LocalRedirectResult Onwards() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/");
}
