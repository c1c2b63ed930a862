using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Shared;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>
/// Exams as an iCalendar file, in the language of the request: one, or those that the user sees from a month ago on. The
/// preparatory day and each group are events of their own. It names no candidate.
/// </summary>
[Authorize(Policy = Policies.SeeExams)]
public sealed record GetCalendarFile(ExamId? ExamId = null) : IQuery<string>;

internal sealed class GetCalendarFileHandler(DemoExamDb db, CurrentUser user, TimeProvider time, PublicAddress address, Texts texts) : IRequestHandler<GetCalendarFile, string>
{
    // More than any region holds in a season, and no more than a calendar program takes.
    private const int Most = 1000;

    public async Task<string> Handle(GetCalendarFile request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var since = DateOnly.FromDateTime(now.UtcDateTime).AddMonths(-1);
        var exams = db.Exams.AsNoTracking().IgnoreAutoIncludes().VisibleTo(user, db).Where(e => e.Status != ExamStatus.Cancelled && e.Status != ExamStatus.Postponed);
        exams = request.ExamId is { } id ? exams.Where(e => e.Id == id) : exams.Where(e => e.LastDay >= since);
        var rows = await (from exam in exams
                          join package in db.Packages on exam.PackageId equals package.Id
                          join venue in db.Venues on exam.VenueId equals venue.Id
                          orderby exam.FirstDay, exam.Number
                          select new
                          {
                              exam.Id, exam.Number, exam.Status, package.Name, package.NameEn, Venue = venue.Name, VenueEn = venue.NameEn, venue.City, venue.Address, exam.PreparatoryDay,
                              Groups = exam.Groups.Select(g => new { g.Id, g.Number, g.StartsAt, g.DurationMinutes }).ToList(),
                          }).Take(Most).AsSplitQuery().ToListAsync(ct);
        if (request.ExamId is { } asked)
        {
            NotFound.Unless(rows.FirstOrDefault(), "exam", asked);
        }

        return CalendarFile.Write(rows.SelectMany(r =>
        {
            var place = $"{texts.Name(r.Venue, r.VenueEn)}, {r.City}, {r.Address}";
            var title = $"{r.Number} {texts.Name(r.Name, r.NameEn)}";
            var page = address.With($"/exams/{r.Id}");
            var tentative = r.Status is ExamStatus.Draft or ExamStatus.Submitted;
            return r.Groups.OrderBy(g => g.Number)
                .Select(g => CalendarEntry.Between($"group-{g.Id}", r.Groups.Count == 1 ? title : $"{title}, {texts["Exams.Group", g.Number]}", place, page, g.StartsAt, g.StartsAt.AddMinutes(g.DurationMinutes), tentative))
                .Prepend(CalendarEntry.OnDay($"preparatory-{r.Id}", $"{title}: {texts["Exams.PreparatoryDay"]}", place, page, r.PreparatoryDay, tentative));
        }), now);
    }
}
