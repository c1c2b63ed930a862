using DemoExam.Data;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Organisations;
using DemoExam.Security;

namespace DemoExam.Features.Candidates;

/// <summary>
/// Whose personal data a user sees: operators those of the region, organisers of a college those of the college and its
/// branches (152-FZ, article 5: no more data than the purpose needs). Organisers of a regional centre serve every college.
/// </summary>
internal static class CandidateBoundary
{
    public static IQueryable<Candidate> VisibleTo(this IQueryable<Candidate> candidates, CurrentUser user, DemoExamDb db) =>
        candidates.InRegionOf(user).Where(c => db.OrganisationsOf(user).Any(o => o.Id == c.OrganisationId));

    /// <summary>Organisations whose candidates the user enters and sees.</summary>
    public static IQueryable<Organisation> OrganisationsOf(this DemoExamDb db, CurrentUser user)
    {
        var region = db.Organisations.InRegionOf(user);
        if (user.OrganisationId is not { } own || user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator))
        {
            return region;
        }

        return region.Where(o => o.Id == own || o.ParentId == own
            || db.Organisations.Any(mine => mine.Id == own && mine.Kind == OrganisationKind.RegionalOperator));
    }
}
