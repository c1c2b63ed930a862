using static DemoExam.Domain.Mail.MailRules;

namespace DemoExam.Domain.Mail;

/// <summary>What a message is about; each kind has its text in both languages.</summary>
public enum MailKind
{
    /// <summary>An expert is asked to take part in an exam.</summary>
    Invitation = 1,

    /// <summary>The days of an exam have changed: the expert is asked anew.</summary>
    InvitationAgain = 2,

    /// <summary>An expert has not answered in time.</summary>
    InvitationLate = 3,

    /// <summary>An expert is not asked any more.</summary>
    InvitationWithdrawn = 4,

    /// <summary>To organisers: an expert has declined.</summary>
    ExpertDeclined = 5,

    /// <summary>To organisers: an expert has not answered in time.</summary>
    ExpertSilent = 6,

    /// <summary>To candidates: the exam is confirmed, where and when.</summary>
    ExamConfirmed = 7,

    /// <summary>To everybody concerned: the exam is called off.</summary>
    ExamCancelled = 8,

    /// <summary>Something around an exam is due today.</summary>
    TermDue = 9,

    /// <summary>Something around an exam is late.</summary>
    TermLate = 10,

    /// <summary>To candidates: the results are announced.</summary>
    ResultAnnounced = 11,

    /// <summary>To candidates: the passport is issued.</summary>
    PassportIssued = 12,

    /// <summary>An administrator tries the settings.</summary>
    Test = 13,

    /// <summary>To candidates: the days or hours of the exam have changed.</summary>
    ExamMoved = 14,

    /// <summary>To everybody concerned: people sit another exam instead.</summary>
    ExamReplaced = 15,

    /// <summary>To organisers and operators: the registers now speak against a planned exam.</summary>
    ExamInDanger = 16,

    /// <summary>To a candidate: taken out of a confirmed exam.</summary>
    ExamLeft = 17,

    /// <summary>To operators and administrators, once a week: what ends soon.</summary>
    ExpiriesNear = 18,

    /// <summary>To whoever asked for it: the exams of a week or a month.</summary>
    Schedule = 19,

    /// <summary>To the person of an account: the way to sign in has changed.</summary>
    AccountChanged = 20,
}

/// <summary>State of a message.</summary>
public enum MailStatus
{
    /// <summary>Waits to be sent.</summary>
    Open = 0,

    /// <summary>A worker sends it; the lease says until when.</summary>
    Leased = 1,

    /// <summary>The mail server, or the pickup folder, has taken it.</summary>
    Sent = 2,

    /// <summary>Failed for good; the error says why, a person may retry.</summary>
    Failed = 3,
}

/// <summary>Why a message could not be sent.</summary>
/// <param name="Code">Which kind of failure; pages put it into words.</param>
/// <param name="Detail">What the mail server said.</param>
/// <param name="IsFinal">Trying again is of no use: the server will say the same.</param>
public sealed record MailFailure(string Code, string Detail, bool IsFinal = false)
{
    private const int LongestDetail = 1500;

    /// <summary>The detail, cut to what is kept.</summary>
    internal string Kept => Detail.Length <= LongestDetail ? Detail : Detail[..LongestDetail];
}

/// <summary>
/// A message to be sent: the queue of the sending job. It is written in the transaction of the fact that causes it and keeps
/// facts, not text: the text is made from the template when it is sent.
/// </summary>
public sealed class MailMessage
{
    /// <summary>Attempts after which a message fails for good: with waits of at most an hour that is about 14 hours.</summary>
    public const int MostAttempts = 20;

    /// <summary>Longest wait between two attempts, minutes.</summary>
    public const int LongestWait = 60;

    private MailMessage()
    {
    }

