using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace DemoExam.Domain.Passports;

/// <summary>
/// The printed number of a passport, <c>ПК-39-2026-000123-7</c>: kind of document, region, year, running number and a
/// Luhn check digit over the digits before it, so that a typing error is told apart from an unknown passport.
/// </summary>
public readonly partial record struct PassportNumber
{
    private PassportNumber(string text) => Text = text;

    /// <summary>The number as printed.</summary>
    public string Text { get; }

    /// <param name="regionCode">Two digits.</param>
    /// <param name="year">Four digits.</param>
    /// <param name="running">1 to 999999.</param>
    /// <exception cref="ArgumentOutOfRangeException">The running number does not fit into six digits.</exception>
    public static PassportNumber Of(string regionCode, int year, int running)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(running, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(running, 999_999);
        var digits = string.Create(CultureInfo.InvariantCulture, $"{regionCode}-{year:0000}-{running:000000}");
        return new PassportNumber($"ПК-{digits}-{CheckDigit(digits)}");
    }

    /// <summary>No number of the region comes before it.</summary>
    /// <param name="regionCode">Two digits.</param>
    public static string First(string regionCode) => $"ПК-{regionCode}-0000-000000-0";

    /// <summary>No number of the region comes after it.</summary>
    /// <param name="regionCode">Two digits.</param>
    public static string Last(string regionCode) => $"ПК-{regionCode}-9999-999999-9";

    /// <summary>Whether a text stands between <see cref="First"/> and <see cref="Last"/> in every collation: it has their beginning, and then digits and hyphens alone.</summary>
    public static bool IsAmong([NotNullWhen(true)] string? text, string regionCode) =>
        text is not null && text.StartsWith($"ПК-{regionCode}-", StringComparison.Ordinal) && text.Skip(3 + regionCode.Length).All(c => c == '-' || char.IsAsciiDigit(c));

    /// <summary>
    /// Reads a number as people type it: any case, Latin look-alikes or no prefix, spaces or no hyphens.
    /// </summary>
    /// <returns>False when it is not a passport number or the check digit does not fit.</returns>
    public static bool TryParse(string? text, IFormatProvider? provider, out PassportNumber number)
    {
        number = default;
        var match = Typed().Match(text ?? "");
        if (!match.Success)
        {
            return false;
        }

        var digits = $"{match.Groups[1]}-{match.Groups[2]}-{match.Groups[3]}";
        if (match.Groups[4].Value != CheckDigit(digits))
        {
            return false;
        }

        number = new PassportNumber($"ПК-{digits}-{match.Groups[4]}");
        return true;
    }

    public override string ToString() => Text;

    private static string CheckDigit(string text)
    {
        var sum = text.Where(char.IsAsciiDigit).Reverse().Select((c, i) =>
        {
            var digit = (c - '0') * (i % 2 == 0 ? 2 : 1);
            return digit > 9 ? digit - 9 : digit;
        }).Sum();
        return ((10 - sum % 10) % 10).ToString(CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^\s*(?:[ПпPp][КкKk])?[\s\-\u2010-\u2015\u2212]*([0-9]{2})[\s\-\u2010-\u2015\u2212]*([0-9]{4})[\s\-\u2010-\u2015\u2212]*([0-9]{6})[\s\-\u2010-\u2015\u2212]*([0-9])\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Typed();
}

/// <summary>The unguessable public identifier in links and QR codes; 128 random bits, unrelated to the number.</summary>
public static class PublicToken
{
    /// <summary>Length of the text form (base64url without padding).</summary>
    public const int Length = 22;

    /// <summary>The text form of 16 random bytes.</summary>
    /// <exception cref="ArgumentException">Not 16 bytes.</exception>
    public static string From(ReadOnlySpan<byte> random) =>
        random.Length == 16 ? System.Buffers.Text.Base64Url.EncodeToString(random) : throw new ArgumentException("A token has 16 random bytes.", nameof(random));
}
