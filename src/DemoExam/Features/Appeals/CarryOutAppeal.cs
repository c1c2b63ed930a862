using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Audit;
using DemoExam.Features.Passports;
using DemoExam.Features.Results;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Appeals;

/// <summary>
/// The regional operator, the second person, carries a satisfied appeal out. About the procedure: the result is annulled, the
/// passport revoked or its order cancelled, and the protocol gets an edition without it. About the result: the candidate's sheets
/// are open; the experts score again, and the next lock makes another version of the result, up or down, and replaces the passport.
/// </summary>
[Authorize(Policy = Policies.ConfirmExams)]
public sealed record CarryOutAppeal(ExamId ExamId, AppealId AppealId) : ICommand<AppealDecision>, IAudited;

internal sealed class CarryOutAppealHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals, StatusPublishing publishing, AuditTrail trail)
    : IRequestHandler<CarryOutAppeal, AppealDecision>
{
    public async Task<AppealDecision> Handle(CarryOutAppeal request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.Exams.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var appeal = NotFound.Unless(await db.Appeals.SingleOrDefaultAsync(a => a.Id == request.AppealId && a.ExamId == exam.Id, ct), "appeal", request.AppealId);
        var now = time.GetUtcNow();
        var unlock = appeal.Kind == AppealKind.Result && appeal.Status == AppealStatus.Satisfied ? Unlock(appeal, now) : null;
        appeal.CarryOut(user.RequireAccount(), AuditTrail.Name(user), unlock?.Id, now);
        var facts = unlock is null ? await Annul(exam, appeal, now, ct) : await Open(exam, unlock, now, ct);
        await trail.Add(exam.Id, AuditDeed.AppealCarriedOut, ct, [("candidate", appeal.CandidateId.ToString()), ("kind", appeal.Kind.ToString()), ("document", appeal.Protocol!), .. facts]);
        afterCommit.Do(publishing.Nudge);
        afterCommit.Do(() => signals.Raise(exam.Id));
        return new AppealDecision(appeal.Status);
    }

    // Both persons stand in the request, as if it had been asked for and allowed.
    private static UnlockRequest Unlock(Appeal appeal, DateTimeOffset now) =>
        new(UnlockRequestId.New(), appeal.ExamId, new UnlockScope(appeal.CandidateId, appeal.Criterion), new UnlockGrounds(UnlockBasis.AppealDecision, appeal.Protocol!, appeal.ProtocolDate!.Value, appeal.Grounds!),
            appeal.RecordedBy!.Value, appeal.RecordedByName!, protocolSigned: true, now);

    private async Task<IEnumerable<(string, string)>> Open(Exam exam, UnlockRequest unlock, DateTimeOffset now, CancellationToken ct)
    {
        unlock.Decide(approve: true, user.RequireAccount(), AuditTrail.Name(user), null, now);
        db.UnlockRequests.Add(unlock);
        var (sheets, voided) = await db.OpenSheets(schemes, exam, unlock, now, ct);
        return [("sheets", $"{sheets.Count}"), .. voided is null ? Array.Empty<(string, string)>() : [("edition", $"{voided.Edition}")], .. sheets.Select(s => ($"sheet:{s.Id}", s.ContentHash()))];
    }

    private async Task<IEnumerable<(string, string)>> Annul(Exam exam, Appeal appeal, DateTimeOffset now, CancellationToken ct)
    {
        exam.Annul(appeal.CandidateId);
        await db.WithdrawPassports(exam, [appeal.CandidateId], appeal.Protocol!, AuditTrail.Name(user), now, ct);
        if (await db.ResultProtocols.SingleOrDefaultAsync(p => p.ExamId == exam.Id && p.VoidedAt == null, ct) is not { } protocol)
        {
            return [];
        }

        var listed = (await db.Results.AsNoTracking().Where(r => r.ExamId == exam.Id).ToListAsync(ct)).FindAll(r => protocol.Lists(r.Id) && r.CandidateId != appeal.CandidateId);
        protocol.Void(now);
        var next = await db.AddEdition(exam.Id, listed, now, ct);
        return [("edition", $"{next.Edition}"), ("content", next.ContentHash)];
    }
}
