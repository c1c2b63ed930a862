using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>What is due around an exam, by when, and what is late.</summary>
[Authorize(Policy = Policies.SeeExams)]
public sealed record GetTimeLine(ExamId ExamId) : IQuery<IReadOnlyList<MilestoneLine>>;

internal sealed class GetTimeLineHandler(DemoExamDb db, CurrentUser user, WorkingCalendar calendar, TimeProvider time) : IRequestHandler<GetTimeLine, IReadOnlyList<MilestoneLine>>
{
    public async Task<IReadOnlyList<MilestoneLine>> Handle(GetTimeLine request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.Exams.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        return await db.TimeLineOf(exam, calendar, time, ct);
    }
}

internal static class TimeLines
{
    /// <summary>The time line of an exam as it is now.</summary>
    public static async Task<IReadOnlyList<MilestoneLine>> TimeLineOf(this DemoExamDb db, Exam exam, WorkingCalendar calendar, TimeProvider time, CancellationToken ct)
    {
        var draws = await db.WorkplaceDraws.AsNoTracking().Where(d => d.ExamId == exam.Id).Select(d => new { d.Number, d.CommittedAt, d.DrawnAt }).OrderBy(d => d.Number).ToListAsync(ct);
        var protocols = await db.ResultProtocols.AsNoTracking().Where(p => p.ExamId == exam.Id).OrderBy(p => p.Edition).ToListAsync(ct);
        var valid = protocols.LastOrDefault(p => p.VoidedAt is null);
        var signed = valid is not null && valid.IsSignedByAll(exam.Duties.Where(d => d.IsScoring).Select(d => d.ExpertId));
        return ExamTimeLine.Of(exam,
            // The fingerprint of the first draw is published when the operator confirms the exam.
            new ExamProgress(draws.FirstOrDefault()?.CommittedAt, draws.LastOrDefault()?.DrawnAt, signed ? valid!.Signatures.Max(s => s.At) : null, protocols.Min(p => p.AnnouncedAt)),
            calendar, time.GetUtcNow());
    }
}
