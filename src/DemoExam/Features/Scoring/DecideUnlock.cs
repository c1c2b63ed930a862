using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Results;
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
/// The regional operator, the second person, allows or refuses to open locked scores. Allowed: the sheets are open, their
/// signatures and the protocol's are void, the exam is being scored again. Results and passports stay until the next lock.
/// </summary>
[Authorize(Policy = Policies.ConfirmExams)]
public sealed record DecideUnlock(ExamId ExamId, UnlockRequestId RequestId, bool Approve, string? Answer) : ICommand<UnlockedSheets>;

/// <summary>How many sheets are open now that were locked before.</summary>
public sealed record UnlockedSheets(int Sheets);

internal sealed class DecideUnlockValidator : AbstractValidator<DecideUnlock>
{
    public DecideUnlockValidator() => RuleFor(r => r.Answer).MaximumLength(400);
}

internal sealed class DecideUnlockHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals, AuditTrail trail) : IRequestHandler<DecideUnlock, UnlockedSheets>
{
    public async Task<UnlockedSheets> Handle(DecideUnlock request, CancellationToken cancellationToken)
    {
        var exam = NotFound.Unless(await db.Exams.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, cancellationToken), "exam", request.ExamId);
        var unlock = NotFound.Unless(await db.UnlockRequests.SingleOrDefaultAsync(u => u.Id == request.RequestId && u.ExamId == exam.Id, cancellationToken), "unlock request", request.RequestId);
        var now = time.GetUtcNow();
        unlock.Decide(request.Approve, user.RequireAccount(), AuditTrail.Name(user), request.Answer, now);
        if (!request.Approve)
        {
            await trail.Add(exam.Id, AuditDeed.UnlockRejected, cancellationToken, ("document", unlock.Document), ("answer", unlock.Answer!));
            return new UnlockedSheets(0);
        }

        var (sheets, protocol) = await db.OpenSheets(schemes, exam, unlock, now, cancellationToken);
        await trail.Add(exam.Id, AuditDeed.UnlockApproved, cancellationToken,
            [("document", unlock.Document), ("sheets", $"{sheets.Count}"), .. protocol is null ? Array.Empty<(string, string)>() : [("edition", $"{protocol.Edition}")], .. sheets.Select(s => ($"sheet:{s.Id}", s.ContentHash()))]);
        afterCommit.Do(() => signals.Raise(exam.Id));
        return new UnlockedSheets(sheets.Count);
    }
}

internal static class Unlocking
{
    /// <summary>Opens the locked sheets that a request covers: their signatures and the protocol's are void, the exam is being scored again.</summary>
    /// <exception cref="RuleViolation"><see cref="ScoringRules.SheetIsLocked"/>.</exception>
    public static async Task<(IReadOnlyList<ScoreSheet> Sheets, ResultProtocol? Voided)> OpenSheets(
        this DemoExamDb db, MarkingSchemes schemes, Exam exam, UnlockRequest unlock, DateTimeOffset now, CancellationToken ct)
    {
        var package = await schemes.Of(exam.PackageId, db, ct);
        var letters = package.Criteria.ToDictionary(c => c.Id, c => c.Letter);
        var sheets = (await db.ScoreSheets.Where(s => s.ExamId == exam.Id && s.Status == ScoreSheetStatus.Locked).ToListAsync(ct))
            .FindAll(s => unlock.Covers(s.CandidateId, letters[s.CriterionId]));
        ScoringRules.SheetIsLocked.Require(sheets.Count > 0);
        sheets.ForEach(s => s.Unlock());
        exam.Reopen();
        var protocol = await db.ResultProtocols.SingleOrDefaultAsync(p => p.ExamId == exam.Id && p.VoidedAt == null, ct);
        protocol?.Void(now);
        return (sheets, protocol);
    }
}
