using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Adds up what a node has counted.</summary>
[Authorize(Policy = Policies.System)]
internal sealed record KeepCheckCounts(IReadOnlyList<CountedChecks> Counts) : ICommand<int>;

/// <summary>Checks of an exam's passports on a day.</summary>
internal sealed record CountedChecks(ExamId Exam, DateOnly Day, CheckMeans Means, int Count);

internal sealed class KeepCheckCountsHandler(DemoExamDb db) : IRequestHandler<KeepCheckCounts, int>
{
    public async Task<int> Handle(KeepCheckCounts request, CancellationToken ct)
    {
        foreach (var (exam, day, means, count) in request.Counts)
        {
            // The database adds, so that nodes add to each other's sums. Two first rows at once: one node's counts wait for its next time.
            if (await db.CheckCounts.Where(c => c.ExamId == exam && c.Day == day && c.Means == means).ExecuteUpdateAsync(set => set.SetProperty(c => c.Count, c => c.Count + count), ct) == 0)
            {
                db.CheckCounts.Add(new CheckCount(exam, day, means, count));
            }
        }

        return request.Counts.Count;
    }
}
