using System.Buffers.Binary;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DemoExam.Credentials.Log;
using DemoExam.Credentials.Tokens;
using DemoExam.Features.Passports;

namespace DemoExam;

/// <summary>
/// <c>watch-log PLACE</c>: whether the transparency log is what its issuer has signed, and has only grown since the watcher last looked. Nothing
/// that the place says is believed but the lines themselves: root and proof are made of them here.
/// </summary>
internal static class WatchLogCommand
{
    private const int Whole = 0, Rewritten = 10, NotOurs = 11, NotRead = 13;

    public static Command Make()
    {
        var place = new Argument<string>("PLACE") { Description = "Address of the service (https://exam.example.org), or a folder that export-verifier has written." };
        var kept = new Option<string?>("--checkpoint") { Description = "The state that was kept the last time. The log must begin with it; then the new state takes its place. Made when it is not there." };
        var keys = new Option<string?>("--keys") { Description = "The issuer's public keys, kept since the watcher first saw them. Default: those that the place publishes now." };
        var command = new Command("watch-log", $"""
            Watch the issuer's transparency log: is every line under the signed state, and were lines only added?

            Run it daily from a machine that is not the issuer's, and keep the state: whoever has changed or removed a line
            can't show a log that begins with it. The state that doesn't fit is kept beside it, as FILE.other.

            Exit code:
              {Whole}   the log is whole, and grew from the kept state
              {Rewritten}  lines are not those that were signed: changed, removed, or put in between
              {NotOurs}  no known key has signed the state
              {NotRead}  the log could not be read
            """) { place, kept, keys };
        command.SetAction((parsed, ct) => Run(parsed.GetValue(place)!, parsed.GetValue(kept), parsed.GetValue(keys), ct));
        return command;
    }

    private static async Task<int> Run(string place, string? kept, string? keysFile, CancellationToken ct)
    {
        using var source = new Source(place);
        try
        {
            var keys = PublicKeyJwk.ReadAll(keysFile is null ? await source.Read(".well-known/jwks.json", ct) : await File.ReadAllBytesAsync(keysFile, ct));
            var note = Encoding.UTF8.GetString(await source.Read("log/checkpoint", ct));
            if (LogCheckpoint.Read(note, keys) is not { } state)
            {
                Console.Error.WriteLine("The state of the log is NOT SIGNED by a known key of the issuer.");
                return NotOurs;
            }

            var lines = await Lines(source, state.Size, ct);
            var tiles = TilesOf(lines);
            if (!(await MerkleTree.Root(state.Size, tiles, ct)).AsSpan().SequenceEqual(state.Root))
            {
                Console.Error.WriteLine("The lines of the log are NOT those whose state was signed.");
                return Rewritten;
            }

            if (kept is not null && File.Exists(kept))
            {
                if (LogCheckpoint.Read(await File.ReadAllTextAsync(kept, ct), keys) is not { } former || former.Origin != state.Origin)
                {
                    Console.Error.WriteLine($"{kept} is no state of this log that a known key has signed.");
                    return NotOurs;
                }

                if (!await HasGrown(former, state, tiles, ct))
                {
                    // Two states of one log, both signed, neither the beginning of the other.
                    await File.WriteAllTextAsync(kept + ".other", note, ct);
                    Console.Error.WriteLine(FormattableString.Invariant($"The log does NOT begin with the {former.Size} lines that were kept: lines were changed or removed. {kept} and {kept}.other, together, are the proof."));
                    return Rewritten;
                }
            }

            if (kept is not null)
            {
                await File.WriteAllTextAsync(kept + ".new", note, ct);
                File.Move(kept + ".new", kept, overwrite: true);
            }

            var kinds = string.Join(", ", lines.CountBy(l => l.Leaf.Kind).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => string.Create(CultureInfo.InvariantCulture, $"{k.Key} {k.Value}")));
            Console.WriteLine(FormattableString.Invariant($"{state.Origin}: whole, {state.Size} lines ({kinds}), the last of {(lines.Count > 0 ? lines[^1].Leaf.At : null):u}"));
            return Whole;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or HttpRequestException or JsonException or InvalidDataException)
        {
            Console.Error.WriteLine($"The log could not be read: {failure.Message}");
            return NotRead;
        }
    }

    private static async Task<bool> HasGrown(LogCheckpoint former, LogCheckpoint now, TileReader tiles, CancellationToken ct)
    {
        if (former.Size == 0 || former.Size > now.Size)
        {
            return former.Size == 0;
        }

        var proof = await MerkleTree.Consistency(former.Size, now.Size, tiles, ct);
        return MerkleTree.VerifyConsistency(former.Size, now.Size, former.Root, now.Root, proof);
    }

    // Each line after its length as two bytes.
    private static async Task<List<(LogLeaf Leaf, byte[] Hash)>> Lines(Source source, long size, CancellationToken ct)
    {
        var lines = new List<(LogLeaf, byte[])>();
        foreach (var tile in LogTileName.All(0, size))
        {
            var bundle = await source.Read($"log/tile/entries/{tile}", ct);
            for (var at = 0; at < bundle.Length;)
            {
                var length = at + 2 <= bundle.Length ? BinaryPrimitives.ReadUInt16BigEndian(bundle.AsSpan(at)) : int.MaxValue;
                if (length > bundle.Length - at - 2 || LogLeaf.Read(Encoding.UTF8.GetString(bundle, at + 2, length)) is not { } leaf)
                {
                    throw new InvalidDataException($"Lines {tile} are not of the form of a log.");
                }

                lines.Add((leaf, MerkleTree.LeafHash(bundle.AsSpan(at + 2, length))));
                at += 2 + length;
            }
        }

        return lines.Count == size ? lines : throw new InvalidDataException(FormattableString.Invariant($"There are {lines.Count} lines, not {size}."));
    }

    private static TileReader TilesOf(List<(LogLeaf Leaf, byte[] Hash)> lines)
    {
        return (level, tile, width, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(Tile(level, tile, width));

        byte[] Tile(int level, long tile, int width) =>
        [
            .. Enumerable.Range(0, width).SelectMany(i => level == 0
                ? lines[(int)((tile * MerkleTree.TileWidth) + i)].Hash
                : MerkleTree.TileHash(Tile(level - 1, (tile * MerkleTree.TileWidth) + i, MerkleTree.TileWidth))),
        ];
    }

    /// <summary>The same addresses, by HTTP or from a folder.</summary>
    private sealed class Source(string place) : IDisposable
    {
        private const int Most = 4 * 1024 * 1024;

        private readonly HttpClient? _http = Uri.TryCreate(place, UriKind.Absolute, out var site) && (site.Scheme == Uri.UriSchemeHttp || site.Scheme == Uri.UriSchemeHttps)
            ? new HttpClient { BaseAddress = new Uri(site.AbsoluteUri.TrimEnd('/') + "/"), MaxResponseContentBufferSize = Most, Timeout = TimeSpan.FromSeconds(30) }
            : null;

        public Task<byte[]> Read(string address, CancellationToken ct) =>
            _http is null ? File.ReadAllBytesAsync(Path.Combine(place, Path.Combine(address.Split('/'))), ct) : _http.GetByteArrayAsync(address, ct);

        public void Dispose() => _http?.Dispose();
    }
}
