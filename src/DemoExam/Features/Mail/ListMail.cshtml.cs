using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Mail;

[Authorize(Policy = Policies.Administer)]
public sealed class ListMailModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty(SupportsGet = true)]
    public MailStatus? Status { get; set; }

    [BindProperty(SupportsGet = true)]
    public MailMessageId? After { get; set; }

    public MailList Mail { get; private set; } = null!;

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostRetry(MailMessageId? id, CancellationToken ct)
    {
        TempData.Notify(Kind.Good, texts["Mail.Retry.Done", await mediator.Send(new RetryMail(id), ct)]);
        return RedirectToPage(new { Status });
    }

    public async Task<IActionResult> OnPostTest(CancellationToken ct)
    {
        TempData.Notify(Kind.Good, texts["Mail.Test.Done", await mediator.Send(new SendTestMail(), ct)]);
        return RedirectToPage();
    }

    public async Task Load(CancellationToken ct) => Mail = await mediator.Send(new ListMail(Status, After), ct);
}
