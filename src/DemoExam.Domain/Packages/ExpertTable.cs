using System.Globalization;
using System.Text.RegularExpressions;

namespace DemoExam.Domain.Packages;

/// <summary>How many scoring experts a package asks for, by the workplaces that are used at one time (domain reference, data per package).</summary>
/// <param name="Text">Rows as they are written: <c>1–5: 3; 6–12: 4; 13+: 6</c>; empty for a package without a table. Two tables are the same when they are written the same.</param>
public sealed partial record ExpertTable(string Text)
{
    /// <summary>Longest text.</summary>
    public const int Longest = 200;

    public static readonly ExpertTable None = new("");

    /// <summary>Rows, rising.</summary>
    public IReadOnlyList<ExpertRow> Rows => Read(Text) ?? [];

    /// <summary>Experts for so many workplaces; 0 where the table says nothing.</summary>
    public int For(int workplaces) => Rows.LastOrDefault(r => r.From <= workplaces)?.Experts ?? 0;

    public override string ToString() => Text;

    /// <summary>Reads a table as people write it; null when it can't be read, has gaps, or asks for fewer experts for more workplaces.</summary>
    /// <param name="written">Rows set off by semicolons or line ends: <c>1-5: 3; 6-12: 4; 13+: 6</c>.</param>
    public static ExpertTable? Parse(string? written)
    {
        if (Read(written ?? "") is not { } rows)
        {
            return null;
        }

        var parts = rows.Select((row, i) => string.Create(CultureInfo.InvariantCulture,
            $"{row.From}{(i == rows.Count - 1 ? "+" : rows[i + 1].From - 1 > row.From ? $"–{rows[i + 1].From - 1}" : "")}: {row.Experts}"));
        return new ExpertTable(string.Join("; ", parts)) is { Text.Length: <= Longest } table ? table : null;
    }

    private static List<ExpertRow>? Read(string text)
    {
        var rows = new List<ExpertRow>();
        var next = 1;
        foreach (var part in text.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var match = Row().Match(part);
            if (!match.Success || next == 0)
            {
                return null;
            }

            var (from, experts) = (Number(match, "from"), Number(match, "experts"));
            var to = match.Groups["to"].Success ? Number(match, "to") : match.Groups["open"].Success ? int.MaxValue : from;
            if (from != next || to < from || experts < Math.Max(PackageHeader.FewestExperts, rows.LastOrDefault()?.Experts ?? 0))
            {
                return null;
            }

            rows.Add(new ExpertRow(from, experts));
            next = to == int.MaxValue ? 0 : to + 1;
        }

        return rows;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<from>\d{1,3})\s*(?:[-–—]\s*(?<to>\d{1,3})|(?<open>\+))?\s*[:=]\s*(?<experts>\d{1,3})$", RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}

/// <summary>A row of the table.</summary>
/// <param name="From">From so many workplaces.</param>
/// <param name="Experts">Scoring experts.</param>
public sealed record ExpertRow(int From, int Experts);
