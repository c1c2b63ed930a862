using System.Globalization;

namespace DemoExam.Credentials.Pdf;

/// <summary>Numbers and dates as they stand on the paper, Russian and English; never from the culture of the server.</summary>
internal readonly record struct PrintedForms(bool Russian)
{
    private static readonly string[] RussianMonths =
        ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];

    public string Pick(Bilingual text) => Russian || text.En.Length == 0 ? text.Ru : text.En;

    public string Fill(Bilingual form, string first = "", string second = "") => string.Format(CultureInfo.InvariantCulture, Pick(form), first, second);

    /// <summary>Points from hundredths: whole numbers without decimals, others with two.</summary>
    public string Points(int hundredths)
    {
        var whole = (hundredths / 100).ToString(CultureInfo.InvariantCulture);
        return hundredths % 100 == 0
            ? whole
            : whole + (Russian ? "," : ".") + (hundredths % 100).ToString("00", CultureInfo.InvariantCulture);
    }

    /// <summary>Share in percent with at most one decimal, cut off and never rounded up: 69.99 of 100 must not look like 70.</summary>
    public string Percent(int part, int whole)
    {
        var tenths = (int)((long)part * 1000 / whole);
        var text = (tenths / 10).ToString(CultureInfo.InvariantCulture);
        if (tenths % 10 != 0) text += (Russian ? "," : ".") + (tenths % 10).ToString(CultureInfo.InvariantCulture);
        return Russian ? text + "\u00A0%" : text + "%";
    }

    public string Date(DateOnly day) => $"{Day(day)}\u00A0{Month(day)}\u00A0{Year(day)}";

    /// <summary>«14–16 июня 2026», «30 мая – 2 июня 2026».</summary>
    public string Dates(DateOnly first, DateOnly last)
    {
        if (first == last) return Date(first);
        if (first.Year != last.Year) return $"{Date(first)}\u00A0– {Date(last)}";
        return first.Month == last.Month
            ? $"{Day(first)}–{Date(last)}"
            : $"{Day(first)}\u00A0{Month(first)}\u00A0– {Date(last)}";
    }

    public string Duration(int minutes)
    {
        var hours = minutes / 60;
        var rest = minutes % 60;
        var (h, m) = Russian ? ("ч", "мин") : ("h", "min");
        return hours == 0 ? $"{rest}\u00A0{m}" : rest == 0 ? $"{hours}\u00A0{h}" : $"{hours}\u00A0{h} {rest}\u00A0{m}";
    }

    private static string Day(DateOnly day) => day.Day.ToString(CultureInfo.InvariantCulture);

    private static string Year(DateOnly day) => day.Year.ToString(CultureInfo.InvariantCulture);

    private string Month(DateOnly day) => Russian ? RussianMonths[day.Month - 1] : CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[day.Month - 1];
}
