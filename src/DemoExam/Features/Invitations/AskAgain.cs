using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Features.Mail;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Invitations;

/// <summary>
/// The days of an exam have changed: every answer was to the old ones, so experts are asked anew, those who had declined too.
/// Answers how many.
/// </summary>
[Authorize(Policy = Policies.System)]
internal sealed record AskAgain(ExamId ExamId) : ICommand<int>;

internal sealed class AskAgainHandler(DemoExamDb db, WorkingCalendar calendar, TimeProvider time, ExamNotices notices) : IRequestHandler<AskAgain, int>
{
    public async Task<int> Handle(AskAgain request, CancellationToken ct)
    {
        var exam = NotFound.Unless(await db.Exams.AsNoTracking().SingleOrDefaultAsync(e => e.Id == request.ExamId, ct), "exam", request.ExamId);
        if (!exam.IsAhead)
        {
            return 0;
        }

        var last = await db.LastInvitations(exam.Id, ct);
        var today = time.Today(exam.TimeZone);
        var outdated = exam.Duties.Where(d => d.EndedAt is null && Invitation.StateOf(last.GetValueOrDefault(d.ExpertId), exam, d.Role, today) == InvitationState.Outdated);
        return (await db.Invite(exam, [.. outdated], last, calendar, time, notices, ct)).Invited;
    }
}
