using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Results;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Audit;
using DemoExam.Features.Passports;
using DemoExam.Features.Results;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// The chief expert fixes the results: the exam is locked, each candidate who worked gets a result with a grade by the scale
/// in force on the last day, and a passport is ordered for each. After an unlocking those whose sheets were opened get the next
/// version, and their passports are replaced when it says something else. One transaction.
/// </summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record LockResults(ExamId ExamId) : ICommand<LockedResults>, IAudited;

/// <summary>How many results were fixed and passports ordered.</summary>
public sealed record LockedResults(int Results);

internal sealed class LockResultsHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals, AuditTrail trail, PassportIssuing issuing, StatusPublishing publishing)
    : IRequestHandler<LockResults, LockedResults>
{
    public async Task<LockedResults> Handle(LockResults request, CancellationToken cancellationToken)
    {
        var me = user.RequireExpert();
        var exam = NotFound.Unless(await db.Exams.SingleOrDefaultAsync(e => e.Id == request.ExamId && e.Duties.Any(d => d.ExpertId == me), cancellationToken), "exam", request.ExamId);
        var package = await schemes.Of(exam.PackageId, db, cancellationToken);
        var sheets = await db.ScoreSheets.Where(s => s.ExamId == exam.Id).ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        exam.Lock(me, package, sheets, now);
        await RequireReconciliation(exam, package, sheets, cancellationToken);

        var present = exam.Present.Select(e => e.CandidateId).ToList();
        var organisations = await db.Candidates.Where(c => present.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.OrganisationId, cancellationToken);
        var scales = await db.GradeScales.AsNoTracking().ToListAsync(cancellationToken);
        var last = (await db.Results.Where(r => r.ExamId == exam.Id).ToListAsync(cancellationToken)).GroupBy(r => r.CandidateId).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Version)!);
        var unlocks = (await db.UnlockRequests.AsNoTracking().Where(u => u.ExamId == exam.Id && u.Status == UnlockStatus.Approved).ToListAsync(cancellationToken)).OrderBy(u => u.DecidedAt).ToList();

        // After an unlocking only those whose sheets were opened get a new version.
        var made = (
            from candidate in present
            let before = last.GetValueOrDefault(candidate)
            let basis = before is null ? null : unlocks.LastOrDefault(u => u.DecidedAt >= before.FixedAt && (u.CandidateId is null || u.CandidateId == candidate))
            where before is null || basis is not null
            select (Basis: basis, Before: before, Result: new Result(ResultId.New(), exam.Id, candidate, (before?.Version ?? 0) + 1, package, exam.Scope,
                [.. sheets.Where(s => s.CandidateId == candidate)], GradeScale.InForce(scales, organisations[candidate], exam.LastDay), now, basis?.Id))).ToList();
        var results = made.Select(m => m.Result).ToList();
        db.Results.AddRange(results);

        var listed = results.Concat(last.Values.Where(r => present.Contains(r.CandidateId) && results.TrueForAll(n => n.CandidateId != r.CandidateId)));
        var protocol = await db.AddEdition(exam.Id, listed, now, cancellationToken);
        await trail.Add(exam.Id, AuditDeed.ResultsLocked, cancellationToken,
            [("results", $"{results.Count}"), ("edition", $"{protocol.Edition}"), ("content", protocol.ContentHash), .. results.Select(r => ($"result:{r.Id}", r.ContentHash()))]);

        await db.OrderPassports(exam, [.. made.Where(m => m.Before is null).Select(m => m.Result)], now, cancellationToken);
        await db.OrderReplacements(exam, [.. made.Where(m => m.Before is not null && !m.Result.SaysTheSameAs(m.Before)).Select(m => (m.Result,
            m.Basis!.Basis == UnlockBasis.AppealDecision ? SupersedingCategory.ResultChanged : SupersedingCategory.Correction))], now, cancellationToken);
        var annulled = last.Keys.Except(present).ToList();
        await db.WithdrawPassports(exam, annulled, unlocks.LastOrDefault()?.Document ?? exam.Number, AuditTrail.Name(user), now, cancellationToken);

        afterCommit.Do(issuing.Nudge);
        afterCommit.Do(publishing.Nudge);
        afterCommit.Do(() => signals.Raise(request.ExamId));
        return new LockedResults(results.Count);
    }

    // Paper comes before the first results; what is scored again after an unlocking stands on the basis document.
    private async Task RequireReconciliation(Exam exam, AssessmentPackage package, IReadOnlyList<ScoreSheet> sheets, CancellationToken ct)
    {
        var issued = exam.PaperIssuedAt is not null || await db.PaperReadings.AnyAsync(r => r.ExamId == exam.Id, ct);
        if (issued && !await db.Results.AnyAsync(r => r.ExamId == exam.Id, ct))
        {
            var confirmed = await db.Reconciliations.AsNoTracking().Where(r => r.ExamId == exam.Id).OrderByDescending(r => r.At).Select(r => r.MarksHash).FirstOrDefaultAsync(ct);
            ScoringRules.PaperIsReconciled.Require(confirmed == Reconciling.HashOf(exam, package, sheets));
        }
    }
}
