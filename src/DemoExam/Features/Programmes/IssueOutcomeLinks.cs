using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>
/// Makes a link for each participant of a finished group of whom nobody has told anything: behind it the graduate says with one
/// press what came of the training. Links made before for them lose their force.
/// </summary>
[Authorize(Policy = Policies.Organise)]
public sealed record IssueOutcomeLinks(ProgrammeId ProgrammeId, TrainingGroupId GroupId) : ICommand<IReadOnlyList<OutcomeLink>>;

/// <summary>What one graduate is sent.</summary>
/// <param name="Path">Address from the root of the service; it is told once and kept nowhere.</param>
public sealed record OutcomeLink(PersonName Name, string? Email, string Path);

internal sealed class IssueOutcomeLinksHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<IssueOutcomeLinks, IReadOnlyList<OutcomeLink>>
{
    private static readonly TimeSpan Term = TimeSpan.FromDays(ProgrammeRules.DaysToKnow);

    public async Task<IReadOnlyList<OutcomeLink>> Handle(IssueOutcomeLinks request, CancellationToken ct)
    {
        var programme = await db.ProgrammeFor(request.ProgrammeId, user, ct);
        var group = programme.GroupOf(request.GroupId);
        ProgrammeRules.OutcomeFollowsTraining.Require(group.IsOver(await db.Today(user, time, ct)), ("last", group.LastDay));
        var due = await db.Participants.VisibleTo(user, db).Where(p => p.GroupId == group.Id && p.LeftOn == null && p.Outcome == null).ToListAsync(ct);
        var ids = due.ConvertAll(p => p.CandidateId);
        var people = await db.Candidates.AsNoTracking().Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Name, c.NameNorm, c.Email }).ToDictionaryAsync(c => c.Id, ct);
        var links = new List<OutcomeLink>();
        foreach (var participant in due.OrderBy(p => people[p.CandidateId].NameNorm, StringComparer.Ordinal))
        {
            var code = OneTimeCode.ForLink();
            participant.OfferForm(OneTimeCode.HashOf(code), time.GetUtcNow() + Term);
            links.Add(new OutcomeLink(people[participant.CandidateId].Name, people[participant.CandidateId].Email, $"/outcome/{code}"));
        }

        return links;
    }
}
