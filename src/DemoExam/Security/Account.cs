using System.Security.Cryptography;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Domain.People;
using Microsoft.AspNetCore.Identity;

namespace DemoExam.Security;

/// <summary>A sign-in of a person. The person's facts live in the expert or candidate that it points to.</summary>
public sealed class Account : IdentityUser<Guid>
{
    private string _displayName = "";

    /// <summary>Name shown in the bar.</summary>
    public string DisplayName
    {
        get => _displayName;
        set => (_displayName, NameNorm) = (value, TextNorm.Of(value));
    }

    /// <summary>Form of the name for search and order.</summary>
    public string NameNorm { get; private set; } = "";

    /// <summary>Region that the account works in; null for administrators of the whole installation.</summary>
    public string? RegionCode { get; set; }

    /// <summary>Language of messages to the person, two letters; null for Russian.</summary>
    public string? Language { get; set; }

    /// <summary>How often the schedule of exams goes to the account's address; null for never.</summary>
    public ScheduleRhythm? ScheduleMail { get; set; }

    /// <summary>True when nobody may sign in by it any more. Accounts are never deleted: their deeds stay signed.</summary>
    public bool IsDisabled { get; set; }

    public OrganisationId? OrganisationId { get; set; }
    public ExpertId? ExpertId { get; set; }
    public CandidateId? CandidateId { get; set; }

    /// <summary>Ends every session: cookies within a minute, bearer tokens when they are refreshed.</summary>
    public void EndSessions()
    {
        SecurityStamp = Convert.ToHexString(RandomNumberGenerator.GetBytes(20));
        ConcurrencyStamp = Guid.CreateVersion7().ToString();
    }
}

/// <summary>Whether a person can sign in by an account.</summary>
public enum AccountState
{
    /// <summary>The person has set no password yet.</summary>
    Waiting = 1,

    Active = 2,
    Disabled = 3,
}

/// <summary>A role of accounts.</summary>
public sealed class AccountRole : IdentityRole<Guid>;
