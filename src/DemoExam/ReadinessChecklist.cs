using System.Text.Json;
using DemoExam.Domain.Exams;

namespace DemoExam;

/// <summary>The checklist of the preparatory day, from <c>templates/checklists/readiness.json</c>: lines for every package, and lines for some.</summary>
internal sealed class ReadinessChecklist
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly IReadOnlyList<Line> _lines;

    private ReadinessChecklist(IReadOnlyList<Line> lines) => _lines = lines;

    /// <exception cref="ChecklistFault">The file is missing or wrong.</exception>
    public static ReadinessChecklist Load(string path)
    {
        IReadOnlyList<Line> lines;
        try
        {
            lines = JsonSerializer.Deserialize<ChecklistFile>(File.ReadAllText(path), Json)?.Lines ?? throw new JsonException("The file is empty.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new ChecklistFault($"{path}: {failure.Message}", failure);
        }

        var wrong = lines.GroupBy(l => l.Key).FirstOrDefault(g => g.Count() > 1)?.Key ?? lines.FirstOrDefault(l => string.IsNullOrWhiteSpace(l.Key) || string.IsNullOrWhiteSpace(l.Russian) || string.IsNullOrWhiteSpace(l.English))?.Key;
        return wrong is null ? new ReadinessChecklist(lines) : throw new ChecklistFault($"{path}: every line has a key of its own and words in both languages; \"{wrong}\" has not.", null);
    }

    /// <summary>The lines for an exam of a package.</summary>
    /// <param name="packageCode">For example <c>КОД 09.02.07-9-2026</c>.</param>
    public IEnumerable<ReadinessItem> For(string packageCode) =>
        from line in _lines
        where line.Packages is null || line.Packages.Any(p => packageCode.StartsWith(p, StringComparison.Ordinal))
        select new ReadinessItem(line.Key, new Words(line.Russian, line.English), line.Mandatory);

    private sealed record ChecklistFile(IReadOnlyList<Line> Lines);

    private sealed record Line(string Key, string Russian, string English, bool Mandatory = true, IReadOnlyList<string>? Packages = null);
}

internal static class ReadinessChecklistSetup
{
    public static IServiceCollection AddReadinessChecklist(this IServiceCollection services) =>
        services.AddSingleton(provider => ReadinessChecklist.Load(Path.Combine(TemplatesFolder.Of(provider.GetRequiredService<IConfiguration>(), "checklists"), "readiness.json")));
}

/// <summary>The checklist can't be used.</summary>
internal sealed class ChecklistFault(string message, Exception? cause) : Exception(message, cause);
