using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>The chief expert says how one candidate's part in the exam went: came, did not come, was removed.</summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record RecordOutcome(ExamId ExamId, CandidateId CandidateId, ParticipationOutcome Outcome) : ICommand<ExamId>;

internal sealed class RecordOutcomeValidator : AbstractValidator<RecordOutcome>
{
    public RecordOutcomeValidator()
    {
        RuleFor(x => x.CandidateId).NotEmpty();
        RuleFor(x => x.Outcome).IsInEnum().NotEmpty();
    }
}

internal sealed class RecordOutcomeHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<RecordOutcome, ExamId>
{
    public async Task<ExamId> Handle(RecordOutcome request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.RecordOutcome(user.RequireExpert(), request.CandidateId, request.Outcome);
        return exam.Id;
    }
}
