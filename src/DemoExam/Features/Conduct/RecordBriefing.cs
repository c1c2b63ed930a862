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

/// <summary>Candidates and experts were briefed on safety and have signed for it. Those who were briefed before keep their entry.</summary>
[Authorize(Policy = Policies.ConductExam)]
public sealed record RecordBriefing(ExamId ExamId, IReadOnlyList<CandidateId> Candidates, IReadOnlyList<ExpertId> Experts) : ICommand<ExamId>;

internal sealed class RecordBriefingValidator : AbstractValidator<RecordBriefing>
{
    public RecordBriefingValidator()
    {
        RuleFor(x => x.Candidates).NotNull();
        RuleFor(x => x.Experts).NotNull();
    }
}

internal sealed class RecordBriefingHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<RecordBriefing, ExamId>
{
    public async Task<ExamId> Handle(RecordBriefing request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.Brief(user.RequireExpert(), AuditTrail.Name(user), request.Candidates, request.Experts, time.GetUtcNow());
        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }
}
