using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Appeals;

/// <summary>A candidate's own appeals about one exam, and which may be filed until when.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record GetMyAppeals(ExamId ExamId) : IQuery<MyAppeals>;

/// <summary>What a candidate may do, and what became of it.</summary>
/// <param name="Chances">One of each kind; none when the candidate did not take part.</param>
public sealed record MyAppeals(ExamId ExamId, string ExamNumber, string TimeZone, IReadOnlyList<AppealChance> Chances, IReadOnlyList<MyAppeal> Appeals);

/// <summary>When an appeal of a kind may be filed.</summary>
/// <param name="From">Not before; null while that is not known.</param>
/// <param name="Until">Not after; null while that is not known.</param>
/// <param name="IsOpen">Now, and none was filed.</param>
/// <param name="IsFiled">One was filed.</param>
public sealed record AppealChance(AppealKind Kind, DateTimeOffset? From, DateTimeOffset? Until, bool IsOpen, bool IsFiled);

/// <summary>An appeal and its decision as the candidate reads them.</summary>
/// <param name="SitAgainBy">After an annulment: last day of a new sitting.</param>
public sealed record MyAppeal(AppealId Id, AppealKind Kind, string Text, DateTimeOffset FiledAt, DateOnly DecideBy, AppealStatus Status, string? Protocol, DateOnly? ProtocolDate, string? Grounds, DateTimeOffset? ReadAt, DateOnly? SitAgainBy)
{
    /// <summary>The board has decided.</summary>
    public bool IsAnswered => Status != AppealStatus.Filed;
}

internal sealed class GetMyAppealsHandler(DemoExamDb db, WorkingCalendar calendar, CurrentUser user, TimeProvider time) : IRequestHandler<GetMyAppeals, MyAppeals>
{
    public async Task<MyAppeals> Handle(GetMyAppeals request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        var exam = NotFound.Unless(await db.Exams.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId && e.Enrolments.Any(x => mine.Contains(x.CandidateId)), ct), "exam", request.ExamId);
        var appeals = await db.Appeals.AsNoTracking().Where(a => a.ExamId == exam.Id && mine.Contains(a.CandidateId)).OrderBy(a => a.FiledAt).ToListAsync(ct);
        var desk = await AppealDesk.Load(db, calendar, exam, ct);
        var now = time.GetUtcNow();
        var tookPart = !exam.Status.IsOff && exam.Enrolments.Single(e => mine.Contains(e.CandidateId)).Outcome is not (ParticipationOutcome.Absent or ParticipationOutcome.Moved);
        return new MyAppeals(exam.Id, exam.Number, exam.TimeZone,
            !tookPart ? [] : [.. Enum.GetValues<AppealKind>().Select(kind => (Term: desk.TermOf(kind, exam.Enrolments.Single(e => mine.Contains(e.CandidateId)).CandidateId), IsFiled: appeals.Exists(a => a.Kind == kind)))
                .Select(c => new AppealChance(c.Term.Kind, c.Term.From, c.Term.Until, c.Term.IsOpen(now) && !c.IsFiled, c.IsFiled))],
            appeals.ConvertAll(a => new MyAppeal(a.Id, a.Kind, a.Text, a.FiledAt, a.DecideBy, a.Status, a.Protocol, a.ProtocolDate, a.Grounds, a.ReadAt, a.SitAgainBy(exam.TimeZone))));
    }
}
