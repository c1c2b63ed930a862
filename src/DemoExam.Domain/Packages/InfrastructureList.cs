using System.Globalization;
using System.Text.RegularExpressions;
using DemoExam.Domain.People;

namespace DemoExam.Domain.Packages;

/// <summary>What a package asks a venue to have (инфраструктурный лист): pieces of equipment for each workplace, or once for the venue.</summary>
/// <param name="Text">Lines as they are written: <c>Персональный компьютер: 1 на место; Принтер: 1 на площадку</c>. Two lists are the same when they are written the same.</param>
public sealed partial record InfrastructureList(string Text)
{
    /// <summary>Longest text.</summary>
    public const int Longest = 20_000;

    public static readonly InfrastructureList None = new("");

    /// <summary>Lines in the order of the list.</summary>
    public IReadOnlyList<InfrastructureLine> Lines => Read(Text) ?? [];

    public override string ToString() => Text;

    /// <summary>Reads a list as people write it; null when a line can't be read or stands twice.</summary>
    /// <param name="written">Lines set off by semicolons or line ends: <c>Монитор: 2 на место</c>, <c>Printer: 1 per venue</c>.</param>
    public static InfrastructureList? Parse(string? written) =>
        (written?.Length ?? 0) <= Longest && Read(written ?? "") is { } lines ? new InfrastructureList(string.Join("; ", lines.Select(Write))) : null;

    private static string Write(InfrastructureLine line) => string.Create(CultureInfo.InvariantCulture, $"{line.Name}: {line.Quantity} {(line.PerWorkplace ? "на место" : "на площадку")}");

    private static List<InfrastructureLine>? Read(string text)
    {
        var lines = new List<InfrastructureLine>();
        foreach (var part in text.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var match = Line().Match(part);
            if (!match.Success || int.Parse(match.Groups["quantity"].ValueSpan, CultureInfo.InvariantCulture) is not (> 0 and var quantity))
            {
                return null;
            }

            var line = new InfrastructureLine(match.Groups["name"].Value, quantity, match.Groups["place"].Success);
            if (lines.Exists(l => TextNorm.Of(l.Name) == TextNorm.Of(line.Name) && l.PerWorkplace == line.PerWorkplace))
            {
                return null;
            }

            lines.Add(line);
        }

        return lines;
    }

    [GeneratedRegex(@"^(?<name>.{1,300}?)\s*:\s*(?<quantity>\d{1,4})\s+(?:(?<place>на место|на рабочее место|per workplace)|на площадку|per venue)$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Line();
}

/// <summary>A line of an infrastructure list.</summary>
/// <param name="Name">What the list calls it; the venue passport repeats it as its general name.</param>
/// <param name="Quantity">Pieces, at least one.</param>
/// <param name="PerWorkplace">For each workplace; else once for the venue.</param>
public sealed record InfrastructureLine(string Name, int Quantity, bool PerWorkplace);
