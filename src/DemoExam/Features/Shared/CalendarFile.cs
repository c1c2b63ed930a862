using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace DemoExam.Features.Shared;

/// <summary>One event of an iCalendar file.</summary>
/// <param name="Key">Names the event for ever: a later file with the same key changes it instead of doubling it.</param>
/// <param name="Tentative">Not confirmed by the regional operator yet.</param>
public sealed record CalendarEntry(string Key, string Summary, string Place, Uri Address, CalDateTime Start, CalDateTime End, bool Tentative)
{
    /// <summary>A whole day, by the clock of the place.</summary>
    public static CalendarEntry OnDay(string key, string summary, string place, Uri address, DateOnly day, bool tentative) =>
        new(key, summary, place, address, new CalDateTime(day), new CalDateTime(day.AddDays(1)), tentative);

    /// <summary>From one moment to another.</summary>
    public static CalendarEntry Between(string key, string summary, string place, Uri address, DateTimeOffset from, DateTimeOffset to, bool tentative) =>
        new(key, summary, place, address, new CalDateTime(from.UtcDateTime), new CalDateTime(to.UtcDateTime), tentative);
}

/// <summary>Files that calendars of phones and offices read (iCalendar, RFC 5545).</summary>
public static class CalendarFile
{
    public const string ContentType = "text/calendar; charset=utf-8";

    /// <param name="now">When the file is made (<c>DTSTAMP</c>).</param>
    public static string Write(IEnumerable<CalendarEntry> entries, DateTimeOffset now)
    {
        var calendar = new Calendar { ProductId = "-//DemoExam//DemoExam//RU", Method = "PUBLISH" };
        calendar.Events.AddRange(entries.Select(entry => new CalendarEvent
        {
            Uid = $"{entry.Key}@{entry.Address.Host}",
            Summary = entry.Summary,
            Location = entry.Place,
            Url = entry.Address,
            Start = entry.Start,
            End = entry.End,
            Status = entry.Tentative ? EventStatus.Tentative : EventStatus.Confirmed,
            DtStamp = new CalDateTime(now.UtcDateTime),
        }));
        return new CalendarSerializer().SerializeToString(calendar)!;
    }
}
