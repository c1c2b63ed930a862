using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Candidates;

/// <summary>
/// Says that two entries are one person. Accounts, results, passports and enrolments of both are from now on found at the entry that
/// is kept; what was signed keeps the entry it was signed under, so every document stays valid. A person decides, never the system.
/// </summary>
/// <param name="Kept">The entry that counts from now on, with its name and details.</param>
/// <param name="Merged">The entry that is shown no more.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record MergeCandidates(CandidateId Kept, CandidateId Merged) : ICommand<Unit>;

internal sealed class MergeCandidatesValidator : AbstractValidator<MergeCandidates>
{
    public MergeCandidatesValidator()
    {
        RuleFor(r => r.Kept).NotEmpty();
        RuleFor(r => r.Merged).NotEmpty();
    }
}

internal sealed class MergeCandidatesHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<MergeCandidates, Unit>
{
    public async Task<Unit> Handle(MergeCandidates request, CancellationToken ct)
    {
        var kept = NotFound.Unless(await db.Candidates.InRegionOf(user).SingleOrDefaultAsync(c => c.Id == request.Kept, ct), "candidate", request.Kept);
        var merged = NotFound.Unless(await db.Candidates.InRegionOf(user).SingleOrDefaultAsync(c => c.Id == request.Merged, ct), "candidate", request.Merged);
        await RequireFree(kept, merged, ct);
        foreach (var earlier in await db.Candidates.Where(c => c.MergedInto == merged.Id).ToListAsync(ct))
        {
            earlier.FollowTo(kept);
        }

        var exams = await db.Exams.Where(e => ExamStatuses.Ahead.Contains(e.Status) && e.Enrolments.Any(x => x.CandidateId == merged.Id)).ToListAsync(ct);
        var accounts = await db.Users.Where(a => a.CandidateId == merged.Id).ToListAsync(ct);
        merged.MergeInto(kept, [.. exams.Select(e => e.Id)], [.. accounts.Select(a => a.Id)]);
        exams.ForEach(e => e.MoveEnrolment(merged.Id, kept.Id));
        accounts.ForEach(a => a.CandidateId = kept.Id);
        // The person is taken on all of these days, whichever entry was enrolled.
        await db.PassBookings(BookedKind.Candidate, merged.Id.Value, kept.Id.Value, null, ct);
        return Unit.Value;
    }

    // Nobody sits two exams on one day. Exams that are over can't be changed any more, so both may stand in the past.
    private async Task RequireFree(Candidate kept, Candidate merged, CancellationToken ct)
    {
        var refusals = new Refusals();
        foreach (var (day, exams) in await db.DaysOfBoth(BookedKind.Candidate, kept.Id.Value, merged.Id.Value, ct))
        {
            refusals.Require(CandidateRules.MergeBooksNothingTwice, false, nameof(MergeCandidates.Merged), ("name", merged.Name.Full), ("day", day), ("exams", exams));
        }

        refusals.ThrowIfAny();
    }
}

internal static class CandidateEntries
{
    /// <summary>Every entry of the person: the one that counts and those merged into it.</summary>
    public static async Task<IReadOnlyList<CandidateId>> EntriesOf(this DemoExamDb db, CandidateId candidate, CancellationToken ct)
    {
        var counts = await db.Candidates.Where(c => c.Id == candidate).Select(c => c.MergedInto).SingleOrDefaultAsync(ct) ?? candidate;
        return [counts, .. await db.Candidates.Where(c => c.MergedInto == counts).Select(c => c.Id).ToListAsync(ct)];
    }
}
