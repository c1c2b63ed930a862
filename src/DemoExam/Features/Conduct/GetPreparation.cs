using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Features.Exams;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Conduct;

/// <summary>The preparatory day of an exam: checklist, draw, briefing, duties, and what keeps it from being ready.</summary>
[Authorize(Policy = Policies.SeeExams)]
public sealed record GetPreparation(ExamId ExamId) : IQuery<PreparationView>;

/// <param name="Missing">What keeps the chief expert from signing the readiness act.</param>
/// <param name="MayBegin">This user can lay the checklist down now.</param>
/// <param name="MayCheck">This user can check lines now.</param>
/// <param name="MaySign">This user can sign the act now, as soon as nothing is missing.</param>
public sealed record PreparationView(
    ExamId ExamId, string Number, ExamStatus Status, string TimeZone, DateOnly PreparatoryDay, DateOnly FirstDay, DateTimeOffset? ReadyAt, DateTimeOffset? DrawnAt,
    IReadOnlyList<ReadinessItem> Items, int Briefed, int ToBrief, int Variants, IReadOnlyList<Refusal> Missing, bool MayBegin, bool MayCheck, bool MaySign);

internal sealed class GetPreparationHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetPreparation, PreparationView>
{
    public async Task<PreparationView> Handle(GetPreparation request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.ExamsFromInside(user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var draw = await db.WorkplaceDraws.AsNoTracking().Where(d => d.ExamId == exam.Id).OrderByDescending(d => d.Number).FirstOrDefaultAsync(ct);
        var conducts = exam.Conducts(user);
        var open = exam.Status is ExamStatus.Confirmed or ExamStatus.Preparation;
        var duties = exam.Duties.Where(d => d.EndedAt is null).ToList();
        return new PreparationView(exam.Id, exam.Number, exam.Status, exam.TimeZone, exam.PreparatoryDay, exam.FirstDay, exam.ReadyAt, draw?.DrawnAt, exam.Readiness,
            duties.Count(d => d.BriefedAt is not null) + exam.Enrolments.Count(e => e.BriefedAt is not null), duties.Count + exam.Enrolments.Count,
            await db.TaskVariants.CountAsync(v => v.ExamId == exam.Id, ct),
            open ? exam.WhyNotReady(draw, exam.Obstacles(await db.LoadCircumstances(exam, ct))) : [],
            MayBegin: open && exam.Readiness.Count == 0 && conducts && time.Today(exam.TimeZone) >= exam.PreparatoryDay,
            MayCheck: conducts && exam.Readiness.Count > 0 && exam.Status is ExamStatus.Preparation or ExamStatus.Ready,
            MaySign: exam.Status == ExamStatus.Preparation && user.ExpertId == exam.Chief.ExpertId);
    }
}

internal static class Conducting
{
    /// <summary>The user is the exam's chief or technical expert.</summary>
    public static bool Conducts(this Exam exam, CurrentUser user) =>
        exam.Duties.Any(d => d.ExpertId == user.ExpertId && d.EndedAt is null && d.Role is ExamRole.ChiefExpert or ExamRole.TechnicalExpert);
}
