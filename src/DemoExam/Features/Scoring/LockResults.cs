using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Results;
using DemoExam.Features.Audit;
using DemoExam.Features.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// The chief expert fixes the results: the exam is locked, each candidate who worked gets a result with a grade by the scale
/// in force on the last day, and a passport is ordered for each. One transaction.
/// </summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record LockResults(ExamId ExamId) : ICommand<LockedResults>, IAudited;

/// <summary>How many results were fixed and passports ordered.</summary>
public sealed record LockedResults(int Results);

internal sealed class LockResultsHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals, AuditTrail trail, PassportIssuing issuing)
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

        var present = exam.Present.Select(e => e.CandidateId).ToList();
        var organisations = await db.Candidates.Where(c => present.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => c.OrganisationId, cancellationToken);
        var scales = await db.GradeScales.AsNoTracking().ToListAsync(cancellationToken);
        var results = present.Select(candidate => new Result(ResultId.New(), exam.Id, candidate, 1, package, exam.Scope,
            [.. sheets.Where(s => s.CandidateId == candidate)], GradeScale.InForce(scales, organisations[candidate], exam.LastDay), now)).ToList();
        db.Results.AddRange(results);
        await trail.Add(exam.Id, AuditDeed.ResultsLocked, cancellationToken, [("results", $"{results.Count}"), .. results.Select(r => ($"result:{r.Id}", r.ContentHash()))]);
        await db.OrderPassports(exam, results, now, cancellationToken);
        afterCommit.Do(issuing.Nudge);
        afterCommit.Do(() => signals.Raise(request.ExamId));
        return new LockedResults(results.Count);
    }
}
