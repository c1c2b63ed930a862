using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;
using DemoExam.Domain;

namespace DemoExam;

/// <summary>
/// Fills the places of a text. <c>{0}</c> or <c>{venue}</c> puts the value in, formatted for the language by its type;
/// <c>{0:plural|эксперт|эксперта|экспертов}</c> (English: <c>{0:plural|expert|experts}</c>) chooses the form that goes with
/// the number and leaves the number itself to <c>{0}</c>; <c>{0:points}</c>, <c>{0:percent}</c> and <c>{0:plain}</c> format it
/// as points, as a share and without grouping. A brace is written twice to stand for itself.
/// </summary>
public static partial class MessageFormat
{
    public static string Fill(string text, IReadOnlyList<object?> arguments, CultureInfo culture) =>
        Fill(text, culture, name =>
            int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < arguments.Count
                ? (true, arguments[index])
                : default);

    public static string Fill(string text, IReadOnlyDictionary<string, object?> facts, CultureInfo culture) =>
        Fill(text, culture, name => facts.TryGetValue(name, out var value) ? (true, value) : default);

    /// <summary>The places of a text as written, without order or repetition: both languages must have the same.</summary>
    public static IReadOnlySet<string> Places(string text) =>
        Place().Matches(text).Where(place => place.Groups["name"].Success).Select(place => place.Groups["name"].Value).ToHashSet();

    private static string Fill(string text, CultureInfo culture, Func<string, (bool Known, object? Value)> find) =>
        text.AsSpan().ContainsAny('{', '}')
            ? Place().Replace(text, place => place.Value switch
            {
                "{{" => "{",
                "}}" => "}",
                _ when find(place.Groups["name"].Value) is (true, var value) => Show(value, place.Groups["format"].Value, culture),
                // An unknown place stays visible: a sentence with a gap would lie.
                _ => place.Value,
            })
            : text;

    private static string Show(object? value, string format, CultureInfo culture)
    {
        if (format.StartsWith("plural|", StringComparison.Ordinal))
        {
            var number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
            return Plurals.Choose(number, format["plural|".Length..].Split('|'), culture);
        }

        return format switch
        {
            "points" when value is not Marks => Formats.Points(Convert.ToDecimal(value, CultureInfo.InvariantCulture), culture),
            "percent" => Formats.Percent(Convert.ToDecimal(value, CultureInfo.InvariantCulture), culture),
            "plain" => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            _ => Show(value, culture),
        };
    }

    private static string Show(object? value, CultureInfo culture) => value switch
    {
        null => "",
        string text => text,
        Marks marks => Formats.Points(marks.Value, culture),
        DateOnly date => Formats.Date(date, culture),
        TimeOnly time => Formats.Time(time),
        TimeSpan span => Formats.Duration(span, culture),
        decimal or double or float or int or long or short => Formats.Number(Convert.ToDecimal(value, CultureInfo.InvariantCulture), culture),
        IEnumerable many => string.Join(", ", many.Cast<object?>().Select(one => Show(one, culture))),
        IFormattable other => other.ToString(null, culture),
        _ => value.ToString() ?? "",
    };

    [GeneratedRegex(@"\{\{|\}\}|\{(?<name>\w+)(?::(?<format>[^{}]+))?\}")]
    private static partial Regex Place();
}
