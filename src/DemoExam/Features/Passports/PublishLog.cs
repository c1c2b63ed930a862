using System.Text;
using DemoExam.Credentials.Log;
using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Web;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Gives new lines their places in the transparency log and signs its new state. Two nodes that do it at the same moment can't both
/// commit, because a place is given once. Answers how many lines.
/// </summary>
[Authorize(Policy = Policies.System)]
public sealed record PublishLog : ICommand<int>;

internal sealed class PublishLogHandler(DemoExamDb db, SigningKeys keys, PublicAddress address, TimeProvider time) : IRequestHandler<PublishLog, int>
{
    private const int Most = 4096, Width = MerkleTree.TileWidth, TileBits = 8;

    public async Task<int> Handle(PublishLog request, CancellationToken ct)
    {
        var fresh = await db.LogEntries.Where(e => e.Place == null).OrderBy(e => e.Id).Take(Most).ToListAsync(ct);
        if (fresh.Count == 0)
        {
            return 0;
        }

        var now = time.GetUtcNow();
        keys.RequireInForce(now);
        var old = (await db.LastCheckpoint(ct))?.Size ?? 0;
        var size = old + fresh.Count;
        for (var i = 0; i < fresh.Count; i++)
        {
            fresh[i].Put(old + i);
        }

        var tiles = WithFresh(old, fresh);
        var nodes = new List<LogNode>();
        for (var level = 1; size >> (level * TileBits) > 0; level++)
        {
            for (var place = old >> (level * TileBits); place < size >> (level * TileBits); place++)
            {
                nodes.Add(new LogNode(level, place, MerkleTree.TileHash((await WithNodes(tiles, nodes)(level - 1, place, Width, ct)).Span)));
            }
        }

        db.LogNodes.AddRange(nodes);
        var root = await MerkleTree.Root(size, WithNodes(tiles, nodes), ct);
        var checkpoint = new Credentials.Log.LogCheckpoint(Credentials.Log.LogCheckpoint.OriginOf(new Uri(address.Value)), size, root);
        db.LogCheckpoints.Add(new Domain.Passports.LogCheckpoint(size, await checkpoint.Sign(keys.Current, ct), now));
        return fresh.Count;
    }

    // The database does not hold the new lines yet.
    private TileReader WithFresh(long old, List<LogEntry> fresh) => async (level, tile, width, ct) =>
    {
        if (level > 0)
        {
            return await db.Tiles()(level, tile, width, ct);
        }

        var (first, end) = (tile * Width, (tile * Width) + width);
        var stored = first < old ? await db.Entries(first, Math.Min(end, old), ct) : [];
        return PassportLog.Joined(stored.Concat(fresh.Where(e => e.Place >= first && e.Place < end).Select(e => e.Leaf)).Select(leaf => MerkleTree.LeafHash(Encoding.UTF8.GetBytes(leaf))));
    };

    private static TileReader WithNodes(TileReader stored, List<LogNode> nodes) => async (level, tile, width, ct) =>
    {
        if (level == 0)
        {
            return await stored(level, tile, width, ct);
        }

        var (first, end) = (tile * Width, (tile * Width) + width);
        var added = nodes.Where(n => n.Level == level && n.Place >= first && n.Place < end).ToList();
        var before = added.Count == width ? ReadOnlyMemory<byte>.Empty : await stored(level, tile, width - added.Count, ct);
        return PassportLog.Joined([before.ToArray(), .. added.Select(n => n.Hash)]);
    };
}
