using System.Security.Cryptography;
using System.Text;

namespace DemoExam.Security;

/// <summary>
/// A secret that opens one door once: letters and digits without those that look alike (Crockford's Base32), so that
/// it can be read from paper. Only its hash is kept.
/// </summary>
public static class OneTimeCode
{
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    // Keys of a Russian keyboard that show the same shape, and the look-alikes that the alphabet leaves out.
    private static readonly Dictionary<char, char> Meant = new()
    {
        ['О'] = '0', ['O'] = '0', ['I'] = '1', ['L'] = '1',
        ['А'] = 'A', ['В'] = 'B', ['Е'] = 'E', ['К'] = 'K', ['М'] = 'M', ['Н'] = 'H', ['Р'] = 'P', ['С'] = 'C', ['Т'] = 'T', ['Х'] = 'X', ['З'] = '3',
    };

    /// <summary>A new code of 80 bits for a person to type: <c>7K3F-9QXM-2B8D-0TVE</c>.</summary>
    public static string ForPaper() => string.Join('-', New(16).Chunk(4).Select(group => new string(group)));

    /// <summary>A new code of 130 bits for a link.</summary>
    public static string ForLink() => New(26);

    /// <summary>What is stored and compared; the same for every way to write the code.</summary>
    public static string HashOf(string? code)
    {
        var plain = string.Concat((code ?? "").ToUpperInvariant().Where(char.IsLetterOrDigit).Select(c => Meant.GetValueOrDefault(c, c)));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(plain)));
    }

    private static string New(int length) => string.Create(length, 0, static (text, _) =>
    {
        Span<byte> random = stackalloc byte[text.Length];
        RandomNumberGenerator.Fill(random);
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = Letters[random[i] % Letters.Length];
        }
    });
}
