using System.Globalization;
using System.Net.Sockets;
using DemoExam.Domain.Mail;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace DemoExam.Features.Mail;

/// <summary>A connection for a few messages.</summary>
internal interface IMailRound : IAsyncDisposable
{
    /// <param name="message">What to send.</param>
    /// <param name="name">A file name that is the same for every attempt.</param>
    /// <param name="ct">Ends an attempt that takes too long.</param>
    Task Send(MimeMessage message, string name, CancellationToken ct);
}

/// <summary>What failures of a transport mean.</summary>
internal static class MailFailures
{
    public const string Connection = "connection";
    public const string SignIn = "sign-in";
    public const string PasswordLost = "password-lost";
    public const string Receiver = "receiver";
    public const string Refused = "refused";
    public const string Folder = "folder";
    public const string Abandoned = "abandoned";
    public const string Unexpected = "unexpected";

    public static MailFailure Of(Exception failure) => failure switch
    {
        // The server's own words, which name no secret: it never repeats a password.
        SmtpCommandException { ErrorCode: SmtpErrorCode.RecipientNotAccepted } refused => new(Receiver, Said(refused), (int)refused.StatusCode >= 500),
        SmtpCommandException refused => new(Refused, Said(refused), (int)refused.StatusCode >= 500),
        MailPasswordLost => new(PasswordLost, ""),
        AuthenticationException or ServiceNotAuthenticatedException => new(SignIn, failure.Message),
        SslHandshakeException => new(Connection, failure.Message.Split('\n')[0].Trim()),
        OperationCanceledException => new(Connection, "Timeout"),
        SocketException or ServiceNotConnectedException or ProtocolException or NotSupportedException => new(Connection, failure.Message),
        IOException or UnauthorizedAccessException => new(Folder, failure.Message),
        _ => new(Unexpected, $"{failure.GetType().Name}: {failure.Message}"),
    };

    /// <summary>After such a failure the connection is of no more use, and the server will not take the next message either.</summary>
    public static bool EndsRound(MailFailure failure) => failure.Code is Connection or SignIn or PasswordLost or Folder;

    private static string Said(SmtpCommandException refused) => string.Create(CultureInfo.InvariantCulture, $"{(int)refused.StatusCode} {refused.Message}");
}

/// <summary>The kept password of the mail server can't be read any more.</summary>
internal sealed class MailPasswordLost() : Exception("The kept password of the mail server can't be read: set it again.");

/// <summary>A mail server, by SMTP.</summary>
internal static class SmtpTransport
{
    /// <summary>Gets ready for a few messages one after another.</summary>
    /// <exception cref="MailPasswordLost">The kept password can't be read.</exception>
    public static async Task<IMailRound> Begin(MailOptions settings, CancellationToken ct)
    {
        if (settings.IsPasswordLost)
        {
            throw new MailPasswordLost();
        }

        var client = new SmtpClient { Timeout = (int)settings.Timeout.TotalMilliseconds };
        try
        {
            await client.ConnectAsync(settings.Host!, settings.Port, settings.Security switch
            {
                MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
                MailSecurity.None => SecureSocketOptions.None,
                _ => SecureSocketOptions.StartTls,
            }, ct);
            if (!string.IsNullOrEmpty(settings.User))
            {
                await client.AuthenticateAsync(settings.User, settings.Password!, ct);
            }

            return new Round(client);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    private sealed class Round(SmtpClient client) : IMailRound
    {
        public Task Send(MimeMessage message, string name, CancellationToken ct) => client.SendAsync(message, ct);

        public async ValueTask DisposeAsync()
        {
            try
            {
                using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await client.DisconnectAsync(quit: true, soon.Token);
            }
            catch (Exception failure) when (failure is IOException or SocketException or ProtocolException or CommandException or OperationCanceledException)
            {
                // Everything was taken or recorded as failed before; a server that hangs up first does no harm.
            }

            client.Dispose();
        }
    }
}

/// <summary>The embedded default: each message is a file that any mail program opens.</summary>
internal static class PickupTransport
{
    /// <summary>Gets ready for a few messages one after another.</summary>
    public static IMailRound Begin(string folder) => new Round(Directory.CreateDirectory(folder).FullName);

    private sealed class Round(string folder) : IMailRound
    {
        public async Task Send(MimeMessage message, string name, CancellationToken ct)
        {
            // Written aside and moved: nobody picks up half a message, and a repeat takes the place of the first.
            var path = Path.Combine(folder, name + ".eml");
            await message.WriteToAsync(path + ".part", ct);
            File.Move(path + ".part", path, overwrite: true);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
