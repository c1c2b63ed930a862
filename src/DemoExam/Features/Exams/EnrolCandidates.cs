using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Features.Audit;
using DemoExam.Features.Mail;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>
/// Adds candidates to an exam that is planned already, to the first groups with free places or to one of them; everybody or nobody. Until the
/// workplaces are drawn. All that planning asks for is asked again, independence of the experts included.
/// </summary>
/// <param name="Group">Number of the group; null for the first with a free place.</param>
[Authorize(Policy = Policies.Organise)]
public sealed record EnrolCandidates(ExamId ExamId, IReadOnlyList<CandidateId> Candidates, int? Group = null) : ICommand<ExamId>, IAudited;

internal sealed class EnrolCandidatesValidator : AbstractValidator<EnrolCandidates>
{
    private const int MostCandidates = 200;

    public EnrolCandidatesValidator() => RuleFor(x => x.Candidates).NotNull().Must(c => c is null || c.Count <= MostCandidates).WithMessage("Validation.TooManyInExam");
}

internal sealed class EnrolCandidatesHandler(DemoExamDb db, CurrentUser user, AuditTrail trail, ExamNotices notices) : IRequestHandler<EnrolCandidates, ExamId>
{
    public async Task<ExamId> Handle(EnrolCandidates request, CancellationToken ct)
    {
        var exam = await db.RequireExam(request.ExamId, user, ct);
        user.RequireOrganiser(exam);
        var chosen = request.Candidates.Distinct().ToList();
        var plan = await db.LoadPlan(PlanOf(exam, chosen), user, ct);
        var expertIds = exam.Duties.Select(d => d.ExpertId).ToList();
        var experts = await db.Experts.AsNoTracking().Where(e => expertIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        exam.Enrol(plan.Groups[0].Candidates, request.Group, plan, experts, await db.IsDrawn(exam.Id, ct));

        await trail.Add(exam.Id, AuditDeed.CandidatesEnrolled, ct, ("candidate", string.Join(' ', chosen)));
        if (exam.Status is not (ExamStatus.Draft or ExamStatus.Submitted))
        {
            await notices.TellCandidates(exam, ct);
        }

        return exam.Id;
    }

    // The exam as if the newcomers alone were planned, in each of its groups: what everybody else has booked is taken.
    private static ScheduleExam PlanOf(Exam exam, IReadOnlyList<CandidateId> chosen)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(exam.TimeZone);
        var groups = exam.Groups.OrderBy(g => g.Number)
            .Select(g => new GroupChoice(TimeZoneInfo.ConvertTime(g.StartsAt, zone).DateTime, chosen));
        return new ScheduleExam(exam.Id, exam.Type, exam.PackageId, exam.Level, exam.WithVariativePart, exam.VenueId, exam.PreparatoryDay, exam.FirstDay, exam.LastDay, [.. groups], []);
    }
}
