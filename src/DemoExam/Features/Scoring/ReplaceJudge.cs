using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Scoring;

/// <summary>
/// The chief expert puts a substitute in the place of a scoring expert who dropped out. Credential, other exams and conflicts of
/// interest are checked anew; marks already given stay with their author.
/// </summary>
[Authorize(Policy = Policies.HeadExam)]
public sealed record ReplaceJudge(ExamId ExamId, ExpertId Dropped, ExpertId Substitute, string? Reason) : ICommand<ReplacedJudge>, IAudited;

/// <summary>Who scores now, and which criteria.</summary>
public sealed record ReplacedJudge(string Name, string Criteria);

internal sealed class ReplaceJudgeValidator : AbstractValidator<ReplaceJudge>
{
    public ReplaceJudgeValidator()
    {
        RuleFor(r => r.Dropped).NotEmpty();
        RuleFor(r => r.Substitute).NotEmpty();
        RuleFor(r => r.Reason).MaximumLength(400);
    }
}

internal sealed class ReplaceJudgeHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, BoardSignals signals, AuditTrail trail) : IRequestHandler<ReplaceJudge, ReplacedJudge>
{
    public async Task<ReplacedJudge> Handle(ReplaceJudge request, CancellationToken cancellationToken)
    {
        var me = user.RequireExpert();
        var exam = NotFound.Unless(await db.Exams.SingleOrDefaultAsync(e => e.Id == request.ExamId && e.Duties.Any(d => d.ExpertId == me), cancellationToken), "exam", request.ExamId);
        var substitute = NotFound.Unless(await db.Experts.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.Substitute && e.RegionCode == exam.RegionCode && e.MergedInto == null, cancellationToken), "expert", request.Substitute);
        var circumstances = await db.LoadSubstitution(exam, [substitute.Id], cancellationToken);
        exam.ReplaceScorer(me, request.Dropped, substitute, circumstances, request.Reason, time.Today(exam.TimeZone), time.GetUtcNow());
        var duty = exam.Duties.Single(d => d.ExpertId == substitute.Id);
        var dropped = await db.Experts.AsNoTracking().Where(e => e.Id == request.Dropped).Select(e => e.Name).SingleAsync(cancellationToken);
        await trail.Add(exam.Id, AuditDeed.ExpertReplaced, cancellationToken,
            ("dropped", dropped.Initials), ("substitute", substitute.Name.Initials), ("criterion", duty.Criteria), ("reason", request.Reason!.Trim()));
        afterCommit.Do(() => signals.Raise(exam.Id));
        return new ReplacedJudge(substitute.Name.Initials, duty.Criteria);
    }
}

internal static class Substitution
{
    /// <summary>What is needed to say whether experts may step in: the exam as a plan of today, and the days they are taken.</summary>
    public static async Task<ExamPlan> LoadSubstitution(this DemoExamDb db, Exam exam, IReadOnlyCollection<ExpertId> experts, CancellationToken ct)
    {
        var now = await db.LoadCircumstances(exam, ct);
        var present = now.Candidates.Where(c => exam.Enrolments.Any(e => e.CandidateId == c.Id && e.Outcome is ParticipationOutcome.Present or ParticipationOutcome.Expected)).ToList();
        return new ExamPlan(exam.Type, now.Package, exam.Scope, now.Venue, exam.OrganiserId, exam.PreparatoryDay, exam.FirstDay, exam.LastDay,
            [new PlannedGroup(exam.Groups[0].StartsAt, [], present)], [], now.Organisations)
        {
            Taken = await db.TakenDays([.. experts.Select(e => e.Value)], exam.FirstDay.AddDays(-1), exam.LastDay.AddDays(1), ct),
        };
    }
}
