using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Starts all failed orders of an exam again, for example once a missing font is there. Answers how many.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record RetryExamPassports(ExamId ExamId) : ICommand<int>;

internal sealed class RetryExamPassportsHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, PassportIssuing issuing)
    : IRequestHandler<RetryExamPassports, int>
{
    public async Task<int> Handle(RetryExamPassports request, CancellationToken ct)
    {
        await db.RequireExamOfPassports(request.ExamId, user, ct);
        var failed = await db.PassportOrders.InRegionOf(db, user).Where(o => o.ExamId == request.ExamId && o.Status == PassportOrderStatus.Failed).ToListAsync(ct);
        failed.ForEach(order => order.Retry(time.GetUtcNow()));
        afterCommit.Do(issuing.Nudge);
        return failed.Count;
    }
}
