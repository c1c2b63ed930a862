using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Appeals;

/// <summary>Appeals that the user has to do with, of one exam or of all: those that wait first, the most urgent on top, then the latest decided.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ListAppeals(ExamId? ExamId = null) : IQuery<IReadOnlyList<AppealRow>>;

/// <summary>An appeal in one line.</summary>
/// <param name="Candidate">Surname and initials.</param>
/// <param name="DecideBy">Last day for the board.</param>
/// <param name="IsOverdue">The board is late.</param>
public sealed record AppealRow(AppealId Id, ExamId ExamId, string ExamNumber, string Candidate, AppealKind Kind, DateTimeOffset FiledAt, string TimeZone, DateOnly DecideBy, AppealStatus Status, bool IsOverdue);

internal sealed class ListAppealsHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<ListAppeals, IReadOnlyList<AppealRow>>
{
    private const int Most = 200;

    public async Task<IReadOnlyList<AppealRow>> Handle(ListAppeals request, CancellationToken ct)
    {
        var only = request.ExamId;
        var rows = await (from appeal in db.Appeals.AsNoTracking()
                          join exam in db.ExamsWithAppealsFor(user).IgnoreAutoIncludes() on appeal.ExamId equals exam.Id
                          join candidate in db.Candidates on appeal.CandidateId equals candidate.Id
                          where only == null || exam.Id == only
                          orderby appeal.Status == AppealStatus.Filed || appeal.Status == AppealStatus.Satisfied ? 0 : 1, appeal.FiledAt descending
                          select new { appeal.Id, ExamId = exam.Id, exam.Number, candidate.Name, appeal.Kind, appeal.FiledAt, exam.TimeZone, appeal.DecideBy, appeal.Status }).Take(Most).ToListAsync(ct);
        return [.. rows.Select(r => new AppealRow(r.Id, r.ExamId, r.Number, r.Name.Initials, r.Kind, r.FiledAt, r.TimeZone, r.DecideBy, r.Status,
                r.Status == AppealStatus.Filed && time.Today(r.TimeZone) > r.DecideBy))
            .OrderBy(r => r.Status is AppealStatus.Filed or AppealStatus.Satisfied ? 0 : 1).ThenBy(r => r.Status == AppealStatus.Filed ? r.DecideBy : DateOnly.MaxValue).ThenByDescending(r => r.FiledAt)];
    }
}
