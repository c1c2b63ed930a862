using System.Security.Cryptography;
using DemoExam.Data;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace DemoExam.Features.Mail;

/// <summary>
/// The settings of mail that hold now: those of the service when they name a server, else what an administrator has set. Read anew for each run, so
/// that a change holds on every node at once.
/// </summary>
internal sealed class MailSettings(IOptions<MailOptions> options, IServiceScopeFactory scopes, IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("mail-server");

    /// <summary>The settings of the service name a server, and nobody can change it here.</summary>
    public bool AreOfService => options.Value.IsSmtp;

    public async Task<MailOptions> InForce(CancellationToken ct)
    {
        var settings = options.Value;
        if (settings.IsSmtp)
        {
            return settings;
        }

        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<DemoExamDb>().MailServerSettings.AsNoTracking().SingleOrDefaultAsync(ct) is not { } server
            ? settings
            : new MailOptions
            {
                Host = server.Host,
                Port = server.Port,
                Security = server.Security,
                From = server.From,
                FromName = server.FromName,
                User = server.User,
                Password = Unseal(server.SealedPassword),
                Timeout = settings.Timeout,
                PickupFolder = settings.PickupFolder,
            };
    }

    public string Seal(string password) => protector.Protect(password);

    /// <summary>The password again; null when there is none, or when the keys that sealed it are gone.</summary>
    public string? Unseal(string? @sealed)
    {
        try
        {
            return @sealed is null ? null : protector.Unprotect(@sealed);
        }
        catch (Exception broken) when (broken is FormatException or CryptographicException)
        {
            return null;
        }
    }
}
