using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>
/// The chief expert says how one candidate's part in the exam went: did not come, with or without a valid reason; was removed; was
/// excused after an illness. A removal and a valid reason need the act or certificate behind them.
/// </summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record RecordOutcome(ExamId ExamId, CandidateId CandidateId, ParticipationOutcome Outcome, string? Reason = null, string? Document = null) : ICommand<ExamId>;

internal sealed class RecordOutcomeValidator : AbstractValidator<RecordOutcome>
{
    public RecordOutcomeValidator()
    {
        RuleFor(x => x.CandidateId).NotEmpty();
        RuleFor(x => x.Outcome).IsInEnum().NotEmpty();
        RuleFor(x => x.Reason).MaximumLength(400);
        RuleFor(x => x.Document).MaximumLength(200);
    }
}

internal sealed class RecordOutcomeHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<RecordOutcome, ExamId>
{
    public async Task<ExamId> Handle(RecordOutcome request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.RecordOutcome(user.RequireExpert(), request.CandidateId, request.Outcome, request.Reason?.Trim(), request.Document?.Trim(), time.GetUtcNow());
        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }
}
