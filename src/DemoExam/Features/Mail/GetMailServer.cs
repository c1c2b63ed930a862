using DemoExam.Domain.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Mail;

/// <summary>Where messages go now. The password is never told, only whether there is one.</summary>
[Authorize(Policy = Policies.Administer)]
public sealed record GetMailServer : IQuery<MailServerState>;

/// <summary>The mail server that messages go through.</summary>
/// <param name="IsOfService">The settings of the service name it; it can't be changed here.</param>
/// <param name="Host">Null while messages are kept as files; <paramref name="Port"/> and <paramref name="Security"/> too.</param>
/// <param name="HasPassword">A password is kept.</param>
/// <param name="IsPasswordLost">The kept password can't be read: set it again.</param>
/// <param name="Folder">Where messages are kept without a server.</param>
public sealed record MailServerState(
    bool IsOfService, string? Host, int? Port, MailSecurity? Security, string? From, string? FromName, string? User, bool HasPassword, bool IsPasswordLost, string Folder);

internal sealed class GetMailServerHandler(MailSettings mail, IConfiguration configuration) : IRequestHandler<GetMailServer, MailServerState>
{
    public async Task<MailServerState> Handle(GetMailServer request, CancellationToken ct)
    {
        var settings = await mail.InForce(ct);
        return settings.IsSmtp
            ? new MailServerState(mail.AreOfService, settings.Host, settings.Port, settings.Security, settings.From, settings.FromName, settings.User,
                !string.IsNullOrEmpty(settings.User), settings.IsPasswordLost, settings.FolderOf(configuration))
            : new MailServerState(false, null, null, null, settings.From, settings.FromName, null, false, false, settings.FolderOf(configuration));
    }
}
