using DemoExam.Domain.Mail;
using DemoExam.Features.Mail;
using DemoExam.Features.Shared;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Setup;

/// <summary>The mail server is set and tried here; one that the settings of the service name is only shown and tried.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed class SetUpMailModel(IMediator mediator, Texts texts) : PageModel, ILoadsData
{
    [BindProperty]
    public MailForm Input { get; set; } = new();

    public SetupState State { get; private set; } = null!;

    public MailServerState Server { get; private set; } = null!;

    public async Task Load(CancellationToken ct)
    {
        State = await mediator.Send(new GetSetup(), ct);
        Server = await mediator.Send(new GetMailServer(), ct);
    }

    public async Task OnGet(CancellationToken ct)
    {
        await Load(ct);
        Input.Email = State.Email;
        if (Server.Host is not null)
        {
            (Input.Host, Input.Port, Input.Security) = (Server.Host, Server.Port!.Value, Server.Security!.Value);
            (Input.User, Input.From, Input.FromName) = (Server.User, Server.From, Server.FromName);
        }
    }

    public async Task<IActionResult> OnPost(CancellationToken ct)
    {
        await mediator.Send(new ChangeMyEmail(Input.Email ?? ""), ct);
        if (Input.AsFiles)
        {
            await mediator.Send(new RemoveMailServer(), ct);
        }
        else if (Input.Host is not null || !(await mediator.Send(new GetMailServer(), ct)).IsOfService)
        {
            await mediator.Send(new SetMailServer(Input.Host ?? "", Input.From ?? "", Input.Port, Input.Security, Input.FromName, Input.User, Input.Password), ct);
        }

        TempData.Notify(Kind.Good, texts["Mail.Test.Done", await mediator.Send(new SendTestMail(), ct)]);
        // The outbox shows how the test went; in the first hour there is a step more.
        return Redirect((await mediator.Send(new GetSetup(), ct)).Done.Contains(SetupStep.People) ? "~/admin/mail" : "~/setup/people");
    }

    public sealed class MailForm
    {
        public string? Email { get; set; }

        public string? Host { get; set; }

        public int Port { get; set; } = 587;

        public MailSecurity Security { get; set; } = MailSecurity.StartTls;

        public string? User { get; set; }

        public string? Password { get; set; }

        public string? From { get; set; }

        public string? FromName { get; set; }

        /// <summary>The button that takes the server away was pressed.</summary>
        public bool AsFiles { get; set; }
    }
}
