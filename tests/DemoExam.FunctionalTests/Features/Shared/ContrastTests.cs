using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace DemoExam.FunctionalTests.Features.Shared;

/// <summary>The colours of the stylesheet against WCAG 2.1, success criteria 1.4.3 (text, 4.5:1) and 1.4.11 (controls, 3:1).</summary>
public sealed partial class ContrastTests
{
    private static readonly string Css = File.ReadAllText(Path.GetFullPath(Path.Combine(Here(), "../../../../src/DemoExam/wwwroot/css/base.css")));

    private static readonly Dictionary<string, string> Light = Read(Css[..Css.IndexOf("prefers-color-scheme", StringComparison.Ordinal)]);

    private static readonly Dictionary<string, string> Dark = Read(Css[Css.IndexOf("prefers-color-scheme", StringComparison.Ordinal)..]);

    private static readonly string[] Kinds = ["good", "warning", "bad", "info", "neutral"];

    public static TheoryData<string, string, double> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, double>();
            foreach (var ground in new[] { "page", "surface", "sunken" })
            {
                pairs.Add("text", ground, 4.5);
                pairs.Add("muted", ground, 4.5);
                pairs.Add("accent", ground, 4.5);
                pairs.Add("control", ground, 3);
                pairs.Add("focus", ground, 3);
            }

            foreach (var kind in Kinds)
            {
                pairs.Add(kind, $"{kind}-soft", 4.5);
                pairs.Add(kind, "surface", 4.5);
                pairs.Add(kind, "page", 4.5);
                pairs.Add("text", $"{kind}-soft", 4.5);
                pairs.Add("muted", $"{kind}-soft", 4.5);
            }

            pairs.Add("accent", "accent-soft", 4.5);
            pairs.Add("on-accent", "accent", 4.5);
            pairs.Add("on-accent", "accent-hover", 4.5);
            pairs.Add("surface", "bad", 4.5);
            pairs.Add("bar-text", "bar", 4.5);
            pairs.Add("bar-muted", "bar", 4.5);
            pairs.Add("accent", "neutral-soft", 3);
            return pairs;
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void Light_colours_can_be_read(string front, string ground, double least) =>
        Contrast(Light[front], Light[ground]).ShouldBeGreaterThanOrEqualTo(least);

    [Theory, MemberData(nameof(Pairs))]
    public void Dark_colours_can_be_read(string front, string ground, double least) =>
        Contrast(Dark[front], Dark[ground]).ShouldBeGreaterThanOrEqualTo(least);

    [Fact]
    public void The_measure_knows_black_on_white_and_the_grey_of_the_standard()
    {
        Contrast("#000000", "#ffffff").ShouldBe(21, 0.001);
        Contrast("#777777", "#ffffff").ShouldBe(4.48, 0.005);
    }

    private static Dictionary<string, string> Read(string css)
    {
        var colours = new Dictionary<string, string>();
        foreach (Match token in Token().Matches(css))
        {
            colours.TryAdd(token.Groups["name"].Value, token.Groups["colour"].Value);
        }

        return colours;
    }

    private static double Contrast(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour)
    {
        return 0.2126 * Channel(1) + 0.7152 * Channel(3) + 0.0722 * Channel(5);

        double Channel(int at)
        {
            var value = int.Parse(colour.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture) / 255.0;
            return value <= 0.04045 ? value / 12.92 : Math.Pow((value + 0.055) / 1.055, 2.4);
        }
    }

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"--(?<name>[\w-]+):\s*(?<colour>#[0-9a-f]{6});")]
    private static partial Regex Token();
}
