using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Features.Audit;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>Somebody says that paper sheets were handed out to the experts: from then on results are fixed only after the reconciliation.</summary>
[Authorize(Policy = Policies.HandlePaper)]
public sealed record IssuePaper(ExamId ExamId) : ICommand<IssuedPaper>, IAudited;

/// <summary>Since when paper is out.</summary>
public sealed record IssuedPaper(DateTimeOffset At);

internal sealed class IssuePaperHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, TimeProvider time, AuditTrail trail) : IRequestHandler<IssuePaper, IssuedPaper>
{
    public async Task<IssuedPaper> Handle(IssuePaper request, CancellationToken cancellationToken)
    {
        var desk = await PaperDesk.Load(db, schemes, user, request.ExamId, cancellationToken);
        var exam = await db.Exams.SingleAsync(e => e.Id == desk.Exam.Id, cancellationToken);
        if (exam.IssuePaper(time.GetUtcNow()))
        {
            await trail.Add(exam.Id, AuditDeed.PaperIssued, cancellationToken, ("sheets", $"{desk.Places.Count(p => p.Counts) * desk.Criteria.Count}"));
        }

        return new IssuedPaper(exam.PaperIssuedAt!.Value);
    }
}
