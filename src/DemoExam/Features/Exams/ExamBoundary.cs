using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;

namespace DemoExam.Features.Exams;

/// <summary>Which exams a user may see, and who organises which.</summary>
internal static class ExamBoundary
{
    /// <summary>
    /// Exams of the region for those who plan and head exams; for other experts only the exams that they take part in.
    /// </summary>
    public static IQueryable<Exam> VisibleTo(this IQueryable<Exam> exams, CurrentUser user, DemoExamDb db)
    {
        if (user.IsSystem || user.Is(Roles.Administrator) || user.Is(Roles.RegionalOperator) || user.Is(Roles.Organiser) || user.Is(Roles.ChiefExpert))
        {
            return exams.InRegionOf(user);
        }

        return user.ExpertId is { } me ? exams.TakenPartInBy(me, db) : exams.Where(e => false);
    }

    // Under the entry that counts or one that was merged into it: what was done stays with the entry that did it.
    private static IQueryable<Exam> TakenPartInBy(this IQueryable<Exam> exams, ExpertId me, DemoExamDb db)
    {
        var entries = db.Experts.Where(x => x.Id == me || x.MergedInto == me).Select(x => x.Id);
        return exams.Where(e => e.Duties.Any(d => entries.Contains(d.ExpertId)));
    }

    /// <summary>
    /// Exams that an office looks into, candidates and marks included (152-FZ, article 5: no more data than the purpose needs): operators and
    /// administrators into those of the region, organisers into those that their college or a branch holds or sends candidates to.
    /// Organisers of a regional centre serve every college. None for a user without an office.
    /// </summary>
    public static IQueryable<Exam> ExamsOfOffice(this DemoExamDb db, CurrentUser user)
    {
        if (user.IsSystem || user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator))
        {
            return db.Exams.InRegionOf(user);
        }

        var served = db.OrganisationsOf(user).Select(o => o.Id);
        return user.Is(Roles.Organiser)
            ? db.Exams.InRegionOf(user).Where(e => served.Contains(e.OrganiserId) || e.Enrolments.Any(x => db.Candidates.Any(c => c.Id == x.CandidateId && served.Contains(c.OrganisationId))))
            : db.Exams.Where(e => false);
    }

    /// <summary>Exams that the user sees from inside, names of candidates included: those of the office, and for experts those that they take part in.</summary>
    public static IQueryable<Exam> ExamsFromInside(this DemoExamDb db, CurrentUser user)
    {
        var office = db.ExamsOfOffice(user);
        if (user.ExpertId is not { } me)
        {
            return office;
        }

        var mine = db.Exams.TakenPartInBy(me, db).Select(e => e.Id);
        return db.Exams.Where(e => office.Any(o => o.Id == e.Id) || mine.Contains(e.Id));
    }

    /// <summary>Exams that the user organises: those of the region for its operator, those of the own organisation for an organiser.</summary>
    public static IQueryable<Exam> ExamsOrganisedBy(this DemoExamDb db, CurrentUser user)
    {
        var own = user.OrganisationId;
        return user.IsSystem || user.Is(Roles.RegionalOperator) ? db.Exams.InRegionOf(user)
            : user.Is(Roles.Organiser) ? db.Exams.InRegionOf(user).Where(e => e.OrganiserId == own)
            : db.Exams.Where(e => false);
    }

    /// <summary>The regional operator may change any exam of the region, an organiser those of the own organisation.</summary>
    public static bool MayOrganise(this CurrentUser user, Exam exam) =>
        user.IsSystem || user.Is(Roles.RegionalOperator) || (user.Is(Roles.Organiser) && user.OrganisationId == exam.OrganiserId);

    /// <exception cref="Forbidden">The user doesn't organise this exam.</exception>
    public static void RequireOrganiser(this CurrentUser user, Exam exam)
    {
        if (!user.MayOrganise(exam))
        {
            throw new Forbidden(false);
        }
    }

    /// <exception cref="Forbidden">The user neither heads nor organises this exam.</exception>
    public static void RequireChiefOrOrganiser(this CurrentUser user, Exam exam)
    {
        if (user.ExpertId != exam.Chief.ExpertId && !user.MayOrganise(exam))
        {
            throw new Forbidden(false);
        }
    }
}
