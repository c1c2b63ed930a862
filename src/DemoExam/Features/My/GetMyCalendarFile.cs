using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Candidates;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.My;

/// <summary>When and where a candidate's own group works, as an iCalendar file in the language of the request.</summary>
[Authorize(Policy = Policies.BeCandidate)]
public sealed record GetMyCalendarFile(ExamId ExamId) : IQuery<string>;

internal sealed class GetMyCalendarFileHandler(DemoExamDb db, CurrentUser user, TimeProvider time, PublicAddress address, Texts texts) : IRequestHandler<GetMyCalendarFile, string>
{
    public async Task<string> Handle(GetMyCalendarFile request, CancellationToken ct)
    {
        var entries = await db.EntriesOf(user.RequireCandidate(), ct);
        var mine = NotFound.Unless(await (
            from enrolment in db.Enrolments
            join exam in db.Exams on EF.Property<ExamId>(enrolment, "ExamId") equals exam.Id
            join package in db.Packages on exam.PackageId equals package.Id
            join venue in db.Venues on exam.VenueId equals venue.Id
            where entries.Contains(enrolment.CandidateId) && exam.Id == request.ExamId && exam.Status != ExamStatus.Cancelled && exam.Status != ExamStatus.Postponed
            select new
            {
                exam.Number, exam.Status, package.Name, package.NameEn, Venue = venue.Name, VenueEn = venue.NameEn, venue.City, venue.Address,
                Group = exam.Groups.Where(g => g.Id == enrolment.GroupId).Select(g => new { g.Id, g.StartsAt, g.DurationMinutes }).First(),
            }).AsNoTracking().SingleOrDefaultAsync(ct), "exam", request.ExamId);
        return CalendarFile.Write(
            [
                CalendarEntry.Between($"group-{mine.Group.Id}", $"{texts["Exams.One", mine.Number]}: {texts.Name(mine.Name, mine.NameEn)}", $"{texts.Name(mine.Venue, mine.VenueEn)}, {mine.City}, {mine.Address}",
                    address.With("/my"), mine.Group.StartsAt, mine.Group.StartsAt.AddMinutes(mine.Group.DurationMinutes), mine.Status == ExamStatus.Submitted),
            ], time.GetUtcNow());
    }
}
