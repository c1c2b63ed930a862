using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Results;

/// <summary>The organiser tells the candidates their results: they see them from now on.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record AnnounceResults(ExamId ExamId) : ICommand<ProtocolStanding>;

internal sealed class AnnounceResultsHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AuditTrail trail, ExamNotices notices) : IRequestHandler<AnnounceResults, ProtocolStanding>
{
    public async Task<ProtocolStanding> Handle(AnnounceResults request, CancellationToken cancellationToken)
    {
        var exam = NotFound.Unless(await db.Exams.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, cancellationToken), "exam", request.ExamId);
        user.RequireOrganiser(exam);
        var protocol = await db.ProtocolThatHolds(exam.Id, cancellationToken);
        var before = protocol.AnnouncedAt;
        protocol.Announce(Protocols.Signers(exam), time.GetUtcNow());
        if (before is null)
        {
            exam.Announced();
            await trail.Add(exam.Id, AuditDeed.ResultsAnnounced, cancellationToken, ("edition", $"{protocol.Edition}"), ("content", protocol.ContentHash));
            await notices.ResultsAnnounced(exam, protocol.Edition, cancellationToken);
        }

        return protocol.Standing(exam);
    }
}
