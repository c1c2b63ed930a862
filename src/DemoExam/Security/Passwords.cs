using DemoExam.Domain.People;
using FluentValidation;

namespace DemoExam.Security;

/// <summary>
/// What a new password must be: long, not one that everybody tries first, not the sign-in name. Classes of characters are
/// not asked for: length is what protects, and rules about characters lead to passwords on paper (NIST SP 800-63B, 5.1.1.2).
/// </summary>
internal static class Passwords
{
    public const int ShortestLength = 12;
    public const int LongestLength = 128;

    // Only what is long enough to pass the first check; keyboard rows and runs are found by IsRun.
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "administrator", "adminadmin", "passwordpassword", "password123", "password1234", "password12345", "password2024", "password2025", "password2026",
        "passw0rd123", "p@ssw0rd123", "p@ssword123", "qwerty12345", "qwerty123456", "qwertyqwerty", "qwerty1234567", "qazwsxedcrfv", "qazwsx123456",
        "1q2w3e4r5t", "1q2w3e4r5t6y", "1qaz2wsx3edc", "zaq12wsxcde3", "q1w2e3r4t5", "q1w2e3r4t5y6", "asdf123456", "zxcvbnm123", "abcd123456", "abc123456789",
        "iloveyou123", "welcome123", "welcome12345", "letmein123", "letmein12345", "changeme123", "computer123", "football123", "monkey12345", "dragon12345",
        "samsung123", "spartak1922", "zenitzenit", "moskva12345", "russia2024", "russia2025", "russia2026", "rossiya2026", "demoexam2026", "demoexam123",
        "пароль12345", "пароль123456", "парольпароль", "йцукен12345", "йцукен123456", "йцукенйцукен", "администратор", "экзамен2026", "россия2026", "привет12345",
        "123456789012", "1q2w3e4r5t6y7u", "1qazxsw23edc", "qwertyuiop123", "qwertyuiop12", "asdfghjkl123", "zxcvbnm12345", "password12345678", "iloveyou1234", "sunshine1234", "princess1234", "superman1234",
        "master123456", "welcome123456", "welcome2026!", "letmein123456", "admin1234567", "admin123456789", "administrator1", "administrator123", "changeme1234", "changeme12345", "temppassword", "defaultpassword", "testpassword",
        "secretsecret", "qwerty123!@#", "qwe123qwe123", "qweasdzxc123", "123qweasdzxc", "1234qwerasdf", "1234567890qwe", "google123456", "vkontakte123", "kalina123456", "sberbank2026", "kaliningrad39", "kaliningrad2026",
        "demoexam12345", "worldskills2026", "worldskills", "parolparol123", "parol1234567", "russia123456", "moskva2026!!", "privet123456", "privetprivet", "qwerty2026!!",
        "пароль1234567", "пароль123456789", "администратор1", "администратор123", "демоэкзамен2026", "демонстрационный", "колледж12345", "студент12345", "экзамен12345", "привет123456", "россия123456", "москва123456",
        "калининград39", "калининград2026", "мойпароль123", "йцукен1234567", "фывапролдж12", "любовь123456", "солнышко1234", "любовь12345", "наташа12345", "колледж2026", "студент2026", "здравствуйте",
    };

    private static readonly string[] Rows =
    [
        "01234567890123456789", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./", "qwertyuiopasdfghjklzxcvbnm", "abcdefghijklmnopqrstuvwxyz",
        "йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю", "йцукенгшщзхъфывапролджэячсмитьбю", "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    ];

    /// <summary>Checks a new password of the person with this sign-in name.</summary>
    public static IRuleBuilderOptions<T, string> IsGoodPassword<T>(this IRuleBuilder<T, string> rule, Func<T, string?> userName) => rule
        .NotEmpty()
        .MinimumLength(ShortestLength)
        .MaximumLength(LongestLength)
        .Must(password => !IsCommon(password)).WithMessage("Validation.CommonPassword")
        .Must((request, password) => !Holds(password, userName(request))).WithMessage("Validation.PasswordHoldsName");

    /// <summary>A name to sign in by: no spaces, because nobody sees them; anything else that people write.</summary>
    public static IRuleBuilderOptions<T, string> IsUserName<T>(this IRuleBuilder<T, string> rule) => rule
        .NotEmpty()
        .Length(3, 100)
        .Must(name => !(name ?? "").Trim().Any(c => char.IsWhiteSpace(c) || char.IsControl(c))).WithMessage("Validation.UserName");

    internal static bool IsCommon(string? password)
    {
        if (string.IsNullOrEmpty(password))
        {
            return false;
        }

        var plain = password.ToLowerInvariant();
        return Common.Contains(plain) || plain.Distinct().Count() < 4 || Rows.Any(row => IsRun(plain, row));
    }

    // "1234567890", "0987654321", "qwertyuiop": a piece of a row, in either direction.
    private static bool IsRun(string password, string row) =>
        row.Contains(password, StringComparison.Ordinal) || string.Concat(row.Reverse()).Contains(password, StringComparison.Ordinal);

    private static bool Holds(string? password, string? userName) =>
        userName is { Length: >= 4 } && TextNorm.Of(password).Contains(TextNorm.Of(userName.Split('@')[0]), StringComparison.Ordinal);
}
