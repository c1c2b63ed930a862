using DemoExam.Domain.Mail;
using DemoExam.Security;

namespace DemoExam.Features.Mail;

/// <summary>What has changed about the ways into an account.</summary>
public enum AccountChange
{
    PasswordChanged = 1,

    /// <summary>By the code of an activation sheet.</summary>
    PasswordSetByCode = 2,

    /// <summary>Somebody who manages accounts has made a code that sets a new password.</summary>
    CodeIssued = 3,
    SecondFactorOn = 4,
    SecondFactorOff = 5,
    RecoveryCodesRenewed = 6,
    PasskeyAdded = 7,
    PasskeyRemoved = 8,

    /// <summary>Somebody who manages accounts has taken second factor and passkeys off.</summary>
    SecondFactorReset = 9,
    RolesChanged = 10,
}

/// <summary>
/// Tells the person of an account that a way into it has changed, whoever did it, so that a change that is not theirs does not stay unseen
/// (OWASP ASVS 4.0.3, 2.2.3). Accounts without an address are left out.
/// </summary>
internal sealed class AccountNotices(Outbox outbox, TimeProvider time)
{
    private const string Zone = "Europe/Moscow";

    /// <summary>Writes the message into the transaction of the change.</summary>
    public void Tell(Account account, AccountChange change)
    {
        if (string.IsNullOrEmpty(account.Email) || account.IsDisabled)
        {
            return;
        }

        var now = time.GetUtcNow();
        outbox.Write(MailKind.AccountChanged, Receiver.Of(account.Id, account.Email, account.Language), Guid.CreateVersion7(now).ToString("N"), "/account",
            spoken => [("account", account.UserName!), ("what", spoken.Of(change)), ("when", Formats.Moment(now, Zone, spoken.Culture))]);
    }
}
