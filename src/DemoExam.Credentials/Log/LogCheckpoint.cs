using System.Globalization;
using System.Text;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;

namespace DemoExam.Credentials.Log;

/// <summary>
/// The state of the log in the form of C2SP tlog-checkpoint: name, size, root. The signed form is a signed note with the key id of an ECDSA
/// key: the first four bytes of SHA-256 over its SubjectPublicKeyInfo.
/// </summary>
/// <param name="Origin">Name of the log: its address without scheme.</param>
/// <param name="Size">Number of entries.</param>
/// <param name="Root">Root of the tree.</param>
public sealed record LogCheckpoint(string Origin, long Size, byte[] Root)
{
    private const int LongestNote = 16 * 1024, KeyIdLength = 4;
    private const string Dash = "\u2014 ";

    /// <summary>Name of the log of an installation: <c>exam.example.org/log</c>.</summary>
    public static string OriginOf(Uri site) => $"{site.Authority}{site.AbsolutePath.TrimEnd('/')}/log";

    /// <summary>The text that is signed.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n");

    /// <summary>The signed note.</summary>
    public async ValueTask<string> Sign(ISigningKey key, CancellationToken cancellation = default)
    {
        var signature = await key.Sign(Encoding.UTF8.GetBytes(Text), cancellation);
        return $"{Text}\n{Dash}{Origin} {Convert.ToBase64String([.. PublicKeyJwk.Of(key.Certificate).ShortId.AsSpan(0, KeyIdLength), .. signature])}\n";
    }

    /// <summary>Reads a signed note; null unless one of the keys has signed it under the name of the log.</summary>
    public static LogCheckpoint? Read(string note, IEnumerable<PublicKeyJwk> keys)
    {
        var end = note.Length <= LongestNote ? note.IndexOf("\n\n", StringComparison.Ordinal) : -1;
        if (end < 0) return null;
        var text = note[..(end + 1)];
        var lines = text.Split('\n');
        if (lines.Length < 4 || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size)) return null;
        var root = new byte[33];
        if (!Convert.TryFromBase64String(lines[2], root, out var length) || length != 32) return null;
        var checkpoint = new LogCheckpoint(lines[0], size, root[..32]);
        // One form only, so that nothing hides beside what was signed.
        if (checkpoint.Text != text) return null;
        var known = keys.ToList();
        foreach (var line in note[(end + 2)..].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!line.StartsWith($"{Dash}{checkpoint.Origin} ", StringComparison.Ordinal)) continue;
            var signature = new byte[line.Length];
            var encoded = line[(Dash.Length + checkpoint.Origin.Length + 1)..];
            if (!Convert.TryFromBase64String(encoded, signature, out var bytes) || bytes <= KeyIdLength || Convert.ToBase64String(signature, 0, bytes) != encoded) continue;
            if (known.Any(k => k.ShortId.AsSpan(0, KeyIdLength).SequenceEqual(signature.AsSpan(0, KeyIdLength)) && k.VerifyDer(Encoding.UTF8.GetBytes(text), signature.AsSpan(KeyIdLength, bytes - KeyIdLength))))
                return checkpoint;
        }

        return null;
    }
}
