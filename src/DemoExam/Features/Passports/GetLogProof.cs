using DemoExam.Credentials.Log;
using DemoExam.Data;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// The proof that a passport's issuing stands in the transparency log. It lies beside the document and not inside, because no file can hold the
/// proof of its own hash. Whoever has the passport's address gets it, also for one that is no longer in force.
/// </summary>
[AllowAnonymous]
public sealed record GetLogProof(string Token) : IQuery<PassportLogProof>;

/// <summary>The proof, and by which bit of the status lists the register knows the passport: the line that is proved must name the same.</summary>
public sealed record PassportLogProof(LogProof Proof, int List, int Index)
{
    /// <summary>Whether the line tells of the issuing of this passport.</summary>
    public bool IsOfThePassport => (Proof.Leaf.Kind, Proof.Leaf.List, Proof.Leaf.Index) == (LogEntryKind.Issue.Word(), List, Index);
}

internal sealed class GetLogProofHandler(DemoExamDb db, KnownLog log) : IRequestHandler<GetLogProof, PassportLogProof>
{
    public async Task<PassportLogProof> Handle(GetLogProof request, CancellationToken ct)
    {
        var row = NotFound.Unless(await (
            from passport in db.Passports
            join entry in db.LogEntries on passport.Id equals entry.PassportId
            where passport.Token == request.Token && passport.Visibility != PassportVisibility.Closed && entry.Kind == LogEntryKind.Issue && entry.Place != null
            select new { entry.Leaf, entry.Place, passport.StatusList, passport.StatusIndex }).AsNoTracking().SingleOrDefaultAsync(ct), "log proof");
        var checkpoint = (await db.LastCheckpoint(ct))!;
        var hashes = await MerkleTree.Inclusion(row.Place!.Value, checkpoint.Size, db.Tiles(), log.Tiles, ct);
        return new PassportLogProof(new LogProof(LogLeaf.Read(row.Leaf)!, row.Place.Value, hashes, checkpoint.Note), row.StatusList, row.StatusIndex);
    }
}
