using System.Globalization;
using System.Text;
using DemoExam.Credentials.Tokens;

namespace DemoExam.Credentials.Log;

/// <summary>What a proof of the log shows.</summary>
public enum LogFinding
{
    /// <summary>The line stands in the log that the issuer has signed.</summary>
    Good,

    /// <summary>Not a proof of our form.</summary>
    Unreadable,

    /// <summary>No known key has signed the state of the log.</summary>
    UnknownKey,

    /// <summary>The line does not stand in that log.</summary>
    NotInLog,

    /// <summary>The proof is sound and belongs to another document.</summary>
    OtherDocument,
}

/// <summary>Everything that shows offline that a line stands in the log (C2SP tlog-proof): the line, its place, the hashes up to the root, the signed state.</summary>
/// <param name="Leaf">The line.</param>
/// <param name="Place">Its place, from 0.</param>
/// <param name="Hashes">From the leaf upwards.</param>
/// <param name="Checkpoint">The signed note.</param>
public sealed record LogProof(LogLeaf Leaf, long Place, IReadOnlyList<byte[]> Hashes, string Checkpoint)
{
    /// <summary>Media type of <see cref="Text"/>.</summary>
    public const string MediaType = "text/plain; charset=utf-8";

    private const string Head = "c2sp.org/tlog-proof@v1";

    // A log of 2^63 entries has as many levels.
    private const int LongestText = 32 * 1024, MostHashes = 63;

    /// <summary>The proof as a file, <c>.tlog-proof</c>.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"{Head}\nextra {Convert.ToBase64String(Encoding.UTF8.GetBytes(Leaf.Text))}\nindex {Place}\n");
            foreach (var hash in Hashes) text.Append(Convert.ToBase64String(hash)).Append('\n');
            return text.Append('\n').Append(Checkpoint).ToString();
        }
    }

    /// <summary>Reads the form of <see cref="Text"/>; null when it is another.</summary>
    public static LogProof? Read(string text)
    {
        var end = text.Length <= LongestText ? text.IndexOf("\n\n", StringComparison.Ordinal) : -1;
        if (end < 0) return null;
        var lines = text[..end].Split('\n');
        if (lines.Length < 3 || lines.Length > MostHashes + 3 || lines[0] != Head || !lines[1].StartsWith("extra ", StringComparison.Ordinal) || !lines[2].StartsWith("index ", StringComparison.Ordinal)
            || !long.TryParse(lines[2].AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var place)) return null;
        try
        {
            var leaf = LogLeaf.Read(Encoding.UTF8.GetString(Convert.FromBase64String(lines[1][6..])));
            if (leaf is null) return null;
            var proof = new LogProof(leaf, place, [.. lines.Skip(3).Select(Convert.FromBase64String)], text[(end + 2)..]);
            // One form only, so that no bit of it is without meaning.
            return proof.Text == text ? proof : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Checks signature and hashes.</summary>
    /// <param name="keys">Keys of the issuer.</param>
    public LogFinding Check(IEnumerable<PublicKeyJwk> keys) => Check(LogCheckpoint.Read(Checkpoint, keys));

    /// <summary>Checks the hashes against a state whose signature was checked.</summary>
    /// <param name="state">The state that <see cref="Checkpoint"/> tells of; null when no known key has signed it.</param>
    public LogFinding Check(LogCheckpoint? state) =>
        state is null ? LogFinding.UnknownKey
        : MerkleTree.VerifyInclusion(Place, state.Size, MerkleTree.LeafHash(Encoding.UTF8.GetBytes(Leaf.Text)), Hashes, state.Root) ? LogFinding.Good
        : LogFinding.NotInLog;

    /// <summary>Checks a proof that came as text, and that it belongs to the document.</summary>
    /// <param name="text">The file <c>.tlog-proof</c>.</param>
    /// <param name="keys">Keys of the issuer.</param>
    /// <param name="commitment">The commitment to the document in hand.</param>
    public static LogFinding Check(string text, IEnumerable<PublicKeyJwk> keys, string commitment) =>
        Read(text) is not { } proof ? LogFinding.Unreadable
        : proof.Check(keys) is not LogFinding.Good and var finding ? finding
        : proof.Leaf.Commitment == commitment ? LogFinding.Good : LogFinding.OtherDocument;
}
