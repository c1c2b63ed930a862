using DemoExam.Credentials.Log;
using DemoExam.Credentials.Tokens;

namespace DemoExam.Features.Passports;

/// <summary>
/// What this node has read of the published log, and whose signature it has checked. Nothing of it can become wrong: a tile of a width and a signed state never change.
/// Without it each page of a passport reads and hashes up to 256 lines and checks one signature twice, three times the work of all the rest.
/// </summary>
public sealed class KnownLog
{
    // A quarter of a million lines, in 16 MB at most.
    private const int MostTiles = 1024;

    private Signed? _last;

    /// <summary>Tiles of the log.</summary>
    public KnownTiles Tiles { get; } = new(MostTiles);

    /// <summary>The state of the log that one of the keys has signed; null when none has.</summary>
    public LogCheckpoint? Read(string note, IReadOnlyList<PublicKeyJwk> keys)
    {
        var names = string.Join(' ', keys.Select(k => k.Thumbprint));
        if (_last is { } last && last.Note == note && last.Keys == names)
        {
            return last.State;
        }

        var state = LogCheckpoint.Read(note, keys);
        _last = new Signed(note, names, state);
        return state;
    }

    private sealed record Signed(string Note, string Keys, LogCheckpoint? State);
}
