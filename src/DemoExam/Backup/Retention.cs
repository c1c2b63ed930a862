using System.Globalization;

namespace DemoExam.Backup;

/// <summary>Which backups of a folder stay: the newest of each of so many days, weeks (from Monday) and months that have one.</summary>
internal sealed record Retention(int Days, int Weeks, int Months)
{
    /// <summary>Reads <c>7,4,12</c>: days, weeks, months.</summary>
    /// <exception cref="BackupFault">It is something else, or would keep nothing.</exception>
    public static Retention Parse(string text)
    {
        var numbers = text.Split(',').Select(n => int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1).ToList();
        return numbers is [>= 0 and var days, >= 0 and var weeks, >= 0 and var months] && days + weeks + months > 0
            ? new Retention(days, weeks, months)
            : throw new BackupFault($"--keep takes three numbers, days, weeks and months, for example 7,4,12; “{text}” is something else.");
    }

    /// <summary>The backups that may go, by their times.</summary>
    public IReadOnlyList<DateTime> Obsolete(IReadOnlyCollection<DateTime> made)
    {
        var kept = Newest(Days, t => t.Date)
            .Concat(Newest(Weeks, t => t.Date.AddDays(-(((int)t.DayOfWeek + 6) % 7))))
            .Concat(Newest(Months, t => new DateTime(t.Year, t.Month, 1)))
            .ToHashSet();
        return [.. made.Where(t => !kept.Contains(t)).Order()];

        IEnumerable<DateTime> Newest(int count, Func<DateTime, DateTime> period) => made.GroupBy(period).OrderByDescending(g => g.Key).Take(count).Select(g => g.Max());
    }
}
