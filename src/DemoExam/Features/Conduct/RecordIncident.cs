using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Conduct;

/// <summary>Chief or technical expert write an incident into the register: what happened, what was done, what it led to.</summary>
[Authorize(Policy = Policies.ConductExam)]
public sealed record RecordIncident(ExamId ExamId, IncidentKind Kind, IncidentEffect Effect, CandidateId? CandidateId, string Text, string Measures) : ICommand<ExamId>;

internal sealed class RecordIncidentValidator : AbstractValidator<RecordIncident>
{
    public RecordIncidentValidator()
    {
        RuleFor(x => x.Kind).IsInEnum();
        RuleFor(x => x.Effect).IsInEnum();
        RuleFor(x => x.Text).NotEmpty().MaximumLength(1000);
        RuleFor(x => x.Measures).NotEmpty().MaximumLength(1000);
    }
}

internal sealed class RecordIncidentHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<RecordIncident, ExamId>
{
    public async Task<ExamId> Handle(RecordIncident request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.Note(user.RequireExpert(), new Incident(Guid.CreateVersion7(), time.GetUtcNow(), request.Kind, request.Effect, request.CandidateId?.Value, request.Text.Trim(), request.Measures.Trim(), AuditTrail.Name(user)));
        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }
}
