using DemoExam.Data;
using DemoExam.Domain.Mail;
using Microsoft.Extensions.Options;
using MimeKit;

namespace DemoExam.Features.Mail;

/// <summary>
/// Where messages go. Section <c>Mail</c> of the settings; without a host there, what an administrator has set (<see cref="MailSettings"/>), and without
/// that they are kept as files.
/// </summary>
public sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>Name of the mail server; empty for the pickup folder.</summary>
    public string? Host { get; set; }

    public int Port { get; set; } = 587;

    public MailSecurity Security { get; set; } = MailSecurity.StartTls;

    /// <summary>Name to sign in by; empty for a server that asks for none.</summary>
    public string? User { get; set; }

    public string? Password { get; set; }

    /// <summary>Address that messages come from.</summary>
    public string? From { get; set; }

    /// <summary>Name beside the address; the issuer's name when left out.</summary>
    public string? FromName { get; set; }

    /// <summary>Longest time for one message.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Folder that keeps messages as files while there is no host; <c>mail</c> in the data folder when left out.</summary>
    public string? PickupFolder { get; set; }

    public bool IsSmtp => !string.IsNullOrWhiteSpace(Host);

    /// <summary>The server asks for a password, and the one that is kept can't be read: the keys that sealed it are gone.</summary>
    public bool IsPasswordLost => !string.IsNullOrEmpty(User) && string.IsNullOrEmpty(Password);

    /// <summary>An address alone, without a name beside it.</summary>
    internal static bool IsAddress(string? text) =>
        text is not null && MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address == text.Trim() && mailbox.Address.Contains('@', StringComparison.Ordinal);

    /// <summary>The folder for messages, as a full path.</summary>
    internal string FolderOf(IConfiguration configuration) =>
        string.IsNullOrWhiteSpace(PickupFolder) ? Path.Combine(DataFolder.PathOf(configuration), "mail") : Path.GetFullPath(PickupFolder);
}

/// <summary>Wrong settings stop the start and say what to do; the password is never part of what is said.</summary>
internal sealed class MailOptionsCheck : IValidateOptions<MailOptions>
{
    public ValidateOptionsResult Validate(string? name, MailOptions options)
    {
        List<string> faults = [];
        if (options.IsSmtp)
        {
            if (string.IsNullOrWhiteSpace(options.From) || !MailboxAddress.TryParse(options.From, out var from) || !from.Address.Contains('@', StringComparison.Ordinal))
            {
                faults.Add("Set Mail:From to the address that messages come from, for example exams@example.org.");
            }

            if (options.Port is < 1 or > 65535)
            {
                faults.Add("Set Mail:Port to 1 to 65535: 587 with StartTls, 465 with Tls.");
            }

            if (!string.IsNullOrEmpty(options.User) && options.Security == MailSecurity.None)
            {
                faults.Add("Mail:User with Mail:Security None would send the password in the clear. Use StartTls or Tls, or a server that asks for no password.");
            }
        }
        else if (!string.IsNullOrEmpty(options.User))
        {
            faults.Add("Set Mail:Host, the name of the mail server, or leave Mail:User out.");
        }

        if (!Enum.IsDefined(options.Security))
        {
            faults.Add("Set Mail:Security to StartTls, Tls or None.");
        }

        if (string.IsNullOrEmpty(options.User) != string.IsNullOrEmpty(options.Password))
        {
            faults.Add("Set both Mail:User and Mail:Password, or neither.");
        }

        if (options.Timeout < TimeSpan.FromSeconds(1) || options.Timeout > TimeSpan.FromMinutes(5))
        {
            faults.Add("Set Mail:Timeout to 00:00:01 to 00:05:00, or leave it out.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
