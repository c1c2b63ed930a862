using DemoExam.Data;
using DemoExam.Domain.Mail;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Admin;

/// <summary>How much waits, and what will end: the figures that an operator's alarms look at.</summary>
[Authorize(Policy = Policies.System)]
public sealed record CountWork : IQuery<WorkCounts>;

/// <summary>What waits at one moment.</summary>
/// <param name="OpenOrders">Orders of passports that wait or are under way.</param>
/// <param name="FailedOrders">Orders that wait for a person.</param>
/// <param name="OldestOrderSeconds">Age of the oldest order that waits; 0 without one.</param>
/// <param name="UnstampedDocuments">Documents that are issued and wait for a time stamp.</param>
/// <param name="OpenMessages">Messages that wait or are under way.</param>
/// <param name="FailedMessages">Messages that wait for a person.</param>
/// <param name="CertificateSeconds">Time until the signing certificate ends; negative afterwards.</param>
public sealed record WorkCounts(
    int OpenOrders, int FailedOrders, double OldestOrderSeconds, int UnstampedDocuments, int OpenMessages, int FailedMessages, double CertificateSeconds);

internal sealed class CountWorkHandler(DemoExamDb db, SigningKeys keys, TimeProvider time) : IRequestHandler<CountWork, WorkCounts>
{
    public async Task<WorkCounts> Handle(CountWork request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var orders = await db.PassportOrders.Where(o => o.CompletedAt == null && o.Status != PassportOrderStatus.Cancelled)
            .GroupBy(o => o.Status).Select(g => new { g.Key, Count = g.Count(), Oldest = g.Min(o => o.IssueMoment) }).ToListAsync(ct);
        var messages = await db.MailMessages.Where(m => m.Status != MailStatus.Sent).GroupBy(m => m.Status).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var waiting = orders.Where(o => o.Key != PassportOrderStatus.Failed).ToList();
        var oldest = waiting.Count == 0 ? TimeSpan.Zero : now - waiting.Min(o => o.Oldest);
        return new WorkCounts(
            waiting.Sum(o => o.Count), orders.Where(o => o.Key == PassportOrderStatus.Failed).Sum(o => o.Count), Math.Max(0, oldest.TotalSeconds),
            await db.PassportDocuments.CountAsync(d => d.AwaitsTimestamp, ct),
            messages.Where(m => m.Key != MailStatus.Failed).Sum(m => m.Count), messages.Where(m => m.Key == MailStatus.Failed).Sum(m => m.Count),
            (keys.Current.Certificate.NotAfter.ToUniversalTime() - now.UtcDateTime).TotalSeconds);
    }
}
