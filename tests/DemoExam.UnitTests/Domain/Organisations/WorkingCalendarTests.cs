using DemoExam.Domain.Organisations;

namespace DemoExam.UnitTests.Domain.Organisations;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar ByLaw = new([], new Dictionary<string, IReadOnlySet<DateOnly>>());

    private static readonly WorkingCalendar Set = new(
        [new CalendarYear(2025, new HashSet<DateOnly> { new(2025, 11, 3), new(2025, 11, 4) }, new HashSet<DateOnly> { new(2025, 11, 1) })],
        new Dictionary<string, IReadOnlySet<DateOnly>> { ["16"] = new HashSet<DateOnly> { new(2025, 11, 6) } });

    // The official norm of working days for the five-day week of 2022, whose decree moved no day into or out of these months.
    [Theory]
    [InlineData(2022, 2, 19)]
    [InlineData(2022, 4, 21)]
    [InlineData(2022, 6, 21)]
    [InlineData(2022, 11, 21)]
    // 9 May 2026 is a Saturday, 8 March 2026 a Sunday: the Mondays after them are free.
    [InlineData(2026, 3, 21)]
    [InlineData(2026, 5, 19)]
    public void A_month_of_a_year_that_is_not_set_has_the_working_days_of_the_labour_code(int year, int month, int expected) =>
        Enumerable.Range(1, DateTime.DaysInMonth(year, month)).Count(day => ByLaw.IsWorkingDay(new DateOnly(year, month, day), "39")).ShouldBe(expected);

    [Fact]
    public void Days_of_the_decree_count_as_it_says()
    {
        Set.IsWorkingDay(new DateOnly(2025, 11, 1), "39").ShouldBeTrue();
        Set.IsWorkingDay(new DateOnly(2025, 11, 3), "39").ShouldBeFalse();
        Set.IsWorkingDay(new DateOnly(2025, 11, 5), "39").ShouldBeTrue();
    }

    [Fact]
    public void A_holiday_of_one_region_is_no_holiday_elsewhere()
    {
        Set.IsWorkingDay(new DateOnly(2025, 11, 6), "16").ShouldBeFalse();
        Set.IsWorkingDay(new DateOnly(2025, 11, 6), "39").ShouldBeTrue();
    }

    [Fact]
    public void Shifting_counts_working_days_only_and_leaves_the_day_itself_out()
    {
        // Friday 31 October; Saturday 1 November is a working day, 2 to 4 November are free.
        Set.Shift(new DateOnly(2025, 10, 31), 1, "39").ShouldBe(new DateOnly(2025, 11, 1));
        Set.Shift(new DateOnly(2025, 10, 31), 2, "39").ShouldBe(new DateOnly(2025, 11, 5));
        Set.Shift(new DateOnly(2025, 10, 31), 3, "16").ShouldBe(new DateOnly(2025, 11, 7));
        Set.Shift(new DateOnly(2025, 11, 5), -1, "39").ShouldBe(new DateOnly(2025, 11, 1));
        Set.Shift(new DateOnly(2025, 11, 2), -1, "39").ShouldBe(new DateOnly(2025, 11, 1));
    }
}
