namespace DemoExam.Domain.Organisations;

/// <summary>The working days of one year as the government has set them, by exceptions from the five-day week.</summary>
/// <param name="Year">The year.</param>
/// <param name="DaysOff">Mondays to Fridays on which nobody works.</param>
/// <param name="WorkingWeekends">Saturdays and Sundays on which everybody does.</param>
public sealed record CalendarYear(int Year, IReadOnlySet<DateOnly> DaysOff, IReadOnlySet<DateOnly> WorkingWeekends);

/// <summary>
/// The production calendar (производственный календарь): which days are working days in a region. A year that is not known yet
/// follows article 112 of the Labour Code: public holidays, and a weekend day that falls on one moves to the next working day,
/// except in January, whose days only a decree moves.
/// </summary>
/// <param name="years">Years as the government has set them.</param>
/// <param name="regional">Holidays of regions, with their year, by the region's code.</param>
public sealed class WorkingCalendar(IEnumerable<CalendarYear> years, IReadOnlyDictionary<string, IReadOnlySet<DateOnly>> regional)
{
    private static readonly (int Month, int Day)[] NewYear = [(1, 1), (1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7), (1, 8)];
    private static readonly (int Month, int Day)[] Holidays = [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)];

    private readonly Dictionary<int, CalendarYear> _years = years.ToDictionary(y => y.Year);

    /// <summary>True when people work on this day in the region.</summary>
    /// <param name="day">The day.</param>
    /// <param name="region">Code of the region, two digits.</param>
    public bool IsWorkingDay(DateOnly day, string region)
    {
        if (regional.TryGetValue(region, out var holidays) && holidays.Contains(day))
        {
            return false;
        }

        var year = _years.GetValueOrDefault(day.Year) ?? ByLaw(day.Year);
        return IsWeekend(day) ? year.WorkingWeekends.Contains(day) : !year.DaysOff.Contains(day);
    }

    /// <summary>The working day that lies the given number of working days after a day, or before it when the number is negative. The day itself doesn't count.</summary>
    /// <param name="day">Any day.</param>
    /// <param name="workingDays">Not zero.</param>
    /// <param name="region">Code of the region.</param>
    public DateOnly Shift(DateOnly day, int workingDays, string region)
    {
        ArgumentOutOfRangeException.ThrowIfZero(workingDays);
        var step = Math.Sign(workingDays);
        for (var left = Math.Abs(workingDays); left > 0;)
        {
            day = day.AddDays(step);
            left -= IsWorkingDay(day, region) ? 1 : 0;
        }

        return day;
    }

    private static CalendarYear ByLaw(int year)
    {
        var off = NewYear.Concat(Holidays).Select(h => new DateOnly(year, h.Month, h.Day)).ToHashSet();
        foreach (var holiday in Holidays.Select(h => new DateOnly(year, h.Month, h.Day)).Where(IsWeekend))
        {
            var free = holiday;
            while (IsWeekend(free) || off.Contains(free))
            {
                free = free.AddDays(1);
            }

            off.Add(free);
        }

        return new CalendarYear(year, off, new HashSet<DateOnly>());
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
