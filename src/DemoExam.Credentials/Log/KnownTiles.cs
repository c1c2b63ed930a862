using System.Collections.Concurrent;
using System.Numerics;

namespace DemoExam.Credentials.Log;

/// <summary>
/// Tiles of one log that were read before, with the hashes over them. A tile of a width never changes, because a log only grows; so many proofs of one log may share
/// what is known. Safe for many threads.
/// </summary>
/// <param name="most">Tiles that are kept, 16 KB each; above that all are forgotten.</param>
public sealed class KnownTiles(int most = 64)
{
    private const int HashSize = MerkleTree.HashSize;

    private readonly ConcurrentDictionary<(int Level, long Tile, int Width), byte[]> known = new();

    /// <summary>Hash over 2^<paramref name="height"/> hashes of a tile, of which the first stands at <paramref name="first"/>.</summary>
    /// <exception cref="InvalidDataException">The source gives another number of hashes than asked for.</exception>
    internal async ValueTask<byte[]> Node(TileReader source, int level, long tile, int width, int height, int first, CancellationToken cancellation)
    {
        if (!known.TryGetValue((level, tile, width), out var nodes))
        {
            var hashes = await source(level, tile, width, cancellation);
            if (hashes.Length != width * HashSize) throw new InvalidDataException($"Tile {tile} of level {level} does not hold {width} hashes.");
            nodes = WithNodes(hashes.Span, width);
            if (known.Count >= most) known.Clear();
            known[(level, tile, width)] = nodes;
        }

        // Below the nodes of this height lie those of all lower ones.
        var place = first >> height;
        for (var below = 0; below < height; below++) place += width >> below;
        return nodes.AsSpan(place * HashSize, HashSize).ToArray();
    }

    /// <summary>The hashes, then the nodes over two of them, over four, and so on, as far as they are whole.</summary>
    internal static byte[] WithNodes(ReadOnlySpan<byte> hashes, int width)
    {
        var count = Enumerable.Range(0, BitOperations.Log2((uint)width) + 1).Sum(height => width >> height);
        var nodes = new byte[count * HashSize];
        hashes.CopyTo(nodes);
        var (row, next) = (0, width);
        for (var wide = width; wide > 1; wide >>= 1)
        {
            for (var i = 0; i < wide / 2; i++)
            {
                var pair = nodes.AsSpan((row + (2 * i)) * HashSize, 2 * HashSize);
                MerkleTree.NodeHash(pair[..HashSize], pair[HashSize..]).CopyTo(nodes.AsSpan((next + i) * HashSize));
            }

            (row, next) = (next, next + (wide / 2));
        }

        return nodes;
    }
}
