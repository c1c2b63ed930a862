using DemoExam.Features.Shared;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[AllowAnonymous]
public sealed class CreateFirstAdministratorModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public CreateFirstAdministrator Input { get; set; } = new("", "", "", "", "");

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    public Task Load(CancellationToken ct) => mediator.Send(new VerifyFirstAdministratorLink(Code), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input with { Code = Code ?? "", PasswordAgain = Input.PasswordAgain ?? "", Id = Guid.CreateVersion7() }, ct);
        TempData.Notify(Kind.Good, texts["Accounts.First.Done"]);
        return RedirectToPage("/Accounts/SignIn", new { name = Input.UserName, ReturnUrl = "/setup" });
    }
}
