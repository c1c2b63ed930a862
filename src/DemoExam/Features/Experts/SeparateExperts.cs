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

namespace DemoExam.Features.Experts;

/// <summary>
/// Says that two merged entries are two experts after all. The entry counts again and has back its credentials, accounts, number and
/// duties in exams that are still ahead; what was done meanwhile stays where it was done.
/// </summary>
/// <param name="Merged">The entry that was merged into another one.</param>
[Authorize(Policy = Policies.OperateRegion)]
public sealed record SeparateExperts(ExpertId Merged) : ICommand<Unit>;

internal sealed class SeparateExpertsValidator : AbstractValidator<SeparateExperts>
{
    public SeparateExpertsValidator() => RuleFor(r => r.Merged).NotEmpty();
}

internal sealed class SeparateExpertsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<SeparateExperts, Unit>
{
    public async Task<Unit> Handle(SeparateExperts request, CancellationToken ct)
    {
        var merged = NotFound.Unless(await db.Experts.InRegionOf(user).SingleOrDefaultAsync(e => e.Id == request.Merged && e.MergedInto != null, ct), "expert", request.Merged);
        var kept = await db.Experts.SingleAsync(e => e.Id == merged.MergedInto, ct);
        var handed = merged.HandedOver!;
        merged.Separate(kept);

        var exams = await db.Exams.Where(e => handed.Exams.Contains(e.Id) && ExamStatuses.Ahead.Contains(e.Status) && e.Duties.Any(d => d.ExpertId == kept.Id && d.EndedAt == null)).ToListAsync(ct);
        var ids = exams.ConvertAll(e => e.Id);
        exams.ForEach(e => e.MoveDuty(kept.Id, merged.Id));
        await db.PassInvitations(kept.Id, merged.Id, ids, ct);
        await db.PassBookings(BookedKind.Expert, kept.Id.Value, merged.Id.Value, ids, ct);
        foreach (var account in await db.Users.Where(a => a.ExpertId == kept.Id && handed.Accounts.Contains(a.Id)).ToListAsync(ct))
        {
            account.ExpertId = merged.Id;
        }

        return Unit.Value;
    }
}
