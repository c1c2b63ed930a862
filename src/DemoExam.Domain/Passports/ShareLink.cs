using static DemoExam.Domain.Passports.PassportRules;

namespace DemoExam.Domain.Passports;

/// <summary>What a share link shows. The holder ticks it.</summary>
/// <param name="FullName">The full name instead of initials.</param>
/// <param name="Total">The total and its maximum.</param>
/// <param name="Modules">Letters of the modules whose points are shown.</param>
/// <param name="Sections">Numbers of the standard sections whose points are shown.</param>
public sealed record ShareContents(bool FullName, bool Total, IReadOnlyList<string> Modules, IReadOnlyList<string> Sections);

/// <summary>
/// An address that the holder gives to one reader: shows what was ticked, ends by itself, can be taken back. It opens a passport that
/// is closed to strangers, because the holder has opened it to this reader.
/// </summary>
public sealed class ShareLink
{
    private static readonly TimeSpan LongestTerm = TimeSpan.FromDays(366);

    private ShareLink()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="passport">The passport.</param>
    /// <param name="token">Unguessable part of the address.</param>
    /// <param name="contents">What is shown.</param>
    /// <param name="note">For whom, for the holder's own memory; may be empty.</param>
    /// <param name="consent">Version of the text that the holder agreed to.</param>
    /// <param name="until">When it ends.</param>
    /// <param name="now">The present moment.</param>
    /// <param name="employer">The employer that finds it among the passports it received; null when the holder hands the address over.</param>
    /// <exception cref="RuleViolation"><see cref="ShareEndsInTime"/> or <see cref="ShareShowsSomething"/>.</exception>
    public ShareLink(ShareLinkId id, PassportId passport, string token, ShareContents contents, string note, int consent, DateTimeOffset until, DateTimeOffset now, OrganisationId? employer = null)
    {
        ShareEndsInTime.Require(until > now && until - now <= LongestTerm);
        ShareShowsSomething.Require(contents.FullName || contents.Total || contents.Modules.Count + contents.Sections.Count > 0);
        Id = id;
        PassportId = passport;
        Token = token;
        Contents = contents;
        Note = note;
        ConsentVersion = consent;
        CreatedAt = now;
        Until = until;
        EmployerId = employer;
    }

    public ShareLinkId Id { get; private set; }
    public PassportId PassportId { get; private set; }
    public string Token { get; private set; } = "";
    public ShareContents Contents { get; private set; } = new(false, false, [], []);
    public string Note { get; private set; } = "";
    public int ConsentVersion { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset Until { get; private set; }

    /// <summary>The employer that it was shared with; null when the holder hands the address over.</summary>
    public OrganisationId? EmployerId { get; private set; }

    /// <summary>
    /// What is shown as a signed token (SD-JWT) that holds these values and no others, for readers who check by themselves; empty when there
    /// is none.
    /// </summary>
    public string Presentation { get; private set; } = "";

    /// <summary>When the holder took it back; null while it may be used.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Adds the signed token.</summary>
    public void Present(string token) => Presentation = token;

    /// <summary>Whether it opens anything at the moment.</summary>
    public bool IsOpen(DateTimeOffset now) => EndedAt is null && now < Until;

    /// <summary>Takes the link back. Doing it again changes nothing.</summary>
    public void End(DateTimeOffset now) => EndedAt ??= now;
}

/// <summary>
/// A holder's consent to show more of a passport than the law allows without it (152-ФЗ, art. 10.1): an object of its own, with the
/// version of the text, the moment, and the moment of withdrawal.
/// </summary>
public sealed class PassportConsent
{
    private PassportConsent()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="passport">The passport.</param>
    /// <param name="candidate">The holder, who gave it.</param>
    /// <param name="textVersion">Version of the text that was shown.</param>
    /// <param name="now">When.</param>
    public PassportConsent(PassportConsentId id, PassportId passport, CandidateId candidate, int textVersion, DateTimeOffset now)
    {
        Id = id;
        PassportId = passport;
        CandidateId = candidate;
        TextVersion = textVersion;
        GivenAt = now;
    }

    public PassportConsentId Id { get; private set; }
    public PassportId PassportId { get; private set; }
    public CandidateId CandidateId { get; private set; }
    public int TextVersion { get; private set; }
    public DateTimeOffset GivenAt { get; private set; }
    public DateTimeOffset? WithdrawnAt { get; private set; }

    /// <summary>Takes the consent back. Doing it again changes nothing.</summary>
    public void Withdraw(DateTimeOffset now) => WithdrawnAt ??= now;
}
