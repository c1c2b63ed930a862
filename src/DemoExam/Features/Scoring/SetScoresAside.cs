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
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// The chief expert rules out entries that disagree, with a reason. No value is entered: the chief expert does not score.
/// </summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record SetScoresAside(ExamId ExamId, CandidateId CandidateId, AspectId AspectId, ScoreEntryId DecisionId, IReadOnlyList<ScoreEntryId> Entries, string? Reason)
    : ICommand<AspectView>, IAudited
{
    IEnumerable<(string Name, string Value)> IAudited.About => [("candidate", CandidateId.ToString()), ("aspect", AspectId.ToString())];
}

internal sealed class SetScoresAsideValidator : AbstractValidator<SetScoresAside>
{
    public SetScoresAsideValidator()
    {
        RuleFor(r => r.DecisionId).NotEmpty();
        RuleFor(r => r.Entries).NotNull();
        RuleFor(r => r.Reason).MaximumLength(ScoreEventValidator.LongestReason);
    }
}

internal sealed class SetScoresAsideHandler(DemoExamDb db, ExamsAtWork exams, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals, AuditTrail trail, Texts texts) : IRequestHandler<SetScoresAside, AspectView>
{
    public async Task<AspectView> Handle(SetScoresAside request, CancellationToken cancellationToken)
    {
        var work = await exams.Open(db, user, request.ExamId, cancellationToken);
        work.Exam.RequireChief(work.Me.Id);
        var (criterion, aspect) = work.AspectOf(request.AspectId);
        var sheet = NotFound.Unless(await db.ScoreSheets
            .SingleOrDefaultAsync(s => s.ExamId == request.ExamId && s.CandidateId == request.CandidateId && s.CriterionId == criterion.Id, cancellationToken), "score sheet");
        var now = time.GetUtcNow();
        afterCommit.Do(() => signals.Raise(request.ExamId));
        sheet.SetAside(new ScoreEntry(request.DecisionId, aspect.Id, work.Me.Id, ScoreContent.SetAside(request.Reason), request.Entries, now, now), aspect);
        await trail.Add(request.ExamId, AuditDeed.ScoresSetAside, cancellationToken,
            ("aspect", aspect.Code), ("number", $"{work.SeatOf(request.CandidateId).Number}"), ("reason", request.Reason!.Trim()), ("sheet", sheet.Id.ToString()));
        return SheetViews.Of(texts, work, sheet, aspect);
    }
}
