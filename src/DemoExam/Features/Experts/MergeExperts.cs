using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Features.Exams;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Experts;

/// <summary>
/// Says that two entries are one expert. Credentials, ties, duties ahead, invitations and accounts go to the entry that is kept; marks
/// and signatures keep the entry they were made under. A person decides, never the system.
/// </summary>
/// <param name="Kept">The entry that counts from now on, with its name and employer.</param>
/// <param name="Merged">The entry that is shown no more.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record MergeExperts(ExpertId Kept, ExpertId Merged) : ICommand<Unit>;

internal sealed class MergeExpertsValidator : AbstractValidator<MergeExperts>
{
    public MergeExpertsValidator()
    {
        RuleFor(r => r.Kept).NotEmpty();
        RuleFor(r => r.Merged).NotEmpty();
    }
}

internal sealed class MergeExpertsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<MergeExperts, Unit>
{
    private static readonly ExamStatus[] Over = [ExamStatus.Closed, ExamStatus.Cancelled];

    public async Task<Unit> Handle(MergeExperts request, CancellationToken ct)
    {
        var kept = NotFound.Unless(await db.Experts.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.Kept, ct), "expert", request.Kept);
        var merged = NotFound.Unless(await db.Experts.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.Merged, ct), "expert", request.Merged);
        await RequireFree(kept, merged, ct);
        foreach (var earlier in await db.Experts.Where(e => e.MergedInto == merged.Id).ToListAsync(ct))
        {
            earlier.FollowTo(kept);
        }

        var exams = await db.Exams.Where(e => ExamStatuses.Ahead.Contains(e.Status) && e.Duties.Any(d => d.ExpertId == merged.Id && d.EndedAt == null)).ToListAsync(ct);
        var ids = exams.ConvertAll(e => e.Id);
        var accounts = await db.Users.Where(a => a.ExpertId == merged.Id).ToListAsync(ct);
        merged.MergeInto(kept, ids, [.. accounts.Select(a => a.Id)]);
        exams.ForEach(e => e.MoveDuty(merged.Id, kept.Id));
        accounts.ForEach(a => a.ExpertId = kept.Id);
        await db.PassInvitations(merged.Id, kept.Id, ids, ct);
        await db.PassBookings(BookedKind.Expert, merged.Id.Value, kept.Id.Value, null, ct);
        return Unit.Value;
    }

    private async Task RequireFree(Expert kept, Expert merged, CancellationToken ct)
    {
        var refusals = new Refusals();
        foreach (var (day, exams) in await db.DaysOfBoth(BookedKind.Expert, kept.Id.Value, merged.Id.Value, ct))
        {
            refusals.Require(ExpertRules.MergeBooksNothingTwice, false, nameof(MergeExperts.Merged), ("name", merged.Name.Full), ("day", day), ("exams", exams));
        }

        // The account goes over, and whoever is at work by it would lose the sheet.
        var working = await db.Exams.Where(e => !ExamStatuses.Ahead.Contains(e.Status) && !Over.Contains(e.Status) && e.Duties.Any(d => d.ExpertId == merged.Id)).Select(e => e.Number).ToListAsync(ct);
        refusals.Require(ExpertRules.MergeWaitsForWork, working.Count == 0, nameof(MergeExperts.Merged), ("name", merged.Name.Full), ("exams", working));
        refusals.ThrowIfAny();
    }
}

internal static class ExpertEntries
{
    /// <summary>Every entry of the person: the one that counts and those merged into it.</summary>
    public static async Task<IReadOnlyList<ExpertId>> EntriesOf(this DemoExamDb db, ExpertId expert, CancellationToken ct)
    {
        var counts = await db.Experts.Where(e => e.Id == expert).Select(e => e.MergedInto).SingleOrDefaultAsync(ct) ?? expert;
        return [counts, .. await db.Experts.Where(e => e.MergedInto == counts).Select(e => e.Id).ToListAsync(ct)];
    }

    /// <summary>Passes the questions of these exams to the other entry, behind those that it was asked before.</summary>
    public static async Task PassInvitations(this DemoExamDb db, ExpertId from, ExpertId to, IReadOnlyList<ExamId> exams, CancellationToken ct)
    {
        var all = await db.Invitations.Where(i => exams.Contains(i.ExamId) && (i.ExpertId == from || i.ExpertId == to)).ToListAsync(ct);
        foreach (var exam in all.GroupBy(i => i.ExamId))
        {
            var round = exam.Where(i => i.ExpertId == to).Select(i => i.Round).DefaultIfEmpty(0).Max();
            foreach (var invitation in exam.Where(i => i.ExpertId == from).OrderBy(i => i.Round).ToList())
            {
                invitation.PassTo(to, ++round);
            }
        }
    }
}
