using System.Globalization;
using DemoExam.Domain;

namespace DemoExam;

/// <summary>
/// Numbers, dates and times as people write them in the two languages. Everything is spelled out here instead of taken from
/// the machine's language data, so that a passport reads the same wherever it is printed.
/// </summary>
/// <remarks>Without a culture the language of the request is meant.</remarks>
public static class Formats
{
    /// <summary>Narrow no-break space: groups digits in Russian.</summary>
    public const string NarrowSpace = "\u202F";

    private const string NoBreakSpace = "\u00A0";
    private const string Minus = "\u2212";
    private const string EnDash = "\u2013";

    private static readonly NumberFormatInfo RussianNumbers = new()
    {
        NumberDecimalSeparator = ",",
        NumberGroupSeparator = NarrowSpace,
        NegativeSign = Minus,
    };

    private static readonly NumberFormatInfo EnglishNumbers = new()
    {
        NumberDecimalSeparator = ".",
        NumberGroupSeparator = ",",
        NegativeSign = Minus,
    };

    private static readonly string[] RussianMonths =
        ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];

    private static readonly string[] EnglishMonths =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    private static readonly string[] RussianMonthTitles =
        ["Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь"];

    private static readonly string[] RussianWeekdays = ["вс", "пн", "вт", "ср", "чт", "пт", "сб"];

    private static readonly string[] EnglishWeekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

    // As Unicode CLDR shortens them (ru, en-GB).
    private static readonly string[] ShortRussianMonths = ["янв.", "февр.", "мар.", "апр.", "мая", "июн.", "июл.", "авг.", "сент.", "окт.", "нояб.", "дек."];

    private static readonly string[] ShortEnglishMonths = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];

    /// <summary>12 345,6 · 12,345.6: as many decimals as the number has.</summary>
    public static string Number(decimal value, CultureInfo? culture = null) => value.ToString("#,0.############", Numbers(culture));

    /// <summary>87,50 · 87: two decimals when there are any, none otherwise.</summary>
    public static string Points(decimal value, CultureInfo? culture = null)
    {
        var rounded = decimal.Round(value, 2, MidpointRounding.AwayFromZero);
        return rounded.ToString(rounded == decimal.Truncate(rounded) ? "#,0" : "#,0.00", Numbers(culture));
    }

    /// <inheritdoc cref="Points(decimal, CultureInfo?)" />
    public static string Points(Marks marks, CultureInfo? culture = null) => Points(marks.Value, culture);

    /// <summary>1,60 · 2,00: always two decimals, for figures that stand under one another.</summary>
    public static string ExactPoints(decimal value, CultureInfo? culture = null) => value.ToString("#,0.00", Numbers(culture));

    /// <summary>12345,6 · 12345.6: as people type it into a field.</summary>
    public static string Typed(decimal value, CultureInfo? culture = null) =>
        value.ToString("0.############", Numbers(culture)).Replace(Minus, "-", StringComparison.Ordinal);

    /// <summary>A share from 0 to 1: 64 % · 64%. One decimal at most.</summary>
    public static string Percent(decimal share, CultureInfo? culture = null) =>
        (share * 100).ToString("#,0.#", Numbers(culture)) + (IsRussian(culture) ? NoBreakSpace : "") + "%";

    /// <summary>14 июня 2026 · 14 June 2026.</summary>
    public static string Date(DateOnly date, CultureInfo? culture = null) => $"{Day(date, culture)} {Year(date)}";

    /// <summary>14–16 июня 2026, 30 июня – 2 июля 2026, or both dates in full.</summary>
    public static string DateRange(DateOnly from, DateOnly to, CultureInfo? culture = null) => (from, to) switch
    {
        _ when from == to => Date(from, culture),
        _ when from.Year != to.Year => $"{Date(from, culture)} {EnDash} {Date(to, culture)}",
        _ when from.Month != to.Month => $"{Day(from, culture)} {EnDash} {Date(to, culture)}",
        _ => $"{from.Day.ToString(CultureInfo.InvariantCulture)}{EnDash}{Date(to, culture)}",
    };

    /// <summary>9 дек. 2026 · 9 Dec 2026, on one line: for columns of tables.</summary>
    public static string ShortDate(DateOnly date, CultureInfo? culture = null) => $"{ShortDay(date, culture)}{NoBreakSpace}{Year(date)}";

    /// <summary>14–16 июн. 2026, 30 янв. – 2 февр. 2026, each date on one line: for columns of tables.</summary>
    public static string ShortDateRange(DateOnly from, DateOnly to, CultureInfo? culture = null) => (from, to) switch
    {
        _ when from == to => ShortDate(from, culture),
        _ when from.Year != to.Year => $"{ShortDate(from, culture)}{NoBreakSpace}{EnDash} {ShortDate(to, culture)}",
        _ when from.Month != to.Month => $"{ShortDay(from, culture)}{NoBreakSpace}{EnDash} {ShortDate(to, culture)}",
        _ => $"{from.Day.ToString(CultureInfo.InvariantCulture)}{EnDash}{ShortDate(to, culture)}",
    };

    /// <summary>Ноябрь 2026 · November 2026: a month as a heading.</summary>
    public static string Month(DateOnly day, CultureInfo? culture = null) => $"{MonthName(day.Month, culture)} {Year(day)}";

    /// <summary>The name of a month by itself.</summary>
    /// <param name="month">1 to 12.</param>
    public static string MonthName(int month, CultureInfo? culture = null) => (IsRussian(culture) ? RussianMonthTitles : EnglishMonths)[month - 1];

    /// <summary>14 июня · 14 June.</summary>
    public static string DayMonth(DateOnly day, CultureInfo? culture = null) => Day(day, culture);

    /// <summary>пн · Mon.</summary>
    public static string Weekday(DateOnly day, CultureInfo? culture = null) => (IsRussian(culture) ? RussianWeekdays : EnglishWeekdays)[(int)day.DayOfWeek];

    public static string Time(TimeOnly time) => time.ToString("HH':'mm", CultureInfo.InvariantCulture);

    /// <summary>14 июня 2026, 09:00 (МСК+7) · 14 June 2026, 09:00 (UTC+10): the clock of the place, and which clock it is.</summary>
    /// <param name="timeZone">IANA name, such as <c>Asia/Vladivostok</c>.</param>
    public static string Moment(DateTimeOffset moment, string timeZone, CultureInfo? culture = null)
    {
        var local = TimeZoneInfo.ConvertTime(moment, TimeZoneInfo.FindSystemTimeZoneById(timeZone));
        return $"{Date(DateOnly.FromDateTime(local.DateTime), culture)}, {Time(TimeOnly.FromDateTime(local.DateTime))} ({Clock(local.Offset, culture)})";
    }

    /// <summary>The clock alone: МСК, МСК+7, МСК−1 · UTC+3, UTC+10.</summary>
    public static string Clock(TimeSpan offset, CultureInfo? culture = null)
    {
        // Moscow time is UTC+3 all year (Federal Law 107-FZ as amended in 2014).
        var (name, difference) = IsRussian(culture) ? ("МСК", offset - TimeSpan.FromHours(3)) : ("UTC", offset);
        if (difference == TimeSpan.Zero)
        {
            return name;
        }

        var sign = difference < TimeSpan.Zero ? Minus : "+";
        return name + sign + difference.ToString(difference.Minutes == 0 ? "%h" : "h\\:mm", CultureInfo.InvariantCulture);
    }

    /// <summary>2 ч 30 мин · 2 h 30 min.</summary>
    public static string Duration(TimeSpan span, CultureInfo? culture = null)
    {
        var (hour, minute, second) = IsRussian(culture) ? ("ч", "мин", "с") : ("h", "min", "s");
        List<string> parts = [];
        Add((int)span.TotalHours, hour);
        Add(span.Minutes, minute);
        if (parts.Count == 0)
        {
            parts.Add($"{span.Seconds.ToString(CultureInfo.InvariantCulture)}{NoBreakSpace}{second}");
        }

        return string.Join(NoBreakSpace, parts);

        void Add(int amount, string unit)
        {
            if (amount > 0)
            {
                parts.Add($"{amount.ToString(CultureInfo.InvariantCulture)}{NoBreakSpace}{unit}");
            }
        }
    }

    /// <summary>1,2 МБ · 1.2 MB; powers of 1024, as file managers count.</summary>
    public static string FileSize(long bytes, CultureInfo? culture = null)
    {
        string[] units = IsRussian(culture) ? ["байт", "КБ", "МБ", "ГБ"] : ["bytes", "KB", "MB", "GB"];
        var (size, unit) = ((decimal)bytes, 0);
        while (size >= 1024 && unit < units.Length - 1)
        {
            (size, unit) = (size / 1024, unit + 1);
        }

        return size.ToString(unit == 0 ? "#,0" : "#,0.#", Numbers(culture)) + NoBreakSpace + units[unit];
    }

    private static string Day(DateOnly date, CultureInfo? culture) =>
        $"{date.Day.ToString(CultureInfo.InvariantCulture)} {(IsRussian(culture) ? RussianMonths : EnglishMonths)[date.Month - 1]}";

    private static string ShortDay(DateOnly date, CultureInfo? culture) =>
        $"{date.Day.ToString(CultureInfo.InvariantCulture)}{NoBreakSpace}{(IsRussian(culture) ? ShortRussianMonths : ShortEnglishMonths)[date.Month - 1]}";

    private static string Year(DateOnly date) => date.Year.ToString(CultureInfo.InvariantCulture);

    private static NumberFormatInfo Numbers(CultureInfo? culture) => IsRussian(culture) ? RussianNumbers : EnglishNumbers;

    private static bool IsRussian(CultureInfo? culture) => (culture ?? CultureInfo.CurrentUICulture).TwoLetterISOLanguageName == "ru";
}
