using System.Security.Claims;
using DemoExam.Domain;
using DemoExam.Domain.Organisations;

namespace DemoExam.Security;

/// <summary>Who sends the request: a signed-in person, an anonymous visitor or the service itself.</summary>
public sealed class CurrentUser
{
    /// <summary>Claim types that our sign-in adds.</summary>
    public static class Claims
    {
        public const string Expert = "demoexam:expert";
        public const string Candidate = "demoexam:candidate";
        public const string Organisation = "demoexam:organisation";
        public const string Region = "demoexam:region";
        public const string DisplayName = "demoexam:name";
        public const string Session = "demoexam:session";
        public const string Means = "demoexam:means";

        /// <summary>There when the person's role asks for a second factor and there is none yet.</summary>
        public const string OwesSecondFactor = "demoexam:owes-second-factor";
    }

    public CurrentUser(IHttpContextAccessor http) => Principal = http.HttpContext?.User ?? new ClaimsPrincipal(new ClaimsIdentity());

    public ClaimsPrincipal Principal { get; private set; }

    /// <summary>True inside jobs and commands of the command line.</summary>
    public bool IsSystem { get; private set; }

    public bool IsSignedIn => Principal.Identity?.IsAuthenticated == true;

    /// <summary>Account id for logs; "system" or "anonymous" otherwise.</summary>
    public string Id => IsSystem ? "system" : Principal.FindFirstValue(ClaimTypes.NameIdentifier) ?? "anonymous";

    /// <summary>Name that the person signs in by.</summary>
    public string? UserName => Principal.Identity?.Name;

    public string? DisplayName => Principal.FindFirstValue(Claims.DisplayName);
    public ExpertId? ExpertId => Find<ExpertId>(Claims.Expert);
    public CandidateId? CandidateId => Find<CandidateId>(Claims.Candidate);
    public OrganisationId? OrganisationId => Find<OrganisationId>(Claims.Organisation);

    /// <summary>Region of the account; null for administrators of the whole installation.</summary>
    public string? RegionCode => Principal.FindFirstValue(Claims.Region);

    public bool Is(string role) => Principal.IsInRole(role);

    /// <summary>True for the service itself and for an administrator whose account names no region.</summary>
    public bool SeesAllRegions => IsSystem || (RegionCode is null && Is(Roles.Administrator));

    /// <summary>The expert behind the account.</summary>
    /// <exception cref="Pipeline.Forbidden">The account is not an expert's.</exception>
    public ExpertId RequireExpert() => ExpertId ?? throw new Pipeline.Forbidden(false);

    /// <summary>The candidate behind the account.</summary>
    /// <exception cref="Pipeline.Forbidden">The account is not a candidate's.</exception>
    public CandidateId RequireCandidate() => CandidateId ?? throw new Pipeline.Forbidden(false);

    /// <summary>The employer behind the account.</summary>
    /// <exception cref="Pipeline.Forbidden">The account is not an employer's.</exception>
    public OrganisationId RequireEmployer() => Is(Roles.Employer) && OrganisationId is { } own ? own : throw new Pipeline.Forbidden(false);

    /// <summary>The account itself.</summary>
    /// <exception cref="Pipeline.Forbidden">Nobody is signed in.</exception>
    public Guid RequireAccount() => Guid.TryParse(Principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : throw new Pipeline.Forbidden(true);

    internal void BecomeSystem() => IsSystem = true;

    private TId? Find<TId>(string claim) where TId : struct, IId<TId> =>
        Domain.Id.TryParse<TId>(Principal.FindFirstValue(claim), out var id) ? id : null;
}

/// <summary>The region as boundary of what a user sees.</summary>
public static class RegionBoundary
{
    /// <summary>Rows of the user's region; all rows for the system and for administrators of the whole installation; none for anybody else without a region.</summary>
    public static IQueryable<T> InRegionOf<T>(this IQueryable<T> rows, CurrentUser user) where T : class, IRegional =>
        user.RegionCode is { } code ? rows.Where(r => r.RegionCode == code) : user.SeesAllRegions ? rows : rows.Where(r => false);
}
