namespace DemoExam.Domain.Organisations;

/// <summary>Whom to ask at an organisation or a venue.</summary>
/// <param name="Person">Name and post.</param>
/// <param name="Phone">As people write it.</param>
public sealed record Contacts(string? Person = null, string? Phone = null, string? Email = null)
{
    public static readonly Contacts None = new();

    public override string ToString() => string.Join(", ", new[] { Person, Phone, Email }.Where(part => part is not null));
}

/// <summary>The numbers by which the state knows an organisation, with their check digits (orders of the tax service of 29.06.2012 ММВ-7-6/435@ and of 30.10.2017 № 165н).</summary>
public static class TaxNumbers
{
    // For the last digit of a person's number; those before it go with the same weights from further right.
    private static readonly int[] InnWeights = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];

    /// <summary>ИНН: ten digits of an organisation, the last one a check digit, or twelve of a sole trader, the last two.</summary>
    public static bool IsInn(string text) => text.All(char.IsAsciiDigit) && text.Length switch
    {
        10 => IsInnDigit(text, 9),
        12 => IsInnDigit(text, 10) && IsInnDigit(text, 11),
        _ => false,
    };

    /// <summary>КПП: four digits, two digits or letters, three digits.</summary>
    public static bool IsKpp(string text) =>
        text.Length == 9 && text.Select((c, i) => char.IsAsciiDigit(c) || (i is 4 or 5 && char.IsAsciiLetterUpper(c))).All(good => good);

    /// <summary>ОГРН: thirteen digits, the last one the rest of the others by eleven; of a sole trader (ОГРНИП) fifteen, the rest by thirteen.</summary>
    public static bool IsOgrn(string text) =>
        text.Length is 13 or 15 && text.All(char.IsAsciiDigit) && long.Parse(text[..^1], System.Globalization.CultureInfo.InvariantCulture) % (text.Length - 2) % 10 == text[^1] - '0';

    private static bool IsInnDigit(string text, int place) => InnWeights[^place..].Select((weight, i) => weight * (text[i] - '0')).Sum() % 11 % 10 == text[place] - '0';
}
