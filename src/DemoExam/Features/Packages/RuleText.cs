using System.Globalization;
using System.Text.RegularExpressions;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Scoring;

namespace DemoExam.Features.Packages;

/// <summary>
/// The rule of an aspect as people write it into a cell:
/// <c>да/нет</c>, <c>0,25 × n, n = 0..4</c>, <c>вычет 0,50 за каждую ошибку</c>, one step or band in each line
/// (<c>1,50 — выполнено частично</c>, <c>-0,3..0,3 мм = 3,00</c>), <c>0/1/2</c>, <c>0–3, 3 эксперта</c>.
/// </summary>
internal static partial class RuleText
{
    private const string Number = @"[-−+]?\d+(?:[.,]\d+)?";

    /// <summary>Reads a rule; null when it can't be understood. A judgement gives a scale without texts, which stand elsewhere.</summary>
    /// <param name="text">The cell with its line ends.</param>
    /// <param name="maximum">Maximum of the aspect, for rules that are told in shares of it; zero when it is not known.</param>
    public static AspectScale? Read(string text, Marks maximum)
    {
        var rule = text.Replace('\u00A0', ' ').Replace('\u202F', ' ').Trim();
        if (YesNo().IsMatch(rule))
        {
            return new YesNoScale();
        }

        if (Judgement().IsMatch(rule))
        {
            return new JudgementScale([]);
        }

        if (Thirds().IsMatch(rule))
        {
            // 0 not done, 1 partly, 2 fully, of the maximum.
            return maximum.Hundredths % 2 != 0 ? null
                : new StepsScale([new("не выполнено", Marks.Zero), new("выполнено частично", new Marks(maximum.Hundredths / 2)), new("выполнено полностью", maximum)]);
        }

        if (Count().Match(rule) is { Success: true } count && Mark(count.Groups["step"].Value) is { Hundredths: > 0 } each)
        {
            var highest = count.Groups["most"].Success
                ? int.TryParse(count.Groups["most"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most <= 999 ? most : 0
                : (maximum.Hundredths + each.Hundredths - 1) / each.Hundredths;
            return highest > 0 ? new CountScale(each, highest) : null;
        }

        if (Deduction().Match(rule) is { Success: true } minus && Mark(minus.Groups["step"].Value) is { Hundredths: > 0 } less)
        {
            return new DeductionScale(less);
        }

        var lines = Lines(rule);
        return Bands(lines) is { } bands ? bands : Steps(lines);
    }

    /// <summary>The rule as <see cref="Read"/> takes it, with the decimal mark of the language.</summary>
    public static string Write(AspectScale scale, Texts texts) => scale switch
    {
        YesNoScale => texts["Packages.Rule.YesNo"],
        CountScale count => texts["Packages.Rule.Count", Points(count.Step, texts), count.Highest.ToString(CultureInfo.InvariantCulture)],
        DeductionScale deduction => texts["Packages.Rule.Deduction", Points(deduction.Step, texts)],
        StepsScale steps => string.Join('\n', steps.Steps.Select(s => $"{Points(s.Mark, texts)} — {s.Text}")),
        ToleranceScale tolerance => string.Join('\n', tolerance.Bands.Select(b => $"{Reading(b.From, texts)}..{Reading(b.To, texts)} {tolerance.Unit} = {Points(b.Mark, texts)}")),
        JudgementScale => texts["Packages.Rule.Judgement"],
        _ => throw new InvalidOperationException($"No words for {scale.GetType().Name}."),
    };

    /// <summary>True when an explanation speaks of a deduction or of a count.</summary>
    public static bool SoundsLikeRule(string text) => Hint().IsMatch(text);

    private static ToleranceScale? Bands(IReadOnlyList<string> lines)
    {
        var bands = lines.Select(line => Band().Match(line)).ToList();
        if (bands.Count == 0 || bands.Any(b => !b.Success) || bands.Select(b => b.Groups["unit"].Value.Trim()).Distinct().Count() > 1)
        {
            return null;
        }

        var read = bands.Select(b => (
            From: Value(b.Groups["around"].Success ? "-" + b.Groups["around"].Value : b.Groups["from"].Value),
            To: Value(b.Groups["around"].Success ? b.Groups["around"].Value : b.Groups["to"].Value),
            Mark: Mark(b.Groups["mark"].Value))).ToList();
        return read.Any(b => b.From is null || b.To is null || b.Mark is null) ? null
            : new ToleranceScale(bands[0].Groups["unit"].Value.Trim(), [.. read.Select(b => new ToleranceBand(b.From!.Value, b.To!.Value, b.Mark!.Value))]);
    }

    private static StepsScale? Steps(IReadOnlyList<string> lines)
    {
        var steps = lines.Select(line => Step().Match(line)).Select(s => (s.Success, Mark: Mark(s.Groups["mark"].Value), Text: Blanks().Replace(s.Groups["text"].Value, " ").Trim())).ToList();
        return steps.Count < 2 || steps.Any(s => !s.Success || s.Mark is null || s.Text.Length == 0) ? null : new StepsScale([.. steps.Select(s => new ScaleStep(s.Text, s.Mark!.Value))]);
    }

    // One in each line; within one line semicolons part them.
    private static List<string> Lines(string rule)
    {
        var lines = rule.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).ToList();
        return lines.Count > 1 ? lines : [.. NextPart().Split(rule).Where(part => part.Length > 0)];
    }

    private static Marks? Mark(string text) => Marks.TryParse(Signed(text), null, out var marks) ? marks : null;

    private static ScoreValue? Value(string text) => ScoreValue.TryParse(Signed(text), null, out var value) ? value : null;

    private static string Signed(string number) => number.Replace('−', '-').TrimStart('+');

    private static string Points(Marks marks, Texts texts) => Formats.ExactPoints(marks.Value, texts.Culture).Replace("\u202F", "", StringComparison.Ordinal);

    private static string Reading(ScoreValue value, Texts texts) => Formats.Typed(value.Thousandths / 1000m, texts.Culture);

    [GeneratedRegex(@"^\s*(?:да\s*/\s*нет|yes\s*/\s*no|yes or no|измерение.*|measurement.*)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex YesNo();

    [GeneratedRegex(@"^\s*(?:0\s*[-–—]\s*3\b.*|судейск.*|judge?ment.*|by judges)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Judgement();

    [GeneratedRegex(@"^\s*0\s*[/,]\s*1\s*[/,]\s*2\s*$")]
    private static partial Regex Thirds();

    [GeneratedRegex(@"^\s*(?<step>" + Number + @")\s*[×x*·хХX]\s*n\s*(?:[,;]?\s*n\s*=\s*0\s*(?:\.\.\.?|…|[-–—])\s*(?<most>\d+))?\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Count();

    [GeneratedRegex(@"^\s*(?:вычет|минус|deduct|minus)\s*:?\s*(?<step>\d+(?:[.,]\d+)?)(?:\s.*)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Deduction();

    [GeneratedRegex(@"^\s*(?:(?<from>" + Number + @")\s*(?:\.\.\.?|…)\s*(?<to>" + Number + @")|±\s*(?<around>\d+(?:[.,]\d+)?))(?<unit>[^=;]*?)=\s*(?<mark>" + Number + @")\s*$")]
    private static partial Regex Band();

    [GeneratedRegex(@"^\s*(?<mark>" + Number + @")\s*[—–\-=:]\s*(?<text>.+)$", RegexOptions.Singleline)]
    private static partial Regex Step();

    [GeneratedRegex(@"\s*;\s*(?=±|" + Number + @"\s*(?:[—–\-=:]|\.\.|…))")]
    private static partial Regex NextPart();

    [GeneratedRegex(@"вычет|минус|за кажд|за ошибк|deduct|\bminus\b|\bper\b|for each", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Hint();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
