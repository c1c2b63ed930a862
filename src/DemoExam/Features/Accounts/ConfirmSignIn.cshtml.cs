using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[AllowAnonymous]
public sealed class ConfirmSignInModel(IMediator mediator, Texts texts) : PageModel
{
    [BindProperty]
    public ConfirmSignIn Input { get; set; } = new("");

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnGet() => await SignInDoor.Step(HttpContext) is null ? RedirectToPage("/Accounts/SignIn", new { ReturnUrl }) : Page();

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        if (await SignInDoor.Step(HttpContext) is not { } step)
        {
            return RedirectToPage("/Accounts/SignIn", new { ReturnUrl });
        }

        var answer = await mediator.Send(Input with { Step = step, Caller = SignInDoor.CallerOf(HttpContext) }, ct);
        if (answer.Person is null)
        {
            ModelState.AddModelError("", answer.Wait is { } wait ? texts["Accounts.SignIn.Wait", wait] : texts["Accounts.Code.Refused"]);
            SignInDoor.Refuse(Response, answer);
            return Page();
        }

        await SignInDoor.Open(HttpContext, answer.Person);
        return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/");
    }
}
