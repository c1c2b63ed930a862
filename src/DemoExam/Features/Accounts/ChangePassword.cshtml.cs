using DemoExam.Features.Shared;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[Authorize(Policy = Policies.SignedIn)]
public sealed class ChangePasswordModel(IMediator mediator, Texts texts, CurrentUser user) : PageModel
{
    [BindProperty]
    public ChangePassword Input { get; set; } = new("", "", "");

    /// <summary>For the browser's password store.</summary>
    public string? UserName => user.UserName;

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var person = await mediator.Send(Input with { PasswordAgain = Input.PasswordAgain ?? "" }, ct);
        await HttpContext.SignInAsync(IdentityConstants.ApplicationScheme, person);
        TempData.Notify(Kind.Good, texts["Accounts.Password.Done"]);
        return RedirectToPage("/Accounts/GetMyAccount");
    }
}
