using System.Text;

namespace DemoExam.Domain.People;

/// <summary>
/// Russian names in Latin letters as travel documents write them: the table of ICAO Doc 9303, part 3, section 6, which the
/// orders of the Ministry of Internal Affairs on passports follow. The soft sign is left out, the hard sign is IE.
/// </summary>
public static class Transliteration
{
    private static readonly Dictionary<char, string> Table = new()
    {
        ['А'] = "A", ['Б'] = "B", ['В'] = "V", ['Г'] = "G", ['Д'] = "D", ['Е'] = "E", ['Ё'] = "E", ['Ж'] = "ZH", ['З'] = "Z", ['И'] = "I", ['Й'] = "I",
        ['К'] = "K", ['Л'] = "L", ['М'] = "M", ['Н'] = "N", ['О'] = "O", ['П'] = "P", ['Р'] = "R", ['С'] = "S", ['Т'] = "T", ['У'] = "U", ['Ф'] = "F",
        ['Х'] = "KH", ['Ц'] = "TS", ['Ч'] = "CH", ['Ш'] = "SH", ['Щ'] = "SHCH", ['Ъ'] = "IE", ['Ы'] = "Y", ['Ь'] = "", ['Э'] = "E", ['Ю'] = "IU", ['Я'] = "IA",
    };

    /// <summary>
    /// The surname and the given name in Latin letters, as on the English face; the patronymic has no place there. Null when a
    /// letter is outside the Russian alphabet and the Latin one: then a person has to write the name.
    /// </summary>
    public static string? Propose(PersonName name) => Of($"{name.Surname} {name.GivenName}".Trim());

    /// <summary>A text in Latin letters; what is Latin already, hyphens, apostrophes and blanks stay. Null as for <see cref="Propose"/>.</summary>
    public static string? Of(string text)
    {
        // A combining breve or diaeresis belongs to its letter.
        text = text.Normalize(NormalizationForm.FormC);
        var latin = new StringBuilder(text.Length * 2);
        for (var i = 0; i < text.Length; i++)
        {
            var letter = text[i];
            if (Table.TryGetValue(char.ToUpperInvariant(letter), out var letters))
            {
                latin.Append(char.IsLower(letter) ? letters.ToLowerInvariant() : IsAmongCapitals(text, i) ? letters : Capitalised(letters));
            }
            else if (char.IsLetter(letter) && letter > 'ɏ')
            {
                return null;
            }
            else
            {
                latin.Append(letter);
            }
        }

        return latin.ToString();
    }

    // "ЩУКИН" gives SHCHUKIN, "Щукин" gives Shchukin.
    private static bool IsAmongCapitals(string text, int at) =>
        (at + 1 < text.Length && char.IsUpper(text[at + 1])) || (at > 0 && char.IsUpper(text[at - 1]) && !(at + 1 < text.Length && char.IsLower(text[at + 1])));

    private static string Capitalised(string letters) => letters.Length < 2 ? letters : letters[0] + letters[1..].ToLowerInvariant();
}
