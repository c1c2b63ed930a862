using System.Globalization;

namespace DemoExam.FunctionalTests;

public sealed class FormatsTests
{
    private static readonly CultureInfo Russian = CultureInfo.GetCultureInfo("ru");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    [Fact]
    public void Numbers_are_grouped_by_a_narrow_space_or_a_comma()
    {
        Formats.Number(1234567.5m, Russian).ShouldBe("1\u202F234\u202F567,5");
        Formats.Number(1234567.5m, English).ShouldBe("1,234,567.5");
        Formats.Number(-3m, Russian).ShouldBe("\u22123");
    }

    [Theory]
    [InlineData("87", "87")]
    [InlineData("87.50", "87,50")]
    [InlineData("87.005", "87,01")]
    [InlineData("86.999", "87")]
    [InlineData("0", "0")]
    public void Points_have_two_decimals_only_when_there_are_any(string points, string text) =>
        Formats.Points(decimal.Parse(points, CultureInfo.InvariantCulture), Russian).ShouldBe(text);

    [Fact]
    public void Dates_are_written_out()
    {
        var date = new DateOnly(2026, 6, 14);
        Formats.Date(date, Russian).ShouldBe("14 июня 2026");
        Formats.Date(date, English).ShouldBe("14 June 2026");
    }

    [Fact]
    public void Ranges_do_not_repeat_what_is_common()
    {
        var from = new DateOnly(2026, 6, 14);
        Formats.DateRange(from, from, Russian).ShouldBe("14 июня 2026");
        Formats.DateRange(from, new DateOnly(2026, 6, 16), Russian).ShouldBe("14–16 июня 2026");
        Formats.DateRange(from, new DateOnly(2026, 7, 2), Russian).ShouldBe("14 июня – 2 июля 2026");
        Formats.DateRange(from, new DateOnly(2027, 1, 2), English).ShouldBe("14 June 2026 – 2 January 2027");
    }

    [Theory]
    [InlineData("Asia/Vladivostok", "14 июня 2026, 09:00 (МСК+7)", "14 June 2026, 09:00 (UTC+10)")]
    [InlineData("Europe/Moscow", "14 июня 2026, 02:00 (МСК)", "14 June 2026, 02:00 (UTC+3)")]
    [InlineData("Europe/Kaliningrad", "14 июня 2026, 01:00 (МСК−1)", "14 June 2026, 01:00 (UTC+2)")]
    [InlineData("Asia/Kolkata", "14 июня 2026, 04:30 (МСК+2:30)", "14 June 2026, 04:30 (UTC+5:30)")]
    public void Moments_name_the_clock_of_the_place(string zone, string russian, string english)
    {
        var moment = new DateTimeOffset(2026, 6, 13, 23, 0, 0, TimeSpan.Zero);
        Formats.Moment(moment, zone, Russian).ShouldBe(russian);
        Formats.Moment(moment, zone, English).ShouldBe(english);
    }

    [Fact]
    public void Dates_in_tables_are_short_and_stay_on_one_line()
    {
        var from = new DateOnly(2026, 1, 30);
        Formats.ShortDate(from, Russian).ShouldBe("30\u00A0янв.\u00A02026");
        Formats.ShortDate(new DateOnly(2026, 5, 4), Russian).ShouldBe("4\u00A0мая\u00A02026");
        Formats.ShortDateRange(from, from, English).ShouldBe("30\u00A0Jan\u00A02026");
        Formats.ShortDateRange(new DateOnly(2026, 6, 14), new DateOnly(2026, 6, 16), Russian).ShouldBe("14–16\u00A0июн.\u00A02026");
        Formats.ShortDateRange(from, new DateOnly(2026, 2, 2), Russian).ShouldBe("30\u00A0янв.\u00A0– 2\u00A0февр.\u00A02026");
        Formats.ShortDateRange(from, new DateOnly(2027, 1, 2), English).ShouldBe("30\u00A0Jan\u00A02026\u00A0– 2\u00A0Jan\u00A02027");
    }

    [Fact]
    public void Durations_sizes_and_shares_carry_their_unit()
    {
        Formats.Duration(TimeSpan.FromMinutes(150), Russian).ShouldBe("2\u00A0ч\u00A030\u00A0мин");
        Formats.Duration(TimeSpan.FromHours(4), English).ShouldBe("4\u00A0h");
        Formats.FileSize(10 * 1024 * 1024, Russian).ShouldBe("10\u00A0МБ");
        Formats.Percent(0.645m, Russian).ShouldBe("64,5\u00A0%");
        Formats.Percent(0.64m, English).ShouldBe("64%");
    }
}
