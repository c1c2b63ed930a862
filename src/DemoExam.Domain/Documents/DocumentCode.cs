using System.Security.Cryptography;

namespace DemoExam.Domain.Documents;

/// <summary>
/// The short code on a printed document, <c>7K3F-9QXM</c>: seven random signs and a check sign, which finds every wrong sign and
/// every two that changed places. 31 letters and digits, a prime number of them, without those that look like others.
/// </summary>
public readonly record struct DocumentCode
{
    private const string Signs = "123456789ABCDEFGHJKMNPQRSTVWXYZ";

    // Keys of a Russian keyboard that show the same shape, and look-alikes.
    private const string Typed = "АВЕКМНРСТХЗIL", Meant = "ABEKMHPCTX311";

    private DocumentCode(string plain) => Text = $"{plain[..4]}-{plain[4..]}";

    /// <summary>The code as printed.</summary>
    public string Text { get; }

    /// <summary>A new code that nobody can guess.</summary>
    public static DocumentCode New()
    {
        var signs = new string([.. Enumerable.Range(0, 7).Select(_ => Signs[RandomNumberGenerator.GetInt32(Signs.Length)])]);
        return new DocumentCode(signs + CheckSign(signs));
    }

    /// <summary>Reads a code as people type it: any case, spaces or no hyphen, Russian letters of the same shape.</summary>
    /// <returns>False when it is no code or the check sign does not fit.</returns>
    public static bool TryParse(string? text, out DocumentCode code)
    {
        var plain = string.Concat((text ?? "").ToUpperInvariant().Where(char.IsLetterOrDigit).Select(c => Typed.IndexOf(c, StringComparison.Ordinal) is var at and >= 0 ? Meant[at] : c));
        var good = plain.Length == 8 && plain.All(c => Signs.Contains(c, StringComparison.Ordinal)) && CheckSign(plain[..7]) == plain[7];
        code = good ? new DocumentCode(plain) : default;
        return good;
    }

    public override string ToString() => Text;

    // Weights 1 to 7 and a prime modulus: a changed sign, or two neighbours exchanged, always change the sum.
    private static char CheckSign(string signs) => Signs[signs.Select((c, i) => (i + 1) * Signs.IndexOf(c, StringComparison.Ordinal)).Sum() % Signs.Length];
}
