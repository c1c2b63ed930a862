using DemoExam.Domain;
using DemoExam.Security;

namespace DemoExam.FunctionalTests.Support;

/// <summary>Who a test acts as. The account is made the first time it is needed.</summary>
/// <param name="Role">One of <see cref="Roles"/>; null for a visitor who has not signed in.</param>
/// <param name="Region">Region of the account; null for the whole installation.</param>
/// <param name="Expert">The expert behind the account.</param>
/// <param name="Candidate">The candidate behind the account.</param>
/// <param name="Organisation">The organisation that the account works for.</param>
public sealed record TestUser(string? Role, string? Region = TestUser.TestRegion, ExpertId? Expert = null, CandidateId? Candidate = null, OrganisationId? Organisation = null)
{
    public const string TestRegion = "39";

    public static readonly TestUser Anonymous = new(null, null);
    public static readonly TestUser Administrator = new(Roles.Administrator, null);
    public static readonly TestUser RegionalOperator = new(Roles.RegionalOperator);
    public static readonly TestUser Organiser = new(Roles.Organiser);

    /// <summary>The service itself, as jobs and the command line act. Only for <see cref="App.Send"/>.</summary>
    public static readonly TestUser System = new("system", null);

    public static TestUser Chief(ExpertId expert) => new(Roles.ChiefExpert, Expert: expert);
    public static TestUser Scorer(ExpertId expert) => new(Roles.ScoringExpert, Expert: expert);
    public static TestUser Technical(ExpertId expert) => new(Roles.TechnicalExpert, Expert: expert);
    public static TestUser Holder(CandidateId candidate) => new(Roles.Candidate, Candidate: candidate);
    public static TestUser EmployerOf(OrganisationId organisation) => new(Roles.Employer, Organisation: organisation);
    public static TestUser OrganiserOf(OrganisationId organisation) => new(Roles.Organiser, Organisation: organisation);

    /// <summary>An account with a role and nothing behind it, for tests of what a role may try.</summary>
    public static TestUser In(string role) => new(role, role == Roles.Administrator ? null : TestRegion);
}
