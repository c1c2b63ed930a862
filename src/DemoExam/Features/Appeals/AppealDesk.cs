using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Results;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Appeals;

/// <summary>What appeals of one exam are judged by: who took part, when which result was announced, which days are working days.</summary>
internal sealed record AppealDesk(Exam Exam, IReadOnlyList<Result> Results, IReadOnlyList<ResultProtocol> Protocols, WorkingCalendar Calendar)
{
    public static async Task<AppealDesk> Load(DemoExamDb db, WorkingCalendar calendar, Exam exam, CancellationToken ct) => new(exam,
        await db.Results.AsNoTracking().Where(r => r.ExamId == exam.Id).ToListAsync(ct),
        await db.ResultProtocols.AsNoTracking().Where(p => p.ExamId == exam.Id).ToListAsync(ct), calendar);

    public AppealTerm TermOf(AppealKind kind, CandidateId candidate) => AppealTerm.Of(kind, Exam, candidate, AnnouncedTo(candidate), Calendar);

    // The first time that the candidate was told of the result: an appeal can be made about it once.
    private DateTimeOffset? AnnouncedTo(CandidateId candidate)
    {
        var own = Results.Where(r => r.CandidateId == candidate).Select(r => r.Id).ToHashSet();
        return Protocols.Where(p => p.AnnouncedAt is not null && p.Results.Any(own.Contains)).Min(p => p.AnnouncedAt);
    }
}

/// <summary>Who has to do with which appeals.</summary>
internal static class AppealBoundary
{
    /// <summary>Exams whose appeals the user sees: of the region for the operator, of the own organisation for an organiser, of the own exams for a chief expert.</summary>
    public static IQueryable<Exam> ExamsWithAppealsFor(this DemoExamDb db, CurrentUser user)
    {
        var (me, organisation) = (user.ExpertId, user.OrganisationId);
        return user.IsSystem || user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator) ? db.Exams.InRegionOf(user)
            : user.Is(Roles.Organiser) ? db.Exams.InRegionOf(user).Where(e => e.OrganiserId == organisation)
            : db.Exams.Where(e => e.Duties.Any(d => d.ExpertId == me && d.Role == ExamRole.ChiefExpert));
    }

    /// <summary>The exam, for those who hold it or supervise the region.</summary>
    /// <exception cref="NotFound">There is no such exam for this user.</exception>
    public static async Task<Exam> ExamToHandleAppealsOf(this DemoExamDb db, CurrentUser user, ExamId id, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.ExamsWithAppealsFor(user).SingleOrDefaultAsync(e => e.Id == id, ct), "exam", id);
        return user.MayOrganise(exam) ? exam : throw new Forbidden(isAnonymous: false);
    }

    /// <summary>The board that decides in the year of the exam's last day; the latest registered counts.</summary>
    public static async Task<AppealBoard?> BoardOf(this DemoExamDb db, Exam exam, CancellationToken ct) =>
        await db.AppealBoards.AsNoTracking().Where(b => b.OrganisationId == exam.OrganiserId && b.Year == exam.LastDay.Year).OrderByDescending(b => b.RegisteredAt).FirstOrDefaultAsync(ct);
}
