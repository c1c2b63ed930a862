namespace DemoExam.Domain.Mail;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Begins in the clear and must turn to TLS (port 587).</summary>
    StartTls = 1,

    /// <summary>TLS from the first byte (port 465).</summary>
    Tls = 2,

    /// <summary>None: for a relay on the same machine.</summary>
    None = 3,
}

/// <summary>The mail server that an administrator has set; without it messages are kept as files. One row.</summary>
public sealed class MailServerSettings
{
    /// <summary>The number of the only row.</summary>
    public const int TheOne = 1;

    public int Id { get; private init; } = TheOne;

    /// <summary>Counts the changes, so that of two at the same moment one is refused.</summary>
    public int Version { get; private set; }

    /// <summary>Name or address of the server.</summary>
    public string Host { get; private set; } = "";

    /// <summary>1 to 65535.</summary>
    public int Port { get; private set; }

    public MailSecurity Security { get; private set; }

    /// <summary>Address that messages come from.</summary>
    public string From { get; private set; } = "";

    /// <summary>Name beside the address; null for the issuer's.</summary>
    public string? FromName { get; private set; }

    /// <summary>Name to sign in by; null for a server that asks for none.</summary>
    public string? User { get; private set; }

    /// <summary>The password, sealed with the session keys; null without a user.</summary>
    public string? SealedPassword { get; private set; }

    public void Set(string host, int port, MailSecurity security, string from, string? fromName, string? user, string? sealedPassword)
    {
        (Host, Port, Security, From, FromName, User, SealedPassword) = (host, port, security, from, fromName, user, user is null ? null : sealedPassword);
        Version++;
    }
}
