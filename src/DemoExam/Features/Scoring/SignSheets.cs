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
/// An expert signs the own sheets of a criterion: of one candidate, or of all. All or nothing; what is missing is named
/// candidate by candidate. An entry made after the signature makes it void.
/// </summary>
[Authorize(Policy = Policies.Score)]
public sealed record SignSheets(ExamId ExamId, string Criterion, CandidateId? CandidateId = null) : ICommand<SignedSheets>, IAudited
{
    IEnumerable<(string Name, string Value)> IAudited.About => [("criterion", Criterion)];
}

/// <summary>How many sheets bear the signature now that didn't before.</summary>
public sealed record SignedSheets(int Sheets);

internal sealed class SignSheetsHandler(DemoExamDb db, ExamsAtWork exams, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals, AuditTrail trail) : IRequestHandler<SignSheets, SignedSheets>
{
    public async Task<SignedSheets> Handle(SignSheets request, CancellationToken cancellationToken)
    {
        var work = await exams.Open(db, user, request.ExamId, cancellationToken);
        var criterion = work.CriterionOf(request.Criterion);
        var seats = request.CandidateId is { } one ? [work.SeatOf(one)] : work.Scored.Where(s => work.WhyNot(s, criterion) is null).ToList();
        ScoringRules.ExpertScoresCriterion.Require(seats.Count > 0 && work.Duty.Scores(criterion.Letter), ("criterion", criterion.Letter));
        seats.ForEach(s => work.RequireScorer(s, criterion));
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
        }

        refusals.ThrowIfAny();
        var now = time.GetUtcNow();
        // What is locked was signed before; signing "all" must not stumble over it.
        var signed = sheets.Values.Where(s => (request.CandidateId is not null || s.Status == ScoreSheetStatus.Open) && s.Sign(criterion, work.Package.Judgement, work.Me.Id, now)).ToList();
        if (signed.Count > 0)
        {
            await trail.Add(request.ExamId, AuditDeed.SheetsSigned, cancellationToken,
                [("criterion", criterion.Letter), ("sheets", $"{signed.Count}"), .. signed.Select(s => ($"content:{s.Id}", s.ContentHash()))]);
            afterCommit.Do(() => signals.Raise(request.ExamId));
        }

        return new SignedSheets(signed.Count);
    }
}
