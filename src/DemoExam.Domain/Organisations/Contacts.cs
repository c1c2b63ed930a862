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
    private static readonly int[] InnWeights = [2, 4, 10, 3, 5, 9, 4, 6, 8];

    /// <summary>ИНН of an organisation: ten digits, the last one a check digit.</summary>
    public static bool IsInn(string text) =>
        text.Length == 10 && text.All(char.IsAsciiDigit) && InnWeights.Select((weight, i) => weight * (text[i] - '0')).Sum() % 11 % 10 == text[9] - '0';

    /// <summary>КПП: four digits, two digits or letters, three digits.</summary>
    public static bool IsKpp(string text) =>
        text.Length == 9 && text.Select((c, i) => char.IsAsciiDigit(c) || (i is 4 or 5 && char.IsAsciiLetterUpper(c))).All(good => good);

    /// <summary>ОГРН: thirteen digits, the last one the rest of the others by eleven.</summary>
    public static bool IsOgrn(string text) =>
        text.Length == 13 && text.All(char.IsAsciiDigit) && long.Parse(text[..12], System.Globalization.CultureInfo.InvariantCulture) % 11 % 10 == text[12] - '0';
}
