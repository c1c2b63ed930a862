using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Invitations;

/// <summary>What the requests about invitations share.</summary>
internal static class InvitationDesk
{
    /// <summary>The exam, tracked, if this user organises it.</summary>
    /// <exception cref="NotFound">There is none that the user may see.</exception>
    /// <exception cref="Forbidden">Somebody else organises it.</exception>
    public static async Task<Exam> RequireOrganised(this DemoExamDb db, ExamId id, CurrentUser user, CancellationToken ct)
    {
        // The days of experts must be here to change hands.
        var exam = NotFound.Unless(await db.Exams.Include(e => e.Bookings).InRegionOf(user).SingleOrDefaultAsync(e => e.Id == id, ct), "exam", id);
        return user.MayOrganise(exam) ? exam : throw new Forbidden(false);
    }

    /// <summary>The last round of each expert.</summary>
    public static async Task<Dictionary<ExpertId, Invitation>> LastInvitations(this DemoExamDb db, ExamId exam, CancellationToken ct) =>
        (await db.Invitations.Where(i => i.ExamId == exam).ToListAsync(ct)).GroupBy(i => i.ExpertId).ToDictionary(g => g.Key, g => g.MaxBy(i => i.Round)!);

    /// <summary>Whoever has declined for the days that the exam has does not count among its experts, so the exam can't be confirmed with them.</summary>
    /// <exception cref="RuleViolation"><see cref="ExamRules.NobodyHasDeclined"/> for each.</exception>
    public static async Task RequireNobodyDeclined(this DemoExamDb db, Exam exam, CancellationToken ct)
    {
        var last = await db.LastInvitations(exam.Id, ct);
        var declined = exam.Duties.Where(d => last.GetValueOrDefault(d.ExpertId) is { Status: InvitationStatus.Declined } i && i.Fits(exam, d.Role)).ToList();
        if (declined.Count == 0)
        {
            return;
        }

        var ids = declined.ConvertAll(d => d.ExpertId);
        var names = await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, e.Name }).ToDictionaryAsync(e => e.Id, e => e.Name.Initials, ct);
        throw new RuleViolation([.. declined.Select(d => ExamRules.NobodyHasDeclined.Refuse(("expert", names[d.ExpertId]), ("role", d.Role)))]);
    }

    /// <summary>What is needed to say who could take a place in an exam before it starts.</summary>
    public static async Task<ExamPlan> PlanToReplace(this DemoExamDb db, Exam exam, IReadOnlyCollection<ExpertId> experts, CancellationToken ct)
    {
        var now = await db.LoadCircumstances(exam, ct);
        return new ExamPlan(exam.Type, now.Package, exam.Scope, now.Venue, exam.OrganiserId, exam.PreparatoryDay, exam.FirstDay, exam.LastDay,
            [new PlannedGroup(exam.Groups[0].StartsAt, [], now.Candidates)], [], now.Organisations)
        {
            Taken = await db.TakenDays([.. experts.Select(e => e.Value)], exam.PreparatoryDay.AddDays(-1), exam.LastDay.AddDays(1), ct),
        };
    }
}
