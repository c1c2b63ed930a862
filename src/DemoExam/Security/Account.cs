using DemoExam.Domain;
using Microsoft.AspNetCore.Identity;

namespace DemoExam.Security;

/// <summary>A sign-in of a person. The person's facts live in the expert or candidate that it points to.</summary>
public sealed class Account : IdentityUser<Guid>
{
    /// <summary>Name shown in the bar.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>Region that the account works in; null for administrators of the whole installation.</summary>
    public string? RegionCode { get; set; }

    public OrganisationId? OrganisationId { get; set; }
    public ExpertId? ExpertId { get; set; }
    public CandidateId? CandidateId { get; set; }
}

/// <summary>A role of accounts.</summary>
public sealed class AccountRole : IdentityRole<Guid>;
