using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Programmes;

/// <summary>What came of the trainings of a year: by programme, by sending organisation, and, for those who sat an exam, by package and venue.</summary>
/// <param name="Year">Calendar year in which the groups ended; without it the present one.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record GetOutcomes(int? Year = null) : IQuery<OutcomeFigures>;

/// <param name="All">Everybody once. Who sat exams at two venues counts to both of them.</param>
public sealed record OutcomeFigures(int Year, OutcomeCount All, IReadOnlyList<OutcomeRow> Programmes, IReadOnlyList<OutcomeRow> Organisations, IReadOnlyList<OutcomeRow> Packages, IReadOnlyList<OutcomeRow> Venues);

/// <param name="Path">Page of what is counted, from the root of the service.</param>
public sealed record OutcomeRow(string Name, string NameEn, string Path, OutcomeCount Count);

internal sealed class GetOutcomesHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetOutcomes, OutcomeFigures>
{
    public async Task<OutcomeFigures> Handle(GetOutcomes request, CancellationToken ct)
    {
        var year = request.Year ?? time.GetUtcNow().Year;
        var visible = db.Programmes.VisibleTo(user, db).Select(p => p.Id);
        var counted = db.Participants.Where(p => visible.Contains(p.ProgrammeId)).VisibleTo(user, db).Counted(db, year);

        var byProgramme = await counted.Select(p => new KeyedOutcome<ProgrammeId> { Key = p.ProgrammeId, Outcome = p.Outcome }).Count(ct);
        var byHouse = await counted.Join(db.Candidates, p => p.CandidateId, c => c.Id, (p, c) => new KeyedOutcome<OrganisationId> { Key = c.OrganisationId, Outcome = p.Outcome }).Count(ct);
        // A row for each result; a person counts once to each package and venue, however many exams there were.
        var places = from participant in counted
                     join result in db.Results on participant.CandidateId equals result.CandidateId
                     join exam in db.Exams on result.ExamId equals exam.Id
                     select new { exam.PackageId, exam.VenueId, participant.Id, participant.Outcome };
        var byPackage = await places.Select(p => new { p.PackageId, p.Id, p.Outcome }).Distinct().Select(p => new KeyedOutcome<PackageId> { Key = p.PackageId, Outcome = p.Outcome }).Count(ct);
        var byVenue = await places.Select(p => new { p.VenueId, p.Id, p.Outcome }).Distinct().Select(p => new KeyedOutcome<VenueId> { Key = p.VenueId, Outcome = p.Outcome }).Count(ct);

        var (programmes, houses, packages, venues) = (byProgramme.Keys, byHouse.Keys, byPackage.Keys, byVenue.Keys);
        return new OutcomeFigures(year, byProgramme.Values.Aggregate(OutcomeCount.None, (sum, c) => sum + c),
            [.. (await db.Programmes.AsNoTracking().IgnoreAutoIncludes().Where(p => programmes.Contains(p.Id)).OrderBy(p => p.NameNorm).Select(p => new { p.Id, p.Name, p.NameEn }).ToListAsync(ct))
                .Select(p => new OutcomeRow(p.Name, p.NameEn, $"/programmes/{p.Id}", byProgramme[p.Id]))],
            [.. (await db.Organisations.AsNoTracking().Where(o => houses.Contains(o.Id)).OrderBy(o => o.NameNorm).Select(o => new { o.Id, o.ShortName, o.NameEn }).ToListAsync(ct))
                .Select(o => new OutcomeRow(o.ShortName, o.NameEn, $"/organisations/{o.Id}", byHouse[o.Id]))],
            [.. (await db.Packages.AsNoTracking().IgnoreAutoIncludes().Where(p => packages.Contains(p.Id)).OrderBy(p => p.Code).Select(p => new { p.Id, p.Name, p.NameEn }).ToListAsync(ct))
                .Select(p => new OutcomeRow(p.Name, p.NameEn, $"/packages/{p.Id}", byPackage[p.Id]))],
            [.. (await db.Venues.AsNoTracking().IgnoreAutoIncludes().Where(v => venues.Contains(v.Id)).OrderBy(v => v.NameNorm).Select(v => new { v.Id, v.Name, v.NameEn }).ToListAsync(ct))
                .Select(v => new OutcomeRow(v.Name, v.NameEn, $"/venues/{v.Id}", byVenue[v.Id]))]);
    }
}
