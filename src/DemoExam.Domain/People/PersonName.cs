using System.Globalization;
using System.Text;

namespace DemoExam.Domain.People;

/// <summary>
/// A person's name exactly as in the identity document. Capitals, hyphens, apostrophes and foreign letters are kept;
/// a one-word name is a surname alone; the patronymic is optional.
/// </summary>
/// <param name="Surname">Never empty.</param>
/// <param name="GivenName">Empty for a one-word name.</param>
/// <param name="Patronymic">Null when there is none.</param>
public sealed record PersonName(string Surname, string GivenName, string? Patronymic = null)
{
    /// <summary>Longest accepted part, in characters.</summary>
    public const int MaximumPartLength = 100;

    /// <summary>Surname, given name and patronymic.</summary>
    public string Full => string.Join(' ', new[] { Surname, GivenName, Patronymic }.Where(part => !string.IsNullOrWhiteSpace(part)));

    /// <summary>«Иванов И. И.»: the form for public pages and for protocols.</summary>
    public string Initials => WithInitials(Surname);

    /// <summary>«И…в И. И.»: tells whoever holds the paper that it is the same person, and nobody else who it is.</summary>
    public string Masked
    {
        get
        {
            var letters = StringInfo.ParseCombiningCharacters(Surname);
            return WithInitials(letters.Length < 3 ? Surname : $"{Surname[..letters[1]]}…{Surname[letters[^1]..]}");
        }
    }

    /// <summary>The form that search and comparison use.</summary>
    public string Normalised => TextNorm.Of(Full);

    public override string ToString() => Full;

    private string WithInitials(string surname)
    {
        var initials = new[] { GivenName, Patronymic }
            .Where(part => !string.IsNullOrWhiteSpace(part))
            // The first letter as people see it, also when it is written with a combining mark.
            .Select(part => StringInfo.GetNextTextElement(part!.Trim()) + ".");
        return string.Join(' ', initials.Prepend(surname));
    }
}

/// <summary>
/// The form of a text that search and comparison use on every database: composed, upper case, Ё as Е, single
/// spaces. Databases disagree on case and order of Cyrillic letters, so they only ever see this form.
/// </summary>
public static class TextNorm
{
    /// <summary>Normalises; the empty text for null.</summary>
    public static string Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "";
        }

        var upper = text.Normalize(NormalizationForm.FormC).ToUpperInvariant().Replace('Ё', 'Е');
        return string.Join(' ', upper.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
