using System.Security.Cryptography;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Features.Audit;
using DemoExam.Features.Mail;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>
/// An incident moves candidates to another day or venue: a new exam with the same package and experts takes them over. It is no absence
/// and no attempt. What they had booked is freed and the new places are taken in one transaction; a rule that refuses the new plan leaves everything as it was.
/// </summary>
/// <param name="ExamId">The exam that they leave.</param>
/// <param name="NewId">Identity of the exam that they sit instead.</param>
/// <param name="Candidates">Who moves; when nobody is left, the exam itself is moved.</param>
/// <param name="VenueId">Where.</param>
/// <param name="PreparatoryDay">New preparatory day.</param>
/// <param name="StartsAt">Start of the first group by the clock of the venue; later groups keep their distance.</param>
/// <param name="Reason">What happened.</param>
/// <param name="Document">Act or order.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record MoveExam(ExamId ExamId, ExamId NewId, IReadOnlyList<CandidateId> Candidates, VenueId VenueId, DateOnly PreparatoryDay, DateTime StartsAt, string Reason, string Document)
    : ICommand<ScheduledExam>, IAudited;

internal sealed class MoveExamValidator : AbstractValidator<MoveExam>
{
    public MoveExamValidator()
    {
        RuleFor(x => x.NewId).NotEmpty();
        RuleFor(x => x.Candidates).NotEmpty();
        RuleFor(x => x.VenueId).NotEmpty();
        RuleFor(x => x.PreparatoryDay).NotEmpty();
        RuleFor(x => x.StartsAt).Must(at => at.Kind == DateTimeKind.Unspecified && at.Year > 2000).WithMessage("Validation.VenueTime");
        RuleFor(x => x.Reason).NotEmpty().MaximumLength(400);
        RuleFor(x => x.Document).NotEmpty().MaximumLength(200);
    }
}

internal sealed class MoveExamHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AuditTrail trail, ExamNotices notices) : IRequestHandler<MoveExam, ScheduledExam>
{
    public async Task<ScheduledExam> Handle(MoveExam request, CancellationToken ct)
    {
        if (await db.Exams.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(e => e.Id == request.NewId, ct) is { } sent)
        {
            return new ScheduledExam(sent.Id, sent.Number);
        }

        // The bookings must be here to be given back.
        var exam = NotFound.Unless(await db.Exams.Include(e => e.Bookings).InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        user.RequireOrganiser(exam);
        var wasConfirmed = exam.Status is not (ExamStatus.Draft or ExamStatus.Submitted);
        var before = exam.Bookings.Select(b => b.ResourceId).ToHashSet();
        exam.Move(request.NewId, [.. request.Candidates.Distinct()], request.Reason.Trim(), request.Document.Trim());
        // What is given back must be known as such before the same day is taken again.
        db.ChangeTracker.DetectChanges();
        var freed = before.Except(exam.Bookings.Select(b => b.ResourceId)).ToHashSet();

        var schedule = Plan(exam, request);
        var plan = await db.LoadPlan(schedule, user, ct);
        plan = plan with
        {
            OrganiserId = exam.OrganiserId,
            // What is freed a moment before can be taken.
            Taken = [.. plan.Taken.Where(t => t.ExamNumber != exam.Number || !freed.Contains(t.ResourceId))],
        };
        var moved = Exam.Schedule(request.NewId, await db.NextExamNumber(plan, ct), plan, time.Today(plan.Venue.TimeZone));
        db.Exams.Add(moved);
        if (user.Is(Roles.RegionalOperator))
        {
            // Whoever confirms plans has just looked at this one.
            moved.Confirm();
            db.WorkplaceDraws.Add(new WorkplaceDraw(WorkplaceDrawId.New(), moved.Id, 1, RandomNumberGenerator.GetBytes(WorkplaceDraw.SeedLength), time.GetUtcNow()));
        }

        await notices.Replaced(exam, wasConfirmed, request.Candidates, moved, plan.Venue, request.Reason.Trim(), ct);
        await trail.Add(exam.Id, AuditDeed.CandidatesMoved, ct,
            ("candidate", string.Join(' ', request.Candidates.Distinct())), ("reason", request.Reason.Trim()), ("document", request.Document.Trim()), ("exam", moved.Number));
        return new ScheduledExam(moved.Id, moved.Number);
    }

    private static ScheduleExam Plan(Exam exam, MoveExam request)
    {
        var chosen = request.Candidates.ToHashSet();
        var groups = exam.Groups.OrderBy(g => g.Number).Where(g => exam.Enrolments.Any(e => e.GroupId == g.Id && chosen.Contains(e.CandidateId))).ToList();
        GroupChoice Choice(ExamGroup group) => new(request.StartsAt + (group.StartsAt.DateTime - groups[0].StartsAt.DateTime), [.. exam.Enrolments.Where(e => e.GroupId == group.Id && chosen.Contains(e.CandidateId)).Select(e => e.CandidateId)]);
        var choices = groups.Select(Choice).ToList();
        return new ScheduleExam(request.NewId, exam.Type, exam.PackageId, exam.Level, exam.WithVariativePart, request.VenueId,
            request.PreparatoryDay, DateOnly.FromDateTime(request.StartsAt), DateOnly.FromDateTime(choices.Max(c => c.StartsAt)), choices,
            [.. exam.Duties.Where(d => d.EndedAt is null).Select(d => new ExpertChoice(d.ExpertId, d.Role, d.Criteria))]);
    }
}
