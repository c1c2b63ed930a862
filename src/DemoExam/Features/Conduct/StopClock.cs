using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Conduct;

/// <summary>A technical stop: of one candidate, or of every group that works. The time is given back.</summary>
[Authorize(Policy = Policies.ConductExam)]
public sealed record StopClock(ExamId ExamId, CandidateId? CandidateId, string Reason) : ICommand<ExamId>;

internal sealed class StopClockValidator : AbstractValidator<StopClock>
{
    public StopClockValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(200);
}

internal sealed class StopClockHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<StopClock, ExamId>
{
    public async Task<ExamId> Handle(StopClock request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.Stop(user.RequireExpert(), AuditTrail.Name(user), request.CandidateId, request.Reason.Trim(), time.GetUtcNow());
        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }
}
