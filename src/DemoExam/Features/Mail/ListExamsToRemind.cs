using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Mail;

/// <summary>Exams around which something can be due: not called off, not long over.</summary>
[Authorize(Policy = Policies.System)]
internal sealed record ListExamsToRemind : IQuery<IReadOnlyList<ExamId>>;

internal sealed class ListExamsToRemindHandler(DemoExamDb db, TimeProvider time) : IRequestHandler<ListExamsToRemind, IReadOnlyList<ExamId>>
{
    // Whoever did not react for two weeks does not react to a message.
    private const int DaysAfter = 14;

    public async Task<IReadOnlyList<ExamId>> Handle(ListExamsToRemind request, CancellationToken ct)
    {
        var since = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-DaysAfter);
        return await db.Exams.AsNoTracking().IgnoreAutoIncludes().Where(e => e.Status != ExamStatus.Cancelled && e.Status != ExamStatus.Postponed && e.LastDay >= since)
            .OrderBy(e => e.FirstDay).Select(e => e.Id).ToListAsync(ct);
    }
}
