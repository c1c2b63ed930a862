using System.Text.Json;
using DemoExam.Domain.Organisations;

namespace DemoExam;

/// <summary>Reads the working days from <c>templates/calendar/production-calendar.json</c>.</summary>
internal static class ProductionCalendar
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static IServiceCollection AddProductionCalendar(this IServiceCollection services) =>
        services.AddSingleton(provider => Load(Path.Combine(TemplatesFolder.Of(provider.GetRequiredService<IConfiguration>(), "calendar"), "production-calendar.json")));

    /// <exception cref="CalendarFault">The file is missing or wrong.</exception>
    public static WorkingCalendar Load(string path)
    {
        CalendarFile file;
        try
        {
            file = JsonSerializer.Deserialize<CalendarFile>(File.ReadAllText(path), Json) ?? throw new JsonException("The file is empty.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CalendarFault($"{path}: {failure.Message}", failure);
        }

        foreach (var year in file.Years)
        {
            var foreign = year.DaysOff.Concat(year.WorkingWeekends).Where(day => day.Year != year.Year)
                .Concat(year.DaysOff.Where(IsWeekend)).Concat(year.WorkingWeekends.Where(day => !IsWeekend(day))).ToList();
            if (foreign.Count > 0)
            {
                throw new CalendarFault($"{path}: {foreign[0]:yyyy-MM-dd} stands in the wrong list of {year.Year}: daysOff are Mondays to Fridays of that year, workingWeekends its Saturdays and Sundays.");
            }
        }

        return new WorkingCalendar(
            file.Years.Select(y => new CalendarYear(y.Year, y.DaysOff.ToHashSet(), y.WorkingWeekends.ToHashSet())),
            file.Regions.GroupBy(r => r.Region).ToDictionary(g => g.Key, IReadOnlySet<DateOnly> (g) => g.SelectMany(r => r.DaysOff).ToHashSet()));
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    private sealed record CalendarFile(IReadOnlyList<YearEntry> Years, IReadOnlyList<RegionEntry> Regions);

    private sealed record YearEntry(int Year, IReadOnlyList<DateOnly> DaysOff, IReadOnlyList<DateOnly> WorkingWeekends);

    private sealed record RegionEntry(string Region, IReadOnlyList<DateOnly> DaysOff);
}

/// <summary>The production calendar can't be used.</summary>
internal sealed class CalendarFault(string message, Exception? cause = null) : Exception(message, cause);
