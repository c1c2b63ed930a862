using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Appeals;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Audit;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Appeals;

/// <summary>A candidate appeals: about the procedure on the exam day, about the result until the end of the next working day after it was announced.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record FileMyAppeal(ExamId ExamId, AppealId AppealId, AppealKind Kind, string Text) : ICommand<Created<AppealId>>;

internal sealed class FileMyAppealValidator : AbstractValidator<FileMyAppeal>
{
    public FileMyAppealValidator()
    {
        RuleFor(r => r.AppealId).NotEmpty();
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.Text).NotEmpty().MaximumLength(AppealFiling.LongestText);
    }
}

internal sealed class FileMyAppealHandler(DemoExamDb db, WorkingCalendar calendar, CurrentUser user, TimeProvider time, AuditTrail trail) : IRequestHandler<FileMyAppeal, Created<AppealId>>
{
    public async Task<Created<AppealId>> Handle(FileMyAppeal request, CancellationToken ct)
    {
        var mine = await db.EntriesOf(user.RequireCandidate(), ct);
        var exam = NotFound.Unless(await db.Exams.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId && e.Enrolments.Any(x => mine.Contains(x.CandidateId)), ct), "exam", request.ExamId);
        return await db.FileAppeal(calendar, exam, request.AppealId, exam.Enrolments.First(e => mine.Contains(e.CandidateId)).CandidateId, request.Kind, request.Text, null, user, time.GetUtcNow(), trail, ct);
    }
}

internal static class AppealFiling
{
    public const int LongestText = 4000;

    /// <summary>Adds the appeal; sending it again changes nothing.</summary>
    public static async Task<Created<AppealId>> FileAppeal(this DemoExamDb db, WorkingCalendar calendar, Exam exam, AppealId id, CandidateId candidate, AppealKind kind, string text, string? document,
        CurrentUser user, DateTimeOffset now, AuditTrail trail, CancellationToken ct)
    {
        if (await db.Appeals.AnyAsync(a => a.Id == id && a.CandidateId == candidate, ct))
        {
            return new Created<AppealId>(id);
        }

        AppealRules.AppealIsOnce.Require(!await db.Appeals.AnyAsync(a => a.ExamId == exam.Id && a.CandidateId == candidate && a.Kind == kind, ct), ("kind", kind));
        var desk = await AppealDesk.Load(db, calendar, exam, ct);
        var appeal = new Appeal(id, desk.TermOf(kind, candidate), candidate, text, user.RequireAccount(), AuditTrail.Name(user), document, now);
        db.Appeals.Add(appeal);
        await trail.Add(exam.Id, AuditDeed.AppealFiled, ct,
            [("candidate", candidate.ToString()), ("kind", kind.ToString()), .. appeal.Document is { } paper ? [("document", paper)] : Array.Empty<(string, string)>()]);
        return new Created<AppealId>(id);
    }
}
