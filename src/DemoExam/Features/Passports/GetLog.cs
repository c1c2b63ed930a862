using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using DemoExam.Credentials.Log;
using DemoExam.Data;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Passports;

/// <summary>The newest signed state of the transparency log.</summary>
[AllowAnonymous]
public sealed record GetLogCheckpoint : IQuery<string>;

internal sealed class GetLogCheckpointHandler(DemoExamDb db) : IRequestHandler<GetLogCheckpoint, string>
{
    public async Task<string> Handle(GetLogCheckpoint request, CancellationToken ct) => NotFound.Unless(await db.LastCheckpoint(ct), "log").Note;
}

/// <summary>A tile of the log in the layout of C2SP tlog-tiles: hashes, or the lines themselves. A tile with its width never changes.</summary>
/// <param name="Level">Tile level; null for lines.</param>
/// <param name="Tile">Which tile, and how much of it.</param>
[AllowAnonymous]
public sealed record GetLogTile(int? Level, LogTileName Tile) : IQuery<byte[]>;

internal sealed class GetLogTileHandler(DemoExamDb db) : IRequestHandler<GetLogTile, byte[]>
{
    public async Task<byte[]> Handle(GetLogTile request, CancellationToken ct)
    {
        var (number, width) = request.Tile;
        var size = (await db.LastCheckpoint(ct))?.Size ?? 0;
        var level = request.Level ?? 0;
        var first = number * MerkleTree.TileWidth;
        if (level is < 0 or > 7 || first + width > size >> (8 * level))
        {
            throw new NotFound("tile");
        }

        return request.Level is null ? Lines(await db.Entries(first, first + width, ct)) : (await db.Tiles()(level, number, width, ct)).ToArray();
    }

    // Each line after its length as two bytes.
    private static byte[] Lines(List<string> lines)
    {
        var bundle = new List<byte>();
        var length = new byte[2];
        foreach (var line in lines.Select(Encoding.UTF8.GetBytes))
        {
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)line.Length);
            bundle.AddRange(length);
            bundle.AddRange(line);
        }

        return [.. bundle];
    }
}

/// <summary>Name of a tile in an address: <c>x001/x234/067</c>, with <c>.p/17</c> behind it while it is not full.</summary>
public readonly record struct LogTileName(long Number, int Width)
{
    private const string Partial = ".p/";

    /// <summary>Reads the name; null when it is not in the one form.</summary>
    public static LogTileName? Read(string path)
    {
        var at = path.IndexOf(Partial, StringComparison.Ordinal);
        var width = MerkleTree.TileWidth;
        if (at >= 0 && !int.TryParse(path.AsSpan(at + Partial.Length), NumberStyles.None, CultureInfo.InvariantCulture, out width))
        {
            return null;
        }

        var groups = (at < 0 ? path : path[..at]).Split('/');
        if (groups.Length > 6 || !long.TryParse(string.Concat(groups.Select(g => g.TrimStart('x'))), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var name = new LogTileName(number, width);
        return width is > 0 and <= MerkleTree.TileWidth && name.ToString() == path ? name : null;
    }

    public override string ToString()
    {
        var digits = Number.ToString("000", CultureInfo.InvariantCulture);
        digits = digits.PadLeft((digits.Length + 2) / 3 * 3, '0');
        var groups = digits.Chunk(3).Select(g => new string(g)).ToList();
        var path = string.Join('/', groups.Select((g, i) => i < groups.Count - 1 ? "x" + g : g));
        return Width == MerkleTree.TileWidth ? path : string.Create(CultureInfo.InvariantCulture, $"{path}{Partial}{Width}");
    }

    /// <summary>All tiles of a level in a log of this size.</summary>
    public static IEnumerable<LogTileName> All(int level, long size)
    {
        var hashes = size >> (8 * level);
        for (var tile = 0L; tile * MerkleTree.TileWidth < hashes; tile++)
        {
            yield return new LogTileName(tile, (int)Math.Min(MerkleTree.TileWidth, hashes - (tile * MerkleTree.TileWidth)));
        }
    }
}
