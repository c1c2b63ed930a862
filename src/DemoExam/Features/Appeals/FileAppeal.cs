using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Audit;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Appeals;

/// <summary>
/// An office takes an appeal that was handed in on paper: by the candidate, or by a parent of a minor. Only so an appeal is taken
/// out of its time, on a document that says why.
/// </summary>
[Authorize(Policy = Policies.Organise)]
public sealed record FileAppeal(ExamId ExamId, AppealId AppealId, CandidateId CandidateId, AppealKind Kind, string Text, string Document) : ICommand<Created<AppealId>>, IAudited;

internal sealed class FileAppealValidator : AbstractValidator<FileAppeal>
{
    public FileAppealValidator()
    {
        RuleFor(r => r.AppealId).NotEmpty();
        RuleFor(r => r.CandidateId).NotEmpty();
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Text).NotEmpty().MaximumLength(AppealFiling.LongestText);
        RuleFor(r => r.Document).NotEmpty().MaximumLength(200);
    }
}

internal sealed class FileAppealHandler(DemoExamDb db, WorkingCalendar calendar, CurrentUser user, TimeProvider time, AuditTrail trail) : IRequestHandler<FileAppeal, Created<AppealId>>
{
    public async Task<Created<AppealId>> Handle(FileAppeal request, CancellationToken ct)
    {
        var exam = await db.ExamToHandleAppealsOf(user, request.ExamId, ct);
        return await db.FileAppeal(calendar, exam, request.AppealId, request.CandidateId, request.Kind, request.Text, request.Document, user, time.GetUtcNow(), trail, ct);
    }
}
