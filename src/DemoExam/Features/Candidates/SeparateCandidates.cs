using DemoExam.Data;
using DemoExam.Domain;
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
/// Says that two merged entries are two people after all. The entry counts again and has back its accounts, its number and its places in
/// exams that are still ahead; what was done meanwhile stays where it was done.
/// </summary>
/// <param name="Merged">The entry that was merged into another one.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record SeparateCandidates(CandidateId Merged) : ICommand<Unit>;

internal sealed class SeparateCandidatesValidator : AbstractValidator<SeparateCandidates>
{
    public SeparateCandidatesValidator() => RuleFor(r => r.Merged).NotEmpty();
}

internal sealed class SeparateCandidatesHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<SeparateCandidates, Unit>
{
    public async Task<Unit> Handle(SeparateCandidates request, CancellationToken ct)
    {
        var merged = NotFound.Unless(await db.Candidates.InRegionOf(user).SingleOrDefaultAsync(c => c.Id == request.Merged && c.MergedInto != null, ct), "candidate", request.Merged);
        var kept = await db.Candidates.SingleAsync(c => c.Id == merged.MergedInto, ct);
        var handed = merged.HandedOver;
        merged.Separate(kept);

        var exams = await db.Exams.Where(e => handed!.Exams.Contains(e.Id) && ExamStatuses.Ahead.Contains(e.Status) && e.Enrolments.Any(x => x.CandidateId == kept.Id)).ToListAsync(ct);
        exams.ForEach(e => e.MoveEnrolment(kept.Id, merged.Id));
        await db.PassBookings(BookedKind.Candidate, kept.Id.Value, merged.Id.Value, [.. exams.Select(e => e.Id)], ct);
        foreach (var account in await db.Users.Where(a => a.CandidateId == kept.Id && handed!.Accounts.Contains(a.Id)).ToListAsync(ct))
        {
            account.CandidateId = merged.Id;
        }

        return Unit.Value;
    }
}
