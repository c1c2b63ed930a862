using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

/// <summary>Ends the session of this browser, here and in the list of sessions.</summary>
[AllowAnonymous]
public sealed class SignOutModel(IMediator mediator) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("~/");

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(new SignOut(), ct);
        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        return LocalRedirect("~/sign-in");
    }
}
