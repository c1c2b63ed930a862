using System.Numerics;
using System.Security.Cryptography;

namespace DemoExam.Credentials.Log;

/// <summary>Reads hashes of a log in tiles: <paramref name="width"/> hashes of 32 bytes, one after the other.</summary>
/// <param name="level">Tile level: 0 over entries, each next one over 256 hashes of the one below.</param>
/// <param name="tile">Number of the tile on its level, from 0.</param>
/// <param name="width">Hashes in the tile, 1 to 256; fewer than 256 only in the last one.</param>
public delegate ValueTask<ReadOnlyMemory<byte>> TileReader(int level, long tile, int width, CancellationToken cancellation);

/// <summary>The hash tree of a log (RFC 6962, section 2.1; checks by RFC 9162, section 2.1): SHA-256, 0x00 before entries, 0x01 before nodes.</summary>
public static class MerkleTree
{
    /// <summary>Hashes in a full tile.</summary>
    public const int TileWidth = 256;

    internal const int HashSize = SHA256.HashSizeInBytes;

    private const int TileLevels = 8;

    /// <summary>Hash of an entry.</summary>
    public static byte[] LeafHash(ReadOnlySpan<byte> entry) => SHA256.HashData([0, .. entry]);

    /// <summary>Hash of a node over two others.</summary>
    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => SHA256.HashData([1, .. left, .. right]);

    /// <summary>Root of a log of this size; for the empty log the hash of nothing.</summary>
    public static async ValueTask<byte[]> Root(long size, TileReader tiles, CancellationToken cancellation = default) =>
        size == 0 ? SHA256.HashData([]) : await new Reader(size, tiles, new KnownTiles(), cancellation).Range(0, size);

    /// <summary>Proof that the entry at a place belongs to the log of this size, from the leaf upwards.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The place lies outside the log.</exception>
    public static ValueTask<IReadOnlyList<byte[]>> Inclusion(long place, long size, TileReader tiles, CancellationToken cancellation = default) =>
        Inclusion(place, size, tiles, new KnownTiles(), cancellation);

    /// <summary>The same, when many proofs of one log are asked for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The place lies outside the log.</exception>
    public static async ValueTask<IReadOnlyList<byte[]>> Inclusion(long place, long size, TileReader tiles, KnownTiles known, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(place);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(place, size);
        var reader = new Reader(size, tiles, known, cancellation);
        var proof = new List<byte[]>();
        for (var (start, end) = (0L, size); end - start > 1;)
        {
            var middle = start + Split(end - start);
            if (place < middle)
            {
                proof.Add(await reader.Range(middle, end));
                end = middle;
            }
            else
            {
                proof.Add(await reader.Range(start, middle));
                start = middle;
            }
        }

        proof.Reverse();
        return proof;
    }

    /// <summary>Proof that the log of the first size is the beginning of the log of the second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The first size is not between 1 and the second.</exception>
    public static async ValueTask<IReadOnlyList<byte[]>> Consistency(long first, long second, TileReader tiles, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(first, second);
        var reader = new Reader(second, tiles, new KnownTiles(), cancellation);
        var proof = new List<byte[]>();
        var (start, end, whole) = (0L, second, true);
        while (first != end)
        {
            var middle = start + Split(end - start);
            if (first <= middle)
            {
                proof.Add(await reader.Range(middle, end));
                end = middle;
            }
            else
            {
                proof.Add(await reader.Range(start, middle));
                start = middle;
                whole = false;
            }
        }

        if (!whole) proof.Add(await reader.Range(start, end));
        proof.Reverse();
        return proof;
    }

    /// <summary>Whether the proof leads from the leaf at the place to the root.</summary>
    public static bool VerifyInclusion(long place, long size, ReadOnlySpan<byte> leaf, IReadOnlyList<byte[]> proof, ReadOnlySpan<byte> root)
    {
        if (place < 0 || place >= size) return false;
        var (fn, sn) = (place, size - 1);
        var hash = leaf.ToArray();
        foreach (var step in proof)
        {
            if (sn == 0 || step.Length != HashSize) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                hash = NodeHash(step, hash);
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                hash = NodeHash(hash, step);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && hash.AsSpan().SequenceEqual(root);
    }

    /// <summary>Whether the proof shows that the first log is the beginning of the second.</summary>
    public static bool VerifyConsistency(long first, long second, ReadOnlySpan<byte> firstRoot, ReadOnlySpan<byte> secondRoot, IReadOnlyList<byte[]> proof)
    {
        if (first < 1 || first > second || proof.Any(step => step.Length != HashSize)) return false;
        if (first == second) return proof.Count == 0 && firstRoot.SequenceEqual(secondRoot);
        // A whole subtree needs no hash of itself in the proof.
        IReadOnlyList<byte[]> steps = BitOperations.IsPow2(first) ? [firstRoot.ToArray(), .. proof] : proof;
        if (steps.Count == 0) return false;
        var (fn, sn) = (first - 1, second - 1);
        while ((fn & 1) == 1) (fn, sn) = (fn >> 1, sn >> 1);
        var (old, now) = (steps[0], steps[0]);
        foreach (var step in steps.Skip(1))
        {
            if (sn == 0) return false;
            if ((fn & 1) == 1 || fn == sn)
            {
                (old, now) = (NodeHash(step, old), NodeHash(step, now));
                while ((fn & 1) == 0 && fn != 0) (fn, sn) = (fn >> 1, sn >> 1);
            }
            else
            {
                now = NodeHash(now, step);
            }

            (fn, sn) = (fn >> 1, sn >> 1);
        }

        return sn == 0 && old.AsSpan().SequenceEqual(firstRoot) && now.AsSpan().SequenceEqual(secondRoot);
    }

    /// <summary>Hash over a full tile: the entry of the tile above it.</summary>
    public static byte[] TileHash(ReadOnlySpan<byte> tile)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(tile.Length, TileWidth * HashSize);
        return KnownTiles.WithNodes(tile, TileWidth)[^HashSize..];
    }

    /// <summary>The largest power of two below the number.</summary>
    private static long Split(long count) => 1L << BitOperations.Log2((ulong)(count - 1));

    private sealed class Reader(long size, TileReader tiles, KnownTiles known, CancellationToken cancellation)
    {
        /// <summary>Hash over the entries from the start to before the end.</summary>
        public async ValueTask<byte[]> Range(long start, long end)
        {
            var count = end - start;
            if (BitOperations.IsPow2(count)) return await Subtree(BitOperations.Log2((ulong)count), start);
            var middle = start + Split(count);
            var (left, right) = (await Range(start, middle), await Range(middle, end));
            return NodeHash(left, right);
        }

        private ValueTask<byte[]> Subtree(int height, long start)
        {
            var (level, rest) = (height / TileLevels, height % TileLevels);
            var first = start >> (level * TileLevels);
            var tile = first / TileWidth;
            var width = (int)Math.Min(TileWidth, (size >> (level * TileLevels)) - (tile * TileWidth));
            return known.Node(tiles, level, tile, width, rest, (int)(first % TileWidth), cancellation);
        }
    }
}
