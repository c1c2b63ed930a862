using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Exams;

/// <summary>The regional operator sends a submitted plan back to its organiser and says why.</summary>
[Authorize(Policy = Policies.ConfirmExams)]
public sealed record ReturnExam(ExamId ExamId, string Reason) : ICommand<ExamId>;

internal sealed class ReturnExamValidator : AbstractValidator<ReturnExam>
{
    public ReturnExamValidator() => RuleFor(x => x.Reason).NotEmpty().MaximumLength(400);
}

internal sealed class ReturnExamHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ReturnExam, ExamId>
{
    public async Task<ExamId> Handle(ReturnExam request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        exam.Return(request.Reason.Trim());
        return exam.Id;
    }
}
