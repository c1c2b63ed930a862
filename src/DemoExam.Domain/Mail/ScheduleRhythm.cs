namespace DemoExam.Domain.Mail;

/// <summary>How often somebody gets the schedule of their exams by mail.</summary>
public enum ScheduleRhythm
{
    /// <summary>On Mondays, the week that begins.</summary>
    Weekly = 1,

    /// <summary>On the first of the month, the month that begins.</summary>
    Monthly = 2,
}

/// <summary>Days that a schedule by mail tells of.</summary>
public static class ScheduleDays
{
    /// <summary>The week from Monday to Sunday, or the calendar month, in which a day lies.</summary>
    public static (DateOnly From, DateOnly To) Around(this ScheduleRhythm rhythm, DateOnly day)
    {
        if (rhythm == ScheduleRhythm.Monthly)
        {
            var first = new DateOnly(day.Year, day.Month, 1);
            return (first, first.AddMonths(1).AddDays(-1));
        }

        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return (monday, monday.AddDays(6));
    }
}
