using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DemoExam.Credentials.Tokens;

namespace DemoExam.Credentials.Log;

/// <summary>
/// A line of the log: what happened to which bit of the status lists and when, and a commitment to the document. Whoever holds the
/// document can compute the commitment; to everybody else it is a random number, and stays one when the document is erased.
/// </summary>
/// <param name="Kind"><c>issue</c>, <c>supersede</c> or <c>revoke</c>.</param>
/// <param name="Commitment">See <see cref="CommitmentTo"/>; base64url.</param>
/// <param name="List">Number of the status list.</param>
/// <param name="Index">Index in the list.</param>
/// <param name="At">When; whole seconds.</param>
public sealed record LogLeaf(string Kind, string Commitment, int List, int Index, DateTimeOffset At)
{
    private const string Salt = "DemoExam log salt\n";

    /// <summary>The published line: JSON in one form only, so that equal leaves have equal hashes.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture,
        $$"""{"v":1,"kind":"{{Kind}}","commitment":"{{Commitment}}","list":{{List}},"index":{{Index}},"time":{{At.ToUnixTimeSeconds()}}}""");

    /// <summary>Reads a published line; null when it is not of our form.</summary>
    public static LogLeaf? Read(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            var root = json.RootElement;
            if (root.Text("kind") is not { } kind || root.Text("commitment") is not { } commitment || root.Number("list") is not { } list || root.Number("index") is not { } index
                || !root.TryTime("time", out var at)) return null;
            var leaf = new LogLeaf(kind, commitment, (int)list, (int)index, at);
            return leaf.Text == text ? leaf : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>
    /// The commitment to a passport: SHA-256 over a salt, the hash of the credential and the hash of the signed bytes. The salt is made of the
    /// secret token in the passport's address, which the file itself holds, so that the file alone is enough to compute it.
    /// </summary>
    /// <param name="token">Token of the verification address.</param>
    /// <param name="credential">The credential inside the file.</param>
    /// <param name="file">See <see cref="SignedDigest"/>.</param>
    public static string CommitmentTo(string token, string credential, ReadOnlySpan<byte> file) => Base64Url.EncodeToString(SHA256.HashData(
        [.. SHA256.HashData(Encoding.UTF8.GetBytes(Salt + token)), .. SHA256.HashData(Encoding.UTF8.GetBytes(credential)), .. file]));

    /// <summary>
    /// SHA-256 over the bytes of a PDF that its signature covers: all but the room of the signature, in which a time stamp may be written
    /// later. Of a file without a signature the hash of all bytes.
    /// </summary>
    public static byte[] SignedDigest(ReadOnlySpan<byte> file)
    {
        Span<int> range = stackalloc int[4];
        var at = file.IndexOf("/ByteRange"u8);
        if (at < 0 || !TryNumbers(file[(at + 10)..], range) || range[1] > range[2] || range[2] > file.Length) return SHA256.HashData(file);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(file[..range[1]]);
        hash.AppendData(file[range[2]..]);
        return hash.GetHashAndReset();
    }

    private static bool TryNumbers(ReadOnlySpan<byte> text, Span<int> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            text = text.TrimStart(" [\r\n\t"u8);
            if (!System.Buffers.Text.Utf8Parser.TryParse(text, out numbers[i], out var read)) return false;
            text = text[read..];
        }

        return true;
    }
}
