using DemoExam.Credentials.Log;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Writes what happens to passports into the transparency log, inside the transaction of the deed.</summary>
internal static class PassportLog
{
    public const string Address = "/log";

    /// <summary>A line about a passport that was issued, replaced or withdrawn a moment ago.</summary>
    public static void Log(this DemoExamDb db, SkillsPassport passport, LogEntryKind kind, DateTimeOffset now) =>
        db.LogEntries.Add(new LogEntry(LogEntryId.New(), passport.Id, kind,
            new LogLeaf(kind.Word(), passport.LogCommitment, passport.StatusList, passport.StatusIndex, now).Text));

    /// <summary>What a line of the log calls a deed.</summary>
    public static string Word(this LogEntryKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>Reads tiles of the published log from the database.</summary>
    public static TileReader Tiles(this DemoExamDb db) => async (level, tile, width, ct) =>
    {
        var (first, end) = (tile * MerkleTree.TileWidth, (tile * MerkleTree.TileWidth) + width);
        return level == 0
            ? Joined((await db.Entries(first, end, ct)).Select(leaf => MerkleTree.LeafHash(System.Text.Encoding.UTF8.GetBytes(leaf))))
            : Joined(await db.LogNodes.AsNoTracking().Where(n => n.Level == level && n.Place >= first && n.Place < end).OrderBy(n => n.Place).Select(n => n.Hash).ToListAsync(ct));
    };

    /// <summary>Published lines from the first place to before the end.</summary>
    public static Task<List<string>> Entries(this DemoExamDb db, long first, long end, CancellationToken ct) =>
        db.LogEntries.AsNoTracking().Where(e => e.Place >= first && e.Place < end).OrderBy(e => e.Place).Select(e => e.Leaf).ToListAsync(ct);

    public static Task<Domain.Passports.LogCheckpoint?> LastCheckpoint(this DemoExamDb db, CancellationToken ct) =>
        db.LogCheckpoints.AsNoTracking().OrderByDescending(c => c.Size).FirstOrDefaultAsync(ct);

    internal static ReadOnlyMemory<byte> Joined(IEnumerable<byte[]> hashes) => hashes.SelectMany(h => h).ToArray();
}
