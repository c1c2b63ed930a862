using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DemoExam.Domain;

/// <summary>
/// A fingerprint of fields that anybody can compute again: each field as <c>length:text</c> and a line feed, the length in
/// bytes of UTF-8, all of it through SHA-256. The lengths keep two different lists from having one text.
/// </summary>
public static class Digest
{
    /// <summary>Lower-case hex of 64 characters. A missing field counts as an empty one.</summary>
    public static string Of(params IEnumerable<string?> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in fields)
        {
            var text = Encoding.UTF8.GetBytes(field ?? "");
            hash.AppendData(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{text.Length}:")));
            hash.AppendData(text);
            hash.AppendData("\n"u8);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>A moment as fingerprints have it: UTC, whole milliseconds, which every database keeps.</summary>
    public static string Text(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
