using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Conduct;

/// <summary>Chief or technical expert looked at a line of the checklist. What is missing is said in words.</summary>
[Authorize(Policy = Policies.ConductExam)]
public sealed record CheckReadiness(ExamId ExamId, string Item, ReadinessState State, string? Note) : ICommand<ExamId>;

internal sealed class CheckReadinessValidator : AbstractValidator<CheckReadiness>
{
    public CheckReadinessValidator()
    {
        RuleFor(x => x.Item).NotEmpty().MaximumLength(40);
        RuleFor(x => x.State).IsInEnum();
        RuleFor(x => x.Note).MaximumLength(400);
    }
}

internal sealed class CheckReadinessHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<CheckReadiness, ExamId>
{
    public async Task<ExamId> Handle(CheckReadiness request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.CheckReadiness(user.RequireExpert(), AuditTrail.Name(user), request.Item, request.State, string.IsNullOrWhiteSpace(request.Note) ? null : request.Note.Trim(), time.GetUtcNow());
        return exam.Id;
    }
}
