using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>Sends messages through this mail server from now on, on every node.</summary>
/// <param name="Host">Name or address of the server.</param>
/// <param name="From">Address that messages come from.</param>
/// <param name="FromName">Name beside the address; null for the issuer's.</param>
/// <param name="User">Name to sign in by; null for a server that asks for none.</param>
/// <param name="Password">Null keeps the password that is there, for the same server and name.</param>
[Authorize(Policy = Policies.Administer)]
public sealed record SetMailServer(
    string Host, string From, int Port = 587, MailSecurity Security = MailSecurity.StartTls, string? FromName = null, string? User = null, string? Password = null) : ICommand<Unit>;

/// <summary>The rule book of the mail server that is set here.</summary>
public static class MailServerRules
{
    public static readonly Rule SettingsNameNone = new("mail-server.settings", "The settings of the service name the mail server.");
    public static readonly Rule PasswordIsThere = new("mail-server.password", "The user has no password.");
    public static readonly Rule PasswordIsForThisServer = new("mail-server.password-kept", "The kept password is for another server or user.");
    public static readonly Rule PasswordIsReadable = new("mail-server.password-lost", "The kept password can't be read any more.");
}

internal sealed class SetMailServerValidator : AbstractValidator<SetMailServer>
{
    public SetMailServerValidator()
    {
        RuleFor(r => r.Host).Cascade(CascadeMode.Stop).NotEmpty().MaximumLength(200).Must(host => Uri.CheckHostName(host.Trim()) != UriHostNameType.Unknown).WithMessage("Validation.MailHost");
        RuleFor(r => r.Port).InclusiveBetween(1, 65535);
        RuleFor(r => r.Security).Cascade(CascadeMode.Stop).IsInEnum()
            .Must((r, security) => security != MailSecurity.None || string.IsNullOrWhiteSpace(r.User)).WithMessage("Validation.MailSecurity");
        RuleFor(r => r.From).Cascade(CascadeMode.Stop).NotEmpty().MaximumLength(200).Must(MailOptions.IsAddress).WithMessage("Validation.EmailValidator");
        RuleFor(r => r.FromName).MaximumLength(200);
        RuleFor(r => r.User).MaximumLength(200).Must((r, user) => string.IsNullOrEmpty(r.Password) || !string.IsNullOrWhiteSpace(user)).WithMessage("Validation.MailUser");
        RuleFor(r => r.Password).MaximumLength(200);
    }
}

internal sealed class SetMailServerHandler(DemoExamDb db, CurrentUser user, MailSettings settings, AfterCommit afterCommit, ILogger<SetMailServerHandler> log) : IRequestHandler<SetMailServer, Unit>
{
    public async Task<Unit> Handle(SetMailServer request, CancellationToken ct)
    {
        InstallationRules.AdministratorIsForAll.Require(user.SeesAllRegions);
        MailServerRules.SettingsNameNone.Require(!settings.AreOfService);
        var server = await db.MailServerSettings.SingleOrDefaultAsync(ct);
        var (host, name) = (request.Host.Trim(), string.IsNullOrWhiteSpace(request.User) ? null : request.User.Trim());
        var password = name is null ? null : string.IsNullOrEmpty(request.Password) ? Kept(server, host, name) : settings.Seal(request.Password);
        if (server is null)
        {
            db.MailServerSettings.Add(server = new MailServerSettings());
        }

        server.Set(host, request.Port, request.Security, request.From.Trim(), string.IsNullOrWhiteSpace(request.FromName) ? null : request.FromName.Trim(), name, password);
        afterCommit.Do(() => log.LogWarning("Messages go through the mail server {Host}:{Port} ({Security}) from now on, as set by {User}", host, request.Port, request.Security, user.Id));
        return Unit.Value;
    }

    // Whoever names another server must know the password: the kept one is never handed to it.
    private string Kept(MailServerSettings? server, string host, string name)
    {
        var refusals = new Refusals();
        _ = refusals.Require(MailServerRules.PasswordIsThere, server?.SealedPassword is not null, nameof(SetMailServer.Password))
            && refusals.Require(MailServerRules.PasswordIsForThisServer, string.Equals(server!.Host, host, StringComparison.OrdinalIgnoreCase) && server.User == name, nameof(SetMailServer.Password))
            && refusals.Require(MailServerRules.PasswordIsReadable, settings.Unseal(server.SealedPassword) is not null, nameof(SetMailServer.Password));
        refusals.ThrowIfAny();
        return server!.SealedPassword!;
    }
}
