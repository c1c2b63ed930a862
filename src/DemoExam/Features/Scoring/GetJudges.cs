using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>The scoring experts of an exam, and who could step in for one who drops out. For its chief expert.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record GetJudges(ExamId ExamId) : IQuery<JudgeList>;

/// <summary>Scoring experts and possible substitutes.</summary>
/// <param name="MayReplace">The exam is at work.</param>
public sealed record JudgeList(ExamId ExamId, string Number, string TimeZone, bool MayReplace, IReadOnlyList<JudgeView> Judges, IReadOnlyList<SubstituteView> Substitutes);

/// <summary>A scoring expert.</summary>
/// <param name="EndedAt">When somebody else took the place.</param>
public sealed record JudgeView(ExpertId Id, string Name, string Criteria, int Entries, DateTimeOffset? EndedAt, string? EndedBecause, string? ReplacedBy);

/// <summary>Somebody against whom nothing speaks.</summary>
public sealed record SubstituteView(ExpertId Id, string Name, string Employer);

internal sealed class GetJudgesHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetJudges, JudgeList>
{
    public async Task<JudgeList> Handle(GetJudges request, CancellationToken cancellationToken)
    {
        var me = user.RequireExpert();
        var exam = NotFound.Unless(await db.Exams.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId && e.Duties.Any(d => d.ExpertId == me && d.Role == ExamRole.ChiefExpert), cancellationToken), "exam", request.ExamId);
        var experts = await db.Experts.AsNoTracking().Where(e => e.RegionCode == exam.RegionCode).ToListAsync(cancellationToken);
        var names = experts.ToDictionary(e => e.Id, e => e.Name.Full);
        var employers = await db.Organisations.AsNoTracking().ToDictionaryAsync(o => o.Id, o => o.ShortName, cancellationToken);
        var entries = await (from sheet in db.ScoreSheets where sheet.ExamId == exam.Id from entry in sheet.Entries group entry by entry.ExpertId into g select new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var mayReplace = exam.Status.TakesMarks;
        var substitutes = new List<SubstituteView>();
        if (mayReplace)
        {
            var circumstances = await db.LoadSubstitution(exam, [.. experts.Select(e => e.Id)], cancellationToken);
            var today = time.Today(exam.TimeZone);
            substitutes = [.. experts.Where(e => e.MergedInto is null && exam.WhyNotSubstitute(e, circumstances, today).Count == 0).OrderBy(e => e.NameNorm).Select(e => new SubstituteView(e.Id, e.Name.Full, employers[e.EmployerId]))];
        }

        return new JudgeList(exam.Id, exam.Number, exam.TimeZone, mayReplace,
            [.. exam.Duties.Where(d => d.Role == ExamRole.ScoringExpert).OrderBy(d => d.EndedAt is not null).ThenBy(d => names.GetValueOrDefault(d.ExpertId))
                .Select(d => new JudgeView(d.ExpertId, names.GetValueOrDefault(d.ExpertId, ""), d.Criteria, entries.GetValueOrDefault(d.ExpertId), d.EndedAt, d.EndedBecause, d.ReplacedBy is { } by ? names.GetValueOrDefault(by) : null))],
            substitutes);
    }
}
