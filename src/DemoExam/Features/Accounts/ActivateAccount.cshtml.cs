using DemoExam.Features.Shared;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[AllowAnonymous]
public sealed class ActivateAccountModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public ActivateAccount Input { get; set; } = new("", "", "");

    [BindProperty(SupportsGet = true)]
    public string? Code { get; set; }

    public Activation? Account { get; private set; }

    public async Task Load(CancellationToken ct) => Account = await mediator.Send(new GetActivation(Code), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        var name = await mediator.Send(Input with { Code = Code ?? "", PasswordAgain = Input.PasswordAgain ?? "" }, ct);
        TempData.Notify(Kind.Good, texts["Accounts.Activate.Done"]);
        return RedirectToPage("/Accounts/SignIn", new { name });
    }
}
