using DemoExam.Data;
using DemoExam.Domain.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>Writes a message to the administrator's own address, to try the settings.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed record SendTestMail : ICommand<string>;

internal sealed class SendTestMailHandler(DemoExamDb db, CurrentUser user, Outbox outbox) : IRequestHandler<SendTestMail, string>
{
    public async Task<string> Handle(SendTestMail request, CancellationToken ct)
    {
        var account = await db.Users.AsNoTracking().SingleAsync(a => a.Id == user.RequireAccount(), ct);
        MailRules.ReceiverHasAddress.Require(account.Email is not null);
        outbox.Write(MailKind.Test, Receiver.Of(account.Id, account.Email!, account.Language), Guid.CreateVersion7().ToString("N"), "/admin/mail", _ => [("sender", account.DisplayName)]);
        return account.Email!;
    }
}
