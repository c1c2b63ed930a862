using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Exams;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Conduct;

/// <summary>The work goes on after a technical stop: of one candidate, or of the groups.</summary>
[Authorize(Policy = Policies.ConductExam)]
public sealed record LetClockGoOn(ExamId ExamId, CandidateId? CandidateId) : ICommand<ExamId>;

internal sealed class LetClockGoOnHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<LetClockGoOn, ExamId>
{
    public async Task<ExamId> Handle(LetClockGoOn request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.GoOn(user.RequireExpert(), request.CandidateId, time.GetUtcNow());
        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }
}
