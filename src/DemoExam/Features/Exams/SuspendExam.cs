using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Audit;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>
/// An exam stands still for a reason and by a document. Its chief expert may, at any time from the confirmation to the end of the
/// work; the organiser and the regional operator too. The clocks of a running exam stop with it.
/// </summary>
[Authorize(Policy = Policies.SuspendExams)]
public sealed record SuspendExam(ExamId ExamId, string Reason, string Document) : ICommand<ExamId>;

internal sealed class SuspendExamValidator : AbstractValidator<SuspendExam>
{
    public SuspendExamValidator()
    {
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(400);
        RuleFor(x => x.Document).NotEmpty().MaximumLength(200);
    }
}

internal sealed class SuspendExamHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<SuspendExam, ExamId>
{
    public async Task<ExamId> Handle(SuspendExam request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        user.RequireChiefOrOrganiser(exam);
        exam.Suspend(request.Reason.Trim(), request.Document.Trim(), AuditTrail.Name(user), time.GetUtcNow());
        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }
}
