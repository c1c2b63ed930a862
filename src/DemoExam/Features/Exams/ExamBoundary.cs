using DemoExam.Domain.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;

namespace DemoExam.Features.Exams;

/// <summary>Which exams a user may see, and who organises which.</summary>
internal static class ExamBoundary
{
    /// <summary>
    /// Exams of the region for those who plan and head exams; for other experts only the exams that they take part in.
    /// </summary>
    public static IQueryable<Exam> VisibleTo(this IQueryable<Exam> exams, CurrentUser user)
    {
        if (user.IsSystem || user.Is(Roles.Administrator) || user.Is(Roles.RegionalOperator) || user.Is(Roles.Organiser) || user.Is(Roles.ChiefExpert))
        {
            return exams.InRegionOf(user);
        }

        return user.ExpertId is { } expert ? exams.Where(e => e.Duties.Any(d => d.ExpertId == expert)) : exams.Where(e => false);
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
