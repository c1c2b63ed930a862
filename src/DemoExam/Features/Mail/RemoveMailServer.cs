using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>Keeps messages as files from now on. The password of the server goes with it; sent again, it changes nothing.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed record RemoveMailServer : ICommand<Unit>;

internal sealed class RemoveMailServerHandler(DemoExamDb db, CurrentUser user, MailSettings settings, AfterCommit afterCommit, ILogger<RemoveMailServerHandler> log) : IRequestHandler<RemoveMailServer, Unit>
{
    public async Task<Unit> Handle(RemoveMailServer request, CancellationToken ct)
    {
        InstallationRules.AdministratorIsForAll.Require(user.SeesAllRegions);
        MailServerRules.SettingsNameNone.Require(!settings.AreOfService);
        if (await db.MailServerSettings.SingleOrDefaultAsync(ct) is { } server)
        {
            db.MailServerSettings.Remove(server);
            afterCommit.Do(() => log.LogWarning("Messages are kept as files from now on; the mail server {Host} was taken away by {User}", server.Host, user.Id));
        }

        return Unit.Value;
    }
}
