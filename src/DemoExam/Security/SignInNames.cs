using DemoExam.Domain.People;

namespace DemoExam.Security;

/// <summary>Sign-in names that people can read from paper and type on any keyboard.</summary>
internal static class SignInNames
{
    /// <summary>ivanova.ap for Иванова Анна Петровна; <c>user</c> where a name has no Latin form.</summary>
    public static string Propose(PersonName name)
    {
        var surname = Plain(name.Surname);
        var initials = string.Concat(new[] { name.GivenName, name.Patronymic }.Select(Plain).Where(part => part.Length > 0).Select(part => part[0]));
        return surname.Length < 2 ? "user" : initials.Length == 0 ? surname : $"{surname}.{initials}";
    }

    private static string Plain(string? text)
    {
        var letters = string.Concat((Transliteration.Of(text ?? "") ?? "").ToLowerInvariant().Where(c => char.IsAsciiLetter(c) || c == '-')).Trim('-');
        return letters.Length <= 30 ? letters : letters[..30];
    }
}
