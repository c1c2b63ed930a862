using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Features.Audit;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Appeals;

/// <summary>The candidate confirms having read the decision: the signature that the procedure asks for.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record ReadAppealDecision(AppealId AppealId) : ICommand<AppealDecision>;

internal sealed class ReadAppealDecisionHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AuditTrail trail) : IRequestHandler<ReadAppealDecision, AppealDecision>
{
    public async Task<AppealDecision> Handle(ReadAppealDecision request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        var appeal = NotFound.Unless(await db.Appeals.SingleOrDefaultAsync(a => a.Id == request.AppealId && mine.Contains(a.CandidateId), ct), "appeal", request.AppealId);
        var before = appeal.ReadAt;
        appeal.Read(time.GetUtcNow());
        if (before is null)
        {
            await trail.Add(appeal.ExamId, AuditDeed.AppealRead, ct, ("candidate", appeal.CandidateId.ToString()), ("kind", appeal.Kind.ToString()));
        }

        return new AppealDecision(appeal.Status);
    }
}
