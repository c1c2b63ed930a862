using System.Globalization;

namespace DemoExam.Pipeline;

/// <summary>
/// Where a page of people ends. Names repeat, so the key is the last name with the number of its bearers that were shown.
/// </summary>
internal sealed record NameKey(string NameNorm, int Shown)
{
    private const char Separator = '~';

    public static NameKey? Read(string? text) =>
        text?.LastIndexOf(Separator) is > 0 and var at && int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var shown)
            ? new NameKey(text[..at], shown)
            : null;

    /// <summary>A page of people in the order of their names, from one row more than was asked for.</summary>
    public static Slice<T> Page<T>(IReadOnlyList<T> oneMore, int size, NameKey? after, Func<T, string> nameNorm) => Slice.Of(oneMore, size, last =>
    {
        var name = nameNorm(last);
        return new NameKey(name, oneMore.Take(size).Count(row => nameNorm(row) == name) + (after?.NameNorm == name ? after.Shown : 0)).ToString();
    });

    public override string ToString() => $"{NameNorm}{Separator}{Shown}";
}
