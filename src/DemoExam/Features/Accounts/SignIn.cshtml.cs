using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[AllowAnonymous]
public sealed class SignInModel(IMediator mediator, Texts texts) : PageModel
{
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
        var answer = await mediator.Send(Input with { Address = HttpContext.Connection.RemoteIpAddress?.ToString() }, ct);
        if (answer.Person is null)
        {
            ModelState.AddModelError("", answer.Wait is { } wait ? texts["Accounts.SignIn.Wait", wait] : texts["Accounts.SignIn.Refused"]);
            Response.StatusCode = answer.Wait is null ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status429TooManyRequests;
            return Page();
        }

        await HttpContext.SignInAsync(IdentityConstants.ApplicationScheme, answer.Person, new AuthenticationProperties { IsPersistent = false });
        return Onwards();
    }

    private LocalRedirectResult Onwards() => LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "~/");
}
