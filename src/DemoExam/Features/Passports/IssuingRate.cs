namespace DemoExam.Features.Passports;

/// <summary>How fast passports are being issued.</summary>
internal static class IssuingRate
{
    /// <summary>What counts as now.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    /// <summary>Passports per minute; null when none was issued within the window.</summary>
    /// <param name="completed">When passports were stored.</param>
    public static decimal? Of(IEnumerable<DateTimeOffset> completed, DateTimeOffset now)
    {
        var recent = completed.Where(at => at > now - Window).ToList();
        if (recent.Count == 0)
        {
            return null;
        }

        // A run that began seconds ago is measured by its seconds, not by the minute that it hasn't had.
        var minutes = Math.Max((now - recent.Min()).TotalMinutes, 1.0 / 60);
        return Math.Round((decimal)(recent.Count / minutes));
    }
}
