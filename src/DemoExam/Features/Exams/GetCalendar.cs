using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Exams;

/// <summary>How many days a calendar shows.</summary>
public enum CalendarSpan
{
    Month = 1,
    Week = 2,
}

/// <summary>The exams of a month or a week, their preparatory days included, and the venues where they are held. Cancelled exams are left out.</summary>
/// <param name="Day">Any day of the month or week; today when left out.</param>
[Authorize(Policy = Policies.SeeExams)]
public sealed record GetCalendar(CalendarSpan Span = CalendarSpan.Month, DateOnly? Day = null) : IQuery<ExamCalendar>;

/// <param name="Today">By the clock of the user's region.</param>
/// <param name="From">First day of the month, or Monday of the week.</param>
/// <param name="To">Last day, included.</param>
public sealed record ExamCalendar(CalendarSpan Span, DateOnly Day, DateOnly Today, DateOnly From, DateOnly To, IReadOnlyList<CalendarExam> Exams, IReadOnlyList<CalendarVenue> Venues);

/// <param name="Shifts">Starts and ends of the groups, in order, by the clock of the venue.</param>
public sealed record CalendarExam(
    ExamId Id, string Number, ExamStatus Status, string Package, string PackageEn, VenueId VenueId, string TimeZone,
    DateOnly PreparatoryDay, DateOnly FirstDay, DateOnly LastDay, IReadOnlyList<CalendarShift> Shifts, int Candidates)
{
    /// <summary>True on a day on which people work or are scored, not on the preparatory day alone.</summary>
    public bool IsOn(DateOnly day) => day >= FirstDay && day <= LastDay;
}

public sealed record CalendarShift(DateTime StartsAt, DateTime EndsAt);

/// <param name="Workplaces">Of the whole venue.</param>
public sealed record CalendarVenue(VenueId Id, string Name, string NameEn, string City, int Workplaces);

internal sealed class GetCalendarValidator : AbstractValidator<GetCalendar>
{
    public GetCalendarValidator()
    {
        RuleFor(x => x.Span).IsInEnum();
        // Far enough for every exam that was and will be, near enough for the arithmetic of months.
        RuleFor(x => x.Day).InclusiveBetween(new DateOnly(2000, 1, 1), new DateOnly(2199, 12, 31));
    }
}

internal sealed class GetCalendarHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetCalendar, ExamCalendar>
{
    public async Task<ExamCalendar> Handle(GetCalendar request, CancellationToken ct)
    {
        var today = await db.Today(user, time, ct);
        var day = request.Day ?? today;
        var (first, last) = request.Span == CalendarSpan.Week ? Week(day) : Month(day);
        var rows = await (from exam in db.Exams.AsNoTracking().IgnoreAutoIncludes().VisibleTo(user, db)
                          join package in db.Packages on exam.PackageId equals package.Id
                          where exam.LastDay >= first && exam.PreparatoryDay <= last && exam.Status != ExamStatus.Cancelled && exam.Status != ExamStatus.Postponed
                          orderby exam.FirstDay, exam.Number
                          select new
                          {
                              exam.Id, exam.Number, exam.Status, package.Name, package.NameEn, exam.VenueId, exam.TimeZone, exam.PreparatoryDay, exam.FirstDay, exam.LastDay,
                              Groups = exam.Groups.Select(g => new { g.Number, g.StartsAt, g.DurationMinutes }).ToList(),
                              Candidates = exam.Enrolments.Count,
                          }).AsSplitQuery().ToListAsync(ct);
        var places = rows.Select(r => r.VenueId).Distinct().ToList();
        var venues = await db.Venues.AsNoTracking().IgnoreAutoIncludes().Where(v => places.Contains(v.Id)).OrderBy(v => v.City).ThenBy(v => v.Name)
            .Select(v => new CalendarVenue(v.Id, v.Name, v.NameEn, v.City, v.Workplaces)).ToListAsync(ct);
        return new ExamCalendar(request.Span, day, today, first, last,
            rows.ConvertAll(r =>
            {
                var zone = TimeZoneInfo.FindSystemTimeZoneById(r.TimeZone);
                return new CalendarExam(r.Id, r.Number, r.Status, r.Name, r.NameEn, r.VenueId, r.TimeZone, r.PreparatoryDay, r.FirstDay, r.LastDay,
                    [.. r.Groups.OrderBy(g => g.Number).Select(g => new CalendarShift(Local(g.StartsAt), Local(g.StartsAt.AddMinutes(g.DurationMinutes))))], r.Candidates);

                DateTime Local(DateTimeOffset moment) => TimeZoneInfo.ConvertTime(moment, zone).DateTime;
            }),
            venues);
    }

    private static (DateOnly From, DateOnly To) Month(DateOnly day)
    {
        var first = new DateOnly(day.Year, day.Month, 1);
        return (first, first.AddMonths(1).AddDays(-1));
    }

    private static (DateOnly From, DateOnly To) Week(DateOnly day)
    {
        var monday = day.Monday();
        return (monday, monday.AddDays(6));
    }
}

/// <summary>Weeks begin on Monday (GOST R 7.0.64, ISO 8601).</summary>
internal static class Weeks
{
    public static DateOnly Monday(this DateOnly day) => day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
}
