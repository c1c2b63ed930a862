using System.Globalization;

namespace DemoExam.Domain.People;

/// <summary>
/// Insurance number of a person (СНИЛС): nine digits and a check number of two. It tells two people of one name and birthday apart,
/// and finds a person under another name.
/// </summary>
public static class PersonalNumber
{
    /// <summary>Characters of the written form, <c>112-233-445 95</c>.</summary>
    public const int Length = 14;

    // Up to 001-001-998 numbers were given out without a check number.
    private const int FirstChecked = 1_001_999;

    /// <summary>
    /// The written form of a number typed in any way: with or without separators, also when an office program has dropped the
    /// zeros in front. Null when it is none or its check number is wrong.
    /// </summary>
    public static string? Read(string? text)
    {
        var typed = (text ?? "").Trim();
        var digits = string.Concat(typed.Where(char.IsAsciiDigit));
        if (digits.Length is < 3 or > 11 || !typed.All(c => char.IsAsciiDigit(c) || c is '-' or ' ' or '\u00A0' or '\u2011' or '\u2013'))
        {
            return null;
        }

        digits = digits.PadLeft(11, '0');
        return CheckOf(digits[..9]) is { } check && check != digits[9..] ? null : $"{digits[..3]}-{digits[3..6]}-{digits[6..9]} {digits[9..]}";
    }

    // The sum of the digits, the first taken nine times and the last once; of sums from 100 the rest by 101, of which 100 is written as 00.
    private static string? CheckOf(string nine)
    {
        if (int.Parse(nine, CultureInfo.InvariantCulture) < FirstChecked)
        {
            return null;
        }

        var sum = nine.Select((digit, at) => (digit - '0') * (9 - at)).Sum();
        return (sum % 101 % 100).ToString("00", CultureInfo.InvariantCulture);
    }
}
