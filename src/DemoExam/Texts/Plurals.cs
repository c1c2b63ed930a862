using System.Globalization;

namespace DemoExam;

/// <summary>Which form of a word goes with a number (Unicode CLDR, "Language Plural Rules").</summary>
public static class Plurals
{
    /// <param name="forms">Russian: one, few, many (1 эксперт, 2 эксперта, 5 экспертов). English: one, other.</param>
    public static string Choose(decimal number, IReadOnlyList<string> forms, CultureInfo culture) =>
        forms[Math.Min(culture.TwoLetterISOLanguageName == "ru" ? Russian(number) : English(number), forms.Count - 1)];

    private static int English(decimal number) => Math.Abs(number) == 1 ? 0 : 1;

    private static int Russian(decimal number)
    {
        number = Math.Abs(number);
        // A fraction takes the genitive singular, the form of "few": 1,5 балла.
        if (number != decimal.Truncate(number))
        {
            return 1;
        }

        return (number % 10, number % 100) switch
        {
            (_, >= 11 and <= 14) => 2,
            (1, _) => 0,
            ( >= 2 and <= 4, _) => 1,
            _ => 2,
        };
    }
}
