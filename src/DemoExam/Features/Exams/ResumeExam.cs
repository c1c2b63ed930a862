using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>A suspended exam goes on where it stopped.</summary>
[Authorize(Policy = Policies.SuspendExams)]
public sealed record ResumeExam(ExamId ExamId) : ICommand<ExamId>;

internal sealed class ResumeExamHandler(DemoExamDb db, CurrentUser user, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<ResumeExam, ExamId>
{
    public async Task<ExamId> Handle(ResumeExam request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        user.RequireChiefOrOrganiser(exam);
        exam.Resume();
        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }
}
