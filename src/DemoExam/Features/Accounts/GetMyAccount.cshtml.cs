using DemoExam.Domain.Mail;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Accounts;

[Authorize(Policy = Policies.SignedIn)]
public sealed class GetMyAccountModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    public MyAccount Mine { get; private set; } = null!;

    public IReadOnlyList<MySession> Sessions { get; private set; } = [];

    public async Task Load(CancellationToken ct) => (Mine, Sessions) = (await mediator.Send(new GetMyAccount(), ct), await mediator.Send(new ListMySessions(), ct));

    public Task OnGet(CancellationToken ct) => Load(ct);

    public async Task<IActionResult> OnPostLanguage(string? language, CancellationToken ct)
    {
        await mediator.Send(new ChangeMyLanguage(language ?? ""), ct);
        TempData.Notify(Kind.Good, texts["Accounts.Language.Done"]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostSchedule(ScheduleRhythm? rhythm, CancellationToken ct)
    {
        await mediator.Send(new ChangeMyScheduleMail(rhythm), ct);
        TempData.Notify(Kind.Good, texts[rhythm is null ? "Accounts.Schedule.Ended" : "Accounts.Schedule.Done"]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndSession(Guid sessionId, CancellationToken ct)
    {
        await mediator.Send(new EndMySession(sessionId), ct);
        TempData.Notify(Kind.Good, texts["Accounts.Sessions.Ended"]);
        return RedirectToPage();
    }

    public async Task<IActionResult> OnPostEndSessions(CancellationToken ct)
    {
        await mediator.Send(new EndMySessions(), ct);
        await HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        TempData.Notify(Kind.Good, texts["Accounts.Sessions.Done"]);
        return RedirectToPage("/Accounts/SignIn");
    }
}
