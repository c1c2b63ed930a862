using DemoExam.Credentials.Log;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Stores drawn passports and closes their orders in one transaction. Only the holder of the lease can: the statement that closes the orders asks for it, so that a
/// run that was frozen and overtaken can't store anything.
/// </summary>
[Authorize(Policy = Policies.System)]
public sealed record CompletePassportOrders(Guid Lease, IReadOnlyList<DrawnPassport> Drawn) : ICommand<int>, IRunsStatements;

internal sealed class CompletePassportOrdersHandler(DemoExamDb db, TimeProvider time, ExamNotices notices) : IRequestHandler<CompletePassportOrders, int>
{
    public async Task<int> Handle(CompletePassportOrders request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        // As they were leased: nobody else changes an order while its lease is held.
        var orders = request.Drawn.Select(d => d.Order).ToList();
        PassportRules.LeaseIsHeld.Require(await db.PassportOrders.Close(request.Lease, [.. orders.Select(o => o.Id)], now, ct) == orders.Count);
        var replacedIds = orders.Where(o => o.SupersedesId is not null).Select(o => o.SupersedesId!.Value).ToList();
        var replaced = replacedIds.Count == 0 ? [] : await db.Passports.Where(p => replacedIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        foreach (var (order, document, facts) in request.Drawn)
        {
            var commitment = LogLeaf.CommitmentTo(order.Token, document.OpenBadge, LogLeaf.SignedDigest(document.Bytes));
            var passport = new SkillsPassport(order, facts, document.Sha256, document.CertificateSerial, commitment);
            db.Passports.Add(passport);
            db.Log(passport, LogEntryKind.Issue, now);
            db.PassportDocuments.Add(new PassportDocument(order.PassportId, document.Bytes, document.Signature, document.AwaitsTimestamp, document.AwaitsQualified, document.OpenBadge, document.VerifiableCredential));
            if (order.SupersedesId is { } old)
            {
                replaced[old].SupersedeBy(order, now);
                db.Log(replaced[old], LogEntryKind.Supersede, now);
            }
        }

        await notices.PassportsIssued([.. orders.Select(o => (o.PassportId, o.ExamId, o.CandidateId, o.Number))], ct);
        return orders.Count;
    }
}

/// <summary>The other end of what <see cref="ClaimPassportOrders"/> begins.</summary>
public static class ClosedOrders
{
    /// <summary>Marks orders fulfilled by the holder of their lease, in one statement for all of them.</summary>
    /// <returns>How many were: fewer than asked for when the lease of one has gone to somebody else.</returns>
    public static Task<int> Close(this DbSet<PassportOrder> orders, Guid lease, IReadOnlyList<PassportOrderId> ids, DateTimeOffset now, CancellationToken ct) =>
        orders.Where(o => ids.Contains(o.Id) && o.LeaseOwner == lease && o.Status == PassportOrderStatus.Leased).ExecuteUpdateAsync(set => set
            .SetProperty(o => o.Status, PassportOrderStatus.Done)
            .SetProperty(o => o.CompletedAt, now)
            .SetProperty(o => o.LeaseOwner, (Guid?)null)
            .SetProperty(o => o.LeaseUntil, (DateTimeOffset?)null)
            .SetProperty(o => o.Error, (string?)null)
            .SetProperty(o => o.Version, o => o.Version + 1), ct);
}
