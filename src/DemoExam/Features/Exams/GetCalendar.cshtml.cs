using System.Globalization;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace DemoExam.Features.Exams;

/// <summary>Exams by day: a month, a week with the hours, or the venues of a month beside one another.</summary>
[Authorize(Policy = Policies.SeeExams)]
public sealed class GetCalendarModel(IMediator mediator) : PageModel
{
    public static readonly IReadOnlyList<string> Views = ["month", "week", "venues"];

    /// <summary>One of <see cref="Views"/>; anything else is the month.</summary>
    [FromQuery(Name = "view")]
    public string View { get; set; } = "month";

    [FromQuery(Name = "day")]
    public DateOnly? Day { get; set; }

    public ExamCalendar Calendar { get; private set; } = null!;

    /// <summary>The days shown; a month is filled up to whole weeks, except beside venues.</summary>
    public IReadOnlyList<DateOnly> Days { get; private set; } = [];

    public async Task<IActionResult> OnGet(CancellationToken ct)
    {
        if (!ModelState.IsValid)
        {
            return RedirectToPage(new { view = View });
        }

        View = Views.Contains(View) ? View : "month";
        Calendar = await mediator.Send(new GetCalendar(View == "week" ? CalendarSpan.Week : CalendarSpan.Month, Day), ct);
        var (from, to) = View == "month" ? (Calendar.From.Monday(), Calendar.To.Monday().AddDays(6)) : (Calendar.From, Calendar.To);
        Days = [.. Enumerable.Range(0, to.DayNumber - from.DayNumber + 1).Select(from.AddDays)];
        return Page();
    }

    /// <summary>The address of the span before (−1) or after (1), or of another view of the same day.</summary>
    public string Address(int step = 0, string? view = null)
    {
        var day = step == 0 ? Calendar.Day : Calendar.Span == CalendarSpan.Week ? Calendar.Day.AddDays(7 * step) : Calendar.From.AddMonths(step);
        return Url.Page(null, new { view = view ?? View, day = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) })!;
    }

    public IEnumerable<CalendarExam> On(DateOnly day) => Calendar.Exams.Where(exam => exam.IsOn(day) || exam.PreparatoryDay == day);
}
