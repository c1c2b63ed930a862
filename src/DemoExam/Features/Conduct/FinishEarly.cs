using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Exams;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Conduct;

/// <summary>A candidate hands in before the end; what was done is scored.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record FinishEarly(ExamId ExamId, CandidateId CandidateId, string? Reason) : ICommand<ExamId>;

internal sealed class FinishEarlyValidator : AbstractValidator<FinishEarly>
{
    public FinishEarlyValidator() => RuleFor(x => x.Reason).MaximumLength(400);
}

internal sealed class FinishEarlyHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<FinishEarly, ExamId>
{
    public async Task<ExamId> Handle(FinishEarly request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.FinishEarly(user.RequireExpert(), request.CandidateId, string.IsNullOrWhiteSpace(request.Reason) ? null : request.Reason.Trim(), time.GetUtcNow());
        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }
}
