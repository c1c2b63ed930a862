namespace DemoExam.Features.Venues;

/// <summary>The time zones of Russia, one name for each clock (Federal Law 107-FZ on the calculation of time).</summary>
internal static class TimeZones
{
    public static readonly IReadOnlyList<string> All =
    [
        "Europe/Kaliningrad", "Europe/Moscow", "Europe/Samara", "Asia/Yekaterinburg", "Asia/Omsk", "Asia/Krasnoyarsk",
        "Asia/Irkutsk", "Asia/Yakutsk", "Asia/Vladivostok", "Asia/Magadan", "Asia/Kamchatka",
    ];

    /// <summary>МСК+7 (Asia/Vladivostok).</summary>
    public static string Say(string zone) =>
        $"{Formats.Clock(TimeZoneInfo.FindSystemTimeZoneById(zone).BaseUtcOffset)} ({zone})";
}
