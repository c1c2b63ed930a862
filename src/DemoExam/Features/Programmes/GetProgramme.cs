using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Programmes;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>One programme: targets against facts by year, partners, groups.</summary>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record GetProgramme(ProgrammeId ProgrammeId) : IQuery<ProgrammeCard>;

/// <param name="Category">Who takes part; null for anybody.</param>
/// <param name="Years">Years with a target or a group, the latest first.</param>
public sealed record ProgrammeCard(
    ProgrammeId Id, ProgrammeKind Kind, string Name, string NameEn, ProgrammeEnding Ending, CandidateCategory? Category, ProgrammeHouse Organisation,
    IReadOnlyList<ProgrammeYear> Years, IReadOnlyList<ProgrammeHouse> Partners, IReadOnlyList<ProgrammeGroup> Groups);

public sealed record ProgrammeHouse(OrganisationId Id, string Name, string NameEn);

/// <param name="Target">People to be trained; null when nobody said.</param>
public sealed record ProgrammeYear(int Year, int? Target, int? EmployedTarget, OutcomeCount Fact);

public sealed record ProgrammeGroup(TrainingGroupId Id, string Name, DateOnly FirstDay, DateOnly LastDay, OutcomeCount Fact);

internal sealed class GetProgrammeHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetProgramme, ProgrammeCard>
{
    public async Task<ProgrammeCard> Handle(GetProgramme request, CancellationToken ct)
    {
        var id = request.ProgrammeId;
        var programme = NotFound.Unless(await db.Programmes.AsNoTracking().VisibleTo(user, db).SingleOrDefaultAsync(p => p.Id == id, ct), "programme", id);
        var ids = programme.Partners.Select(p => p.OrganisationId).Append(programme.OrganisationId).ToList();
        var houses = await db.Organisations.AsNoTracking().Where(o => ids.Contains(o.Id)).OrderBy(o => o.NameNorm).Select(o => new ProgrammeHouse(o.Id, o.ShortName, o.NameEn)).ToListAsync(ct);
        var facts = await db.Participants.Where(p => p.ProgrammeId == id).Counted(db, null).Select(p => new KeyedOutcome<TrainingGroupId> { Key = p.GroupId, Outcome = p.Outcome }).Count(ct);
        var groups = programme.Groups.OrderByDescending(g => g.LastDay).ThenBy(g => g.Name, StringComparer.Ordinal)
            .Select(g => new ProgrammeGroup(g.Id, g.Name, g.FirstDay, g.LastDay, facts.GetValueOrDefault(g.Id, OutcomeCount.None))).ToList();
        var years = programme.Targets.Select(t => t.Year).Concat(groups.Select(g => g.LastDay.Year)).Distinct().OrderDescending()
            .Select(year => (Year: year, Target: programme.Targets.SingleOrDefault(t => t.Year == year)))
            .Select(y => new ProgrammeYear(y.Year, y.Target?.Participants, y.Target?.EmployedPercent, groups.Where(g => g.LastDay.Year == y.Year).Aggregate(OutcomeCount.None, (sum, g) => sum + g.Fact)));
        return new ProgrammeCard(id, programme.Kind, programme.Name, programme.NameEn, programme.Ending, Programme.CategoryOf(programme.Kind), houses.Single(h => h.Id == programme.OrganisationId),
            [.. years], [.. houses.Where(h => h.Id != programme.OrganisationId)], groups);
    }
}
