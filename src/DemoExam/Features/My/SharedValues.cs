using System.Globalization;
using System.Text.Json.Nodes;
using DemoExam.Credentials;
using DemoExam.Domain.Passports;

namespace DemoExam.Features.My;

/// <summary>The values of a passport that a selection can show, each by itself, and which of them a link shows.</summary>
internal static class SharedValues
{
    private const string FullName = "name", Total = "total";

    // Enough to compare with the paper in hand; nothing of it needs a consent.
    private static readonly string[] Always = ["number", "holder", "skill", "level", "year", "issuer"];

    public static IReadOnlyList<(string Name, JsonNode Value)> Of(PassportContent content, PublicFacts facts) =>
    [
        ("number", content.Number),
        ("holder", facts.Holder),
        ("skill", facts.Skill),
        ("level", facts.Level),
        ("year", facts.Year),
        ("issuer", facts.Issuer),
        (FullName, content.Holder.FullName),
        (Total, Points(content.Result.TotalHundredths, content.Result.MaximumHundredths)),
        .. content.Result.Modules.Select(line => (Module(line.Code), Line(line))),
        .. content.Result.Sections.Select(line => (Section(line.Code), Line(line))),
    ];

    public static IReadOnlySet<string> Shown(ShareContents contents) => new HashSet<string>(
        [
            .. Always,
            .. contents.FullName ? [FullName] : Array.Empty<string>(),
            .. contents.Total ? [Total] : Array.Empty<string>(),
            .. contents.Modules.Select(Module),
            .. contents.Sections.Select(Section),
        ], StringComparer.Ordinal);

    private static string Module(string code) => $"module.{code}";

    private static string Section(string code) => $"section.{code}";

    private static JsonObject Line(PassportScoreLine line)
    {
        var points = Points(line.MarkHundredths, line.MaximumHundredths);
        points["name"] = line.Name.Ru;
        return points;
    }

    private static JsonObject Points(int mark, int maximum) => new() { ["mark"] = Text(mark), ["maximum"] = Text(maximum) };

    private static string Text(int hundredths) => string.Create(CultureInfo.InvariantCulture, $"{hundredths / 100}.{hundredths % 100:00}");
}
