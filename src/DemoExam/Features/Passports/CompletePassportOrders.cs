using DemoExam.Credentials.Log;
using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Stores drawn passports and closes their orders in one transaction. The holder of the lease is checked twice: by the order,
/// and by its version, which every claim raises, so that a run that was frozen and overtaken can't store anything.
/// </summary>
[Authorize(Policy = Policies.System)]
public sealed record CompletePassportOrders(Guid Lease, IReadOnlyList<DrawnPassport> Drawn) : ICommand<int>;

internal sealed class CompletePassportOrdersHandler(DemoExamDb db, TimeProvider time, ExamNotices notices) : IRequestHandler<CompletePassportOrders, int>
{
    public async Task<int> Handle(CompletePassportOrders request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var ids = request.Drawn.Select(d => d.OrderId).ToList();
        var orders = await db.PassportOrders.Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, ct);
        var replacedIds = orders.Values.Where(o => o.SupersedesId is not null).Select(o => o.SupersedesId!.Value).ToList();
        var replaced = replacedIds.Count == 0 ? [] : await db.Passports.Where(p => replacedIds.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        foreach (var drawn in request.Drawn)
        {
            var order = orders[drawn.OrderId];
            order.Complete(request.Lease, now);
            var commitment = LogLeaf.CommitmentTo(order.Token, drawn.Document.OpenBadge, LogLeaf.SignedDigest(drawn.Document.Bytes));
            var passport = new SkillsPassport(order, drawn.Facts, drawn.Document.Sha256, drawn.Document.CertificateSerial, commitment);
            db.Passports.Add(passport);
            db.Log(passport, LogEntryKind.Issue, now);
            db.PassportDocuments.Add(new PassportDocument(order.PassportId, drawn.Document.Bytes, drawn.Document.Signature, drawn.Document.AwaitsTimestamp, drawn.Document.AwaitsQualified, drawn.Document.OpenBadge, drawn.Document.VerifiableCredential));
            if (order.SupersedesId is { } old)
            {
                replaced[old].SupersedeBy(order, now);
                db.Log(replaced[old], LogEntryKind.Supersede, now);
            }
        }

        await notices.PassportsIssued([.. orders.Values.Select(o => (o.PassportId, o.ExamId, o.CandidateId, o.Number))], ct);
        return request.Drawn.Count;
    }
}
