using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Results;
using DemoExam.Features.Audit;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Results;

/// <summary>An expert signs the protocol that holds: the chief expert, or a scoring expert of the exam.</summary>
[Authorize(Policy = Policies.TakePartAsExpert)]
public sealed record SignProtocol(ExamId ExamId) : ICommand<ProtocolStanding>, IAudited;

/// <summary>What holds for the protocol.</summary>
public sealed record ProtocolStanding(int Edition, int Signatures, bool SignedByAll, DateTimeOffset? AnnouncedAt);

internal sealed class SignProtocolHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AuditTrail trail) : IRequestHandler<SignProtocol, ProtocolStanding>
{
    public async Task<ProtocolStanding> Handle(SignProtocol request, CancellationToken cancellationToken)
    {
        var me = user.RequireExpert();
        var exam = NotFound.Unless(await db.Exams.SingleOrDefaultAsync(e => e.Id == request.ExamId && e.Duties.Any(d => d.ExpertId == me), cancellationToken), "exam", request.ExamId);
        var role = exam.Duties.Single(d => d.ExpertId == me).Role switch
        {
            ExamRole.ChiefExpert => ProtocolRole.ChiefExpert,
            ExamRole.ScoringExpert => ProtocolRole.ScoringExpert,
            _ => throw new Forbidden(isAnonymous: false),
        };
        var protocol = await db.ProtocolThatHolds(exam.Id, cancellationToken);
        var name = (await db.Experts.AsNoTracking().SingleAsync(e => e.Id == me, cancellationToken)).Name.Full;
        if (protocol.Sign(new ProtocolSignature(role, me.Value, name, null, time.GetUtcNow())))
        {
            await trail.Add(exam.Id, AuditDeed.ProtocolSigned, cancellationToken, ("edition", $"{protocol.Edition}"), ("role", role.ToString()), ("content", protocol.ContentHash));
        }

        if (exam.Status == ExamStatus.Locked && protocol.IsSignedByAll(Protocols.Signers(exam)))
        {
            exam.SignedByAll();
        }

        return protocol.Standing(exam);
    }
}

internal static class Protocols
{
    public static async Task<ResultProtocol> ProtocolThatHolds(this DemoExamDb db, ExamId exam, CancellationToken ct)
    {
        var protocol = await db.ResultProtocols.SingleOrDefaultAsync(p => p.ExamId == exam && p.VoidedAt == null, ct);
        ResultRules.ProtocolExists.Require(protocol is not null);
        return protocol!;
    }

    /// <summary>The next edition, listing exactly these versions of results.</summary>
    public static async Task<ResultProtocol> AddEdition(this DemoExamDb db, ExamId exam, IEnumerable<Result> results, DateTimeOffset now, CancellationToken ct)
    {
        var editions = await db.ResultProtocols.CountAsync(p => p.ExamId == exam, ct);
        return db.ResultProtocols.Add(new ResultProtocol(ResultProtocolId.New(), exam, editions + 1, results, now)).Entity;
    }

    /// <summary>Scoring experts whose signatures the protocol needs.</summary>
    public static IEnumerable<ExpertId> Signers(Exam exam) => exam.Duties.Where(d => d.IsScoring).Select(d => d.ExpertId);

    public static ProtocolStanding Standing(this ResultProtocol protocol, Exam exam) => new(protocol.Edition, protocol.Signatures.Count, protocol.IsSignedByAll(Signers(exam)), protocol.AnnouncedAt);
}
