using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Conduct;

/// <summary>The clock of the room: groups, and everybody whose end is another one. Names nobody, it hangs on a wall.</summary>
[Authorize(Policy = Policies.SeeExams)]
public sealed record GetClock(ExamId ExamId, int? Group = null) : IQuery<ClockView>;

/// <param name="Now">Time of the server.</param>
public sealed record ClockView(ExamId ExamId, string Number, string TimeZone, DateTimeOffset Now, IReadOnlyList<ClockGroup> Groups);

/// <param name="Announcements">When the chief expert announces how much time is left.</param>
/// <param name="Own">Workplaces with an end of their own.</param>
public sealed record ClockGroup(int Number, DateTimeOffset PlannedAt, int Minutes, CandidateTime Time, IReadOnlyList<Announcement> Announcements, IReadOnlyList<ClockSeat> Own);

/// <param name="Left">Minutes left.</param>
public sealed record Announcement(DateTimeOffset At, int Left);

public sealed record ClockSeat(int Workplace, CandidateTime Time);

internal sealed class GetClockHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetClock, ClockView>
{
    public async Task<ClockView> Handle(GetClock request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.ExamsFromInside(user).AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        var now = time.GetUtcNow();
        return new ClockView(exam.Id, exam.Number, exam.TimeZone, now, [.. exam.Groups.Where(g => request.Group is null || g.Number == request.Group).OrderBy(g => g.Number).Select(Group)]);

        ClockGroup Group(ExamGroup shift)
        {
            var clock = exam.TimeOf(shift, now);
            return new ClockGroup(shift.Number, shift.StartsAt, shift.DurationMinutes, clock,
                [.. CandidateTime.Announcements(shift.DurationMinutes).Select(left => new Announcement(clock.EndsAt.AddMinutes(-left), left))],
                [.. from enrolment in exam.Enrolments
                    where enrolment.GroupId == shift.Id && enrolment.Outcome is ParticipationOutcome.Expected or ParticipationOutcome.Present
                    let own = exam.TimeOf(enrolment, now)
                    where own.EndsAt != clock.EndsAt && enrolment.FinishedAt is null
                    orderby enrolment.Workplace
                    select new ClockSeat(enrolment.Workplace, own)]);
        }
    }
}
