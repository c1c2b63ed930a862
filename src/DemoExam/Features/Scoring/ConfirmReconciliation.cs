using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Audit;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Scoring;

/// <summary>A member of the state board confirms, through an account of the organiser or the region, that every paper sheet says what the system says.</summary>
[Authorize(Policy = Policies.Organise)]
public sealed record ConfirmReconciliation(ExamId ExamId, string Name, string Position) : ICommand<Created<ReconciliationId>>;

internal sealed class ConfirmReconciliationValidator : AbstractValidator<ConfirmReconciliation>
{
    public ConfirmReconciliationValidator()
    {
        RuleFor(r => r.Name).NotEmpty().MaximumLength(200);
        RuleFor(r => r.Position).NotEmpty().MaximumLength(200);
    }
}

internal sealed class ConfirmReconciliationHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, TimeProvider time, AuditTrail trail) : IRequestHandler<ConfirmReconciliation, Created<ReconciliationId>>
{
    public async Task<Created<ReconciliationId>> Handle(ConfirmReconciliation request, CancellationToken cancellationToken)
    {
        var desk = await PaperDesk.Load(db, schemes, user, request.ExamId, cancellationToken);
        var paper = await Reconciling.Load(db, desk, cancellationToken);
        ScoringRules.PaperAgrees.Require(paper.AllAgree);
        var confirmed = new Reconciliation(ReconciliationId.New(), desk.Exam.Id, user.RequireAccount(), request.Name.Trim(), request.Position.Trim(), paper.MarksHash, time.GetUtcNow());
        db.Reconciliations.Add(confirmed);
        await trail.Add(desk.Exam.Id, AuditDeed.Reconciled, cancellationToken, ("name", $"{confirmed.Name}, {confirmed.Position}"), ("content", confirmed.MarksHash));
        return new Created<ReconciliationId>(confirmed.Id);
    }
}