    /// <param name="id">Identity; the message id of the mail is made of it, so a repeat is seen as one.</param>
    /// <param name="kind">What it is about.</param>
    /// <param name="key">Names the cause: one message for one cause and receiver, whoever writes it.</param>
    /// <param name="address">Address of the receiver.</param>
    /// <param name="language">Two letters: language of the receiver.</param>
    /// <param name="path">Page of the product that the message leads to, with a slash.</param>
    /// <param name="facts">What the template puts in, in the receiver's language.</param>
    /// <param name="calendar">An iCalendar file to attach, or null.</param>
    /// <param name="now">When it was written.</param>
    public MailMessage(MailMessageId id, MailKind kind, string key, string address, string language, string path, IReadOnlyDictionary<string, string> facts, string? calendar, DateTimeOffset now)
    {
        Id = id;
        Kind = kind;
        Key = key;
        Address = address;
        Language = language;
        Path = path;
        Facts = facts;
        Calendar = calendar;
        CreatedAt = now;
        NotBefore = now;
    }

    public MailMessageId Id { get; private set; }
    public MailKind Kind { get; private set; }

    /// <summary>Names the cause and the receiver; unique.</summary>
    public string Key { get; private set; } = "";

    public string Address { get; private set; } = "";
    public string Language { get; private set; } = "";
    public string Path { get; private set; } = "";
    public IReadOnlyDictionary<string, string> Facts { get; private set; } = new Dictionary<string, string>();
    public string? Calendar { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public MailStatus Status { get; private set; }

    /// <summary>Attempts begun, raised when the message is leased, so that a crash counts as one.</summary>
    public int Attempts { get; private set; }

    /// <summary>Not leased before this moment.</summary>
    public DateTimeOffset NotBefore { get; private set; }

    /// <summary>Fresh for each lease; only its holder may say how sending went.</summary>
    public Guid? LeaseOwner { get; private set; }

    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Code of the last failure.</summary>
    public string? Failure { get; private set; }

    /// <summary>What the mail server said at the last failure.</summary>
    public string? FailureDetail { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }
    public int Version { get; private set; }

    /// <summary>The server has taken the message.</summary>
    /// <exception cref="RuleViolation"><see cref="LeaseIsHeld"/> when the lease went to somebody else.</exception>
    public void Complete(Guid lease, DateTimeOffset now)
    {
        EndLease(lease);
        Status = MailStatus.Sent;
        SentAt = now;
        Failure = null;
        FailureDetail = null;
    }

    /// <summary>Records a failed attempt: tried again later with doubling waits, or failed for good.</summary>
    /// <exception cref="RuleViolation"><see cref="LeaseIsHeld"/>.</exception>
    public void Fail(Guid lease, MailFailure failure, DateTimeOffset now)
    {
        EndLease(lease);
        Status = failure.IsFinal || Attempts >= MostAttempts ? MailStatus.Failed : MailStatus.Open;
        NotBefore = now.AddMinutes(Math.Min(LongestWait, Math.Pow(2, Attempts - 1)));
        Failure = failure.Code;
        FailureDetail = failure.Kept;
    }

    /// <summary>Gives a message back that was leased and not begun, as if it had not been leased.</summary>
    /// <exception cref="RuleViolation"><see cref="LeaseIsHeld"/>.</exception>
    public void Release(Guid lease)
    {
        EndLease(lease);
        Status = MailStatus.Open;
        Attempts--;
    }

    /// <summary>A person starts a failed message again.</summary>
    /// <exception cref="RuleViolation"><see cref="MessageHasFailed"/>.</exception>
    public void Retry(DateTimeOffset now)
    {
        MessageHasFailed.Require(Status == MailStatus.Failed);
        Status = MailStatus.Open;
        Attempts = 0;
        NotBefore = now;
        Version++;
    }

    private void EndLease(Guid lease)
    {
        LeaseIsHeld.Require(Status == MailStatus.Leased && LeaseOwner == lease);
        LeaseOwner = null;
        LeaseUntil = null;
        Version++;
    }
}

/// <summary>The rule book of the outbox.</summary>
public static class MailRules
{
    public static readonly Rule LeaseIsHeld = new("mail.lease-lost", "Another worker sends this message.");
    public static readonly Rule MessageHasFailed = new("mail.not-failed", "Only a message that failed can be sent again.");
    public static readonly Rule ReceiverHasAddress = new("mail.no-address", "Your account has no e-mail address to send to.");
}
