using System.Security.Cryptography;
using System.Text;
using DemoExam.Credentials.Log;
using DemoExam.Credentials.Status;
using DemoExam.Credentials.Tokens;
using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using Microsoft.EntityFrameworkCore;
using Checkpoint = DemoExam.Credentials.Log.LogCheckpoint;

namespace DemoExam;

/// <summary>What <c>audit</c> proves of what we publish: the transparency log is what its signed states say, status lists are what was signed and what the register says.</summary>
internal static class PublishedAudit
{
    // A withdrawal that was committed while a list was being made stands in the next one.
    private static readonly TimeSpan Overtaken = TimeSpan.FromMinutes(5);

    /// <summary>What is wrong with the log, line by line and against each of its signed states.</summary>
    public static async Task<IReadOnlyList<string>> Log(DemoExamDb db, IReadOnlyList<PublicKeyJwk> keys, CancellationToken ct)
    {
        List<string> findings = [];
        var states = await db.LogCheckpoints.AsNoTracking().OrderBy(c => c.Size).ToListAsync(ct);
        var lines =
            from entry in db.LogEntries.AsNoTracking()
            where entry.Place != null
            join passport in db.Passports on entry.PassportId equals passport.Id
            orderby entry.Place
            select new { Place = entry.Place!.Value, entry.Leaf, entry.Kind, passport.Number, passport.LogCommitment, passport.StatusList, passport.StatusIndex };
        var (root, next, held, state) = (new GrowingRoot(), 0L, 0L, 0);
        var isWhole = true;
        await foreach (var line in lines.AsAsyncEnumerable().WithCancellation(ct))
        {
            Missing(line.Place);
            if (LogLeaf.Read(line.Leaf) is not { } leaf || leaf != new LogLeaf(line.Kind.ToString().ToLowerInvariant(), line.LogCommitment, line.StatusList, line.StatusIndex, leaf.At))
            {
                findings.Add($"log, line {line.Place}: NOT WHAT PASSPORT {line.Number} SAYS");
            }

            root.Add(MerkleTree.LeafHash(Encoding.UTF8.GetBytes(line.Leaf)));
            next = line.Place + 1;
            for (; isWhole && state < states.Count && states[state].Size <= next; state++)
            {
                var read = Checkpoint.Read(states[state].Note, keys);
                if (read?.Size != states[state].Size)
                {
                    findings.Add($"log, state of {states[state].Size} lines: NOT WHAT WAS SIGNED");
                }
                else if (!read.Root.AsSpan().SequenceEqual(root.Value))
                {
                    findings.Add($"log, lines {held} to {next - 1}: CHANGED AFTER THEY WERE SIGNED");
                    isWhole = false;
                }

                held = states[state].Size;
            }
        }

        var size = states.Count > 0 ? states[^1].Size : 0;
        Missing(size);
        if (next > size)
        {
            findings.Add($"log, lines {size} to {next - 1}: NEVER SIGNED");
        }

        if (isWhole && size > 0 && !await TilesSay(db, size, root.Value, ct))
        {
            findings.Add("log: THE HASHES OVER ITS LINES DON'T FOLLOW FROM THE LINES");
        }

        return findings;

        void Missing(long place)
        {
            if (place > next)
            {
                findings.Add(place - next == 1 ? $"log, line {next}: MISSING" : $"log, lines {next} to {place - 1}: MISSING");
                isWhole = false;
            }
        }
    }

    /// <summary>What is wrong with the signed lists: each copy that was ever published is looked at, and the newest compared with the register.</summary>
    public static async Task<IReadOnlyList<string>> StatusLists(DemoExamDb db, IReadOnlyList<PublicKeyJwk> keys, CancellationToken ct)
    {
        List<string> findings = [];
        foreach (var list in await db.StatusLists.Select(l => l.List).Distinct().Order().ToListAsync(ct))
        {
            (StatusList Bits, DateTimeOffset MadeAt)? newest = null;
            // One copy at a time: an installation keeps thousands.
            await foreach (var copy in db.StatusLists.AsNoTracking().Where(l => l.List == list).OrderBy(l => l.MadeAt).AsAsyncEnumerable().WithCancellation(ct))
            {
                if (StatusListCredential.ReadCopy(copy.Token, keys) is { } bits)
                {
                    newest = (bits, copy.MadeAt);
                }
                else
                {
                    findings.Add($"status list {list} of {copy.MadeAt:u}: NOT WHAT WAS SIGNED");
                }
            }

            if (newest is { } last)
            {
                var passports = await db.Passports.AsNoTracking().Where(p => p.StatusList == list).Select(p => new { p.Number, p.Status, p.StatusChangedAt, p.StatusIndex }).ToListAsync(ct);
                foreach (var passport in passports)
                {
                    var withdrawn = passport.Status is PassportStatus.Revoked or PassportStatus.Superseded;
                    if (last.Bits[passport.StatusIndex] && !withdrawn)
                    {
                        findings.Add($"passport {passport.Number}: WITHDRAWN IN STATUS LIST {list} OF {last.MadeAt:u}, NOT IN THE REGISTER");
                    }
                    else if (!last.Bits[passport.StatusIndex] && withdrawn && passport.StatusChangedAt < last.MadeAt - Overtaken)
                    {
                        findings.Add($"passport {passport.Number}: WITHDRAWN IN THE REGISTER, NOT IN STATUS LIST {list} OF {last.MadeAt:u}");
                    }
                }
            }
        }

        return findings;
    }

    private static async Task<bool> TilesSay(DemoExamDb db, long size, byte[] root, CancellationToken ct)
    {
        try
        {
            return (await MerkleTree.Root(size, db.Tiles(), ct)).AsSpan().SequenceEqual(root);
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    /// <summary>The root of a log that grows line by line; knows nothing of tiles, so that it can judge them.</summary>
    private sealed class GrowingRoot
    {
        // Roots of whole subtrees of 1, 2, 4 … lines, as the size says in binary.
        private readonly List<byte[]?> subtrees = [];

        public byte[] Value => subtrees.Aggregate((byte[]?)null, (right, left) => left is null ? right : right is null ? left : MerkleTree.NodeHash(left, right)) ?? SHA256.HashData([]);

        public void Add(byte[] hash)
        {
            var height = 0;
            for (; height < subtrees.Count && subtrees[height] is { } left; height++)
            {
                hash = MerkleTree.NodeHash(left, hash);
                subtrees[height] = null;
            }

            if (height == subtrees.Count)
            {
                subtrees.Add(null);
            }

            subtrees[height] = hash;
        }
    }
}
