using DemoExam.Domain.People;

namespace DemoExam.Features.Shared;

/// <summary>Names as they are typed and as files bring them. Only the blanks around a part are dropped: they are not part of a name.</summary>
internal static class PersonNames
{
    public static PersonName Of(string surname, string? givenName, string? patronymic) => new(surname.Trim(), givenName?.Trim() ?? "", OrNull(patronymic));

    public static string? OrNull(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    /// <summary>True when every letter is a Latin one, accents included; empty is Latin too.</summary>
    public static bool IsLatin(string? name) => (name ?? "").All(c => !char.IsLetter(c) || c <= 'ɏ' || c is >= 'Ḁ' and <= 'ỿ');

    /// <summary>True when Cyrillic and Latin letters stand in one word: most often a look-alike that slipped in.</summary>
    public static bool IsMixed(string name) => name.Split(' ', '-').Any(word =>
        word.Any(c => c is >= 'Ѐ' and <= 'ӿ') && word.Any(c => char.IsAsciiLetter(c)));
}
