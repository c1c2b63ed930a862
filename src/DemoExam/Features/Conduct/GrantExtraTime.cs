using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Conduct;

/// <summary>
/// Special conditions of a candidate: more time than the group has, by a document. The organiser grants it while planning, the chief
/// expert until the end of the work. The workplace is kept for as long.
/// </summary>
[Authorize(Policy = Policies.SuspendExams)]
public sealed record GrantExtraTime(ExamId ExamId, CandidateId CandidateId, int Minutes, string Basis) : ICommand<ExamId>;

internal sealed class GrantExtraTimeValidator : AbstractValidator<GrantExtraTime>
{
    public GrantExtraTimeValidator() => RuleFor(x => x.Basis).NotEmpty().MaximumLength(200);
}

internal sealed class GrantExtraTimeHandler(DemoExamDb db, CurrentUser user, AfterCommit afterCommit, BoardSignals signals) : IRequestHandler<GrantExtraTime, ExamId>
{
    public async Task<ExamId> Handle(GrantExtraTime request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.Exams.Include(e => e.Bookings).InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        user.RequireChiefOrOrganiser(exam);
        ExamRules.ExtraTimeIsInRange.Require(request.Minutes is >= 0 and <= Exam.MostExtraMinutes, ("most", Exam.MostExtraMinutes));
        if (exam.Enrolments.SingleOrDefault(e => e.CandidateId == request.CandidateId) is { } enrolment)
        {
            await RequireFreePlace(exam, enrolment, request.Minutes, ct);
        }

        exam.GrantTime(request.CandidateId, request.Minutes, request.Basis.Trim());
        afterCommit.Do(() => signals.Raise(exam.Id));
        return exam.Id;
    }

    private async Task RequireFreePlace(Exam exam, Enrolment enrolment, int minutes, CancellationToken ct)
    {
        var own = exam.SlotsOf(enrolment, enrolment.ExtraMinutes).ToHashSet();
        var more = exam.SlotsOf(enrolment, minutes).Where(slot => !own.Contains(slot)).ToHashSet();
        var days = more.Select(slot => slot.Day).ToList();
        var taken = await (from booking in db.Bookings.AsNoTracking()
                           join other in db.Exams on booking.ExamId equals other.Id
                           where booking.Kind == BookedKind.Workplace && booking.ResourceId == exam.VenueId.Value && booking.Number == enrolment.Workplace && days.Contains(booking.Day)
                           select new { booking.Day, booking.Slot, other.Number }).ToListAsync(ct);
        var by = taken.FirstOrDefault(t => more.Contains((t.Day, t.Slot)));
        ExamRules.NothingIsBookedTwice.Require(by is null, ("what", BookedKind.Workplace), ("who", $"{enrolment.Workplace}"), ("id", enrolment.Workplace), ("day", by?.Day), ("exam", by?.Number));
    }
}
