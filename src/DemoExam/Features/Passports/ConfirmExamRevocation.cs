using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>The second person withdraws all passports of an exam whose revocation another person proposed. Answers how many.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record ConfirmExamRevocation(ExamId ExamId) : ICommand<int>;

internal sealed class ConfirmExamRevocationHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, StatusPublishing publishing)
    : IRequestHandler<ConfirmExamRevocation, int>
{
    public async Task<int> Handle(ConfirmExamRevocation request, CancellationToken ct)
    {
        await db.RequireExamOfPassports(request.ExamId, user, ct);
        var me = user.RequireAccount();
        var proposed = await db.Passports.InRegionOf(db, user).Where(p => p.ExamId == request.ExamId && p.ProposedAt != null).ToListAsync(ct);
        PassportRules.RevocationIsProposed.Require(proposed.Count > 0);
        var byOthers = proposed.FindAll(p => p.ProposedBy != me);
        PassportRules.RevocationNeedsTwo.Require(byOthers.Count > 0);
        var now = time.GetUtcNow();
        foreach (var passport in byOthers)
        {
            passport.ConfirmRevocation(me, user.DisplayName ?? user.Id, now);
            db.Log(passport, LogEntryKind.Revoke, now);
        }

        afterCommit.Do(publishing.Nudge);
        return byOthers.Count;
    }
}
