using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Audit;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// The chief expert closes the sheets of a criterion: of one candidate, or of all who take part. All or nothing; what is
/// missing is named candidate by candidate.
/// </summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record LockCriterion(ExamId ExamId, string Criterion, CandidateId? CandidateId = null) : ICommand<LockedSheets>, IAudited
{
    IEnumerable<(string Name, string Value)> IAudited.About => [("criterion", Criterion)];
}

/// <summary>How many sheets are locked now that were open before.</summary>
public sealed record LockedSheets(int Locked);

internal sealed class LockCriterionHandler(DemoExamDb db, ExamsAtWork exams, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals, AuditTrail trail) : IRequestHandler<LockCriterion, LockedSheets>
{
    public async Task<LockedSheets> Handle(LockCriterion request, CancellationToken cancellationToken)
    {
        var work = await exams.Open(db, user, request.ExamId, cancellationToken);
        work.Exam.RequireChief(work.Me.Id);
        var criterion = work.CriterionOf(request.Criterion);
        var seats = request.CandidateId is { } one ? [work.SeatOf(one)] : work.Scored.ToList();
        var candidates = seats.Select(s => s.Candidate.Id).ToList();
        var sheets = await db.ScoreSheets
            .Where(s => s.ExamId == request.ExamId && s.CriterionId == criterion.Id && candidates.Contains(s.CandidateId))
            .ToDictionaryAsync(s => s.CandidateId, cancellationToken);
        ScoringRules.ExamTakesMarks.Require(sheets.Count == seats.Count, ("status", work.Exam.Status));

        var refusals = new Refusals();
        foreach (var seat in seats)
        {
            foreach (var missing in sheets[seat.Candidate.Id].WhatIsMissing(criterion, work.Package.Judgement))
            {
                refusals.Add(missing.About(seat));
            }

            var sheet = sheets[seat.Candidate.Id];
            if (sheet.Status == ScoreSheetStatus.Open && sheet.ProgressOf(criterion, work.Package.Judgement).IsComplete && sheet.MissingSigners(work.SignersOf(seat, criterion)) is { Count: > 0 } unsigned)
            {
                refusals.Add(ScoringRules.SheetIsSigned.Refuse(("criterion", criterion.Letter), ("missing", unsigned.Count), ("experts", unsigned.Select(work.NameOf).ToList())).About(seat));
            }
        }

        refusals.ThrowIfAny();
        afterCommit.Do(() => signals.Raise(request.ExamId));
        var open = sheets.Values.Where(s => s.Status == ScoreSheetStatus.Open).ToList();
        open.ForEach(s => s.Lock(criterion, work.Package.Judgement, work.SignersOf(work.SeatOf(s.CandidateId), criterion), work.Me.Id, time.GetUtcNow()));
        if (open.Count > 0)
        {
            await trail.Add(request.ExamId, AuditDeed.SheetsLocked, cancellationToken,
                [("criterion", criterion.Letter), ("sheets", $"{open.Count}"), .. open.Select(s => ($"content:{s.Id}", s.ContentHash()))]);
        }

        return new LockedSheets(open.Count);
    }
}

internal static class RefusalsOfSeats
{
    /// <summary>The refusal with the candidate whom it concerns.</summary>
    public static Refusal About(this Refusal refusal, Seat seat) =>
        refusal with { Facts = new Dictionary<string, object?>(refusal.Facts) { ["candidate"] = $"{seat.Number}. {seat.Candidate.Name.Initials}" } };
}
