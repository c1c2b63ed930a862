using DemoExam.Features.Mail;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Setup;

/// <summary>Mail is set in the settings of the service, with its password; here it is tried.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed class SetUpMailModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public ChangeMyEmail Input { get; set; } = new("");

    public SetupState State { get; private set; } = null!;

    public async Task Load(CancellationToken ct) => State = await mediator.Send(new GetSetup(), ct);

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(Input, ct);
        TempData.Notify(Kind.Good, texts["Mail.Test.Done", await mediator.Send(new SendTestMail(), ct)]);
        return Redirect("~/setup/people");
    }
}
