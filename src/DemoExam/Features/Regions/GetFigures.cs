using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Programmes;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Regions;

/// <summary>
/// A year in figures beside the year before: of the region for its operator and administrators, of the own organisation's exams for an
/// organiser.
/// </summary>
/// <param name="Year">Calendar year of the exams' first day; without it the present one.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record GetFigures(int? Year = null) : IQuery<FiguresView>;

/// <summary>The figures.</summary>
/// <param name="Years">Years that can be asked for, the latest first.</param>
/// <param name="Venues">Days with exams of each venue in each month.</param>
/// <param name="Experts">Who took part most.</param>
/// <param name="Targets">What programmes of each kind were to reach in the year, and what they reached.</param>
/// <param name="IsOwn">True when only the exams of the user's organisation are counted.</param>
public sealed record FiguresView(int Year, IReadOnlyList<int> Years, YearFigures Now, YearFigures Before, IReadOnlyList<VenueLoad> Venues, IReadOnlyList<ExpertLoad> Experts, IReadOnlyList<TargetFact> Targets, bool IsOwn);

/// <summary>People to be trained and people trained; who left does not count.</summary>
public sealed record TargetFact(ProgrammeKind Kind, int Target, int Fact);

/// <summary>How busy a venue was.</summary>
/// <param name="Days">Days with at least one exam, January first.</param>
public sealed record VenueLoad(VenueId Id, string Name, string NameEn, string City, IReadOnlyList<int> Days);

/// <summary>How much an expert took part.</summary>
/// <param name="Exams">Exams with a duty.</param>
/// <param name="Days">Days of these exams; a day with two exams counts once.</param>
public sealed record ExpertLoad(ExpertId Id, PersonName Name, int Exams, int Days);

internal sealed class GetFiguresHandler(DemoExamDb db, ReadBeside beside, CurrentUser user, TimeProvider time) : IRequestHandler<GetFigures, FiguresView>
{
    private const int MostExperts = 20;

    public async Task<FiguresView> Handle(GetFigures request, CancellationToken ct)
    {
        var exams = db.Exams.AsNoTracking().CountedFor(user);
        var year = request.Year ?? time.GetUtcNow().Year;
        var (now, before) = await db.FiguresOfTwoYears(beside, other => other.Exams.AsNoTracking().CountedFor(user), year, ct);
        var days = await exams.Of(CalendarYear.Of(year)).Select(e => new { e.VenueId, e.FirstDay, e.LastDay }).Distinct().ToListAsync(ct);
        var venues = days.GroupBy(e => e.VenueId).ToDictionary(g => g.Key, g => g.SelectMany(e => Days(e.FirstDay, e.LastDay)).Distinct().ToList());
        var names = await db.Venues.AsNoTracking().IgnoreAutoIncludes().Where(v => venues.Keys.Contains(v.Id)).OrderBy(v => v.NameNorm).Select(v => new { v.Id, v.Name, v.NameEn, v.City }).ToListAsync(ct);
        return new FiguresView(
            year, await exams.Years(time.GetUtcNow().Year, ct), now, before,
            [.. names.Select(v => new VenueLoad(v.Id, v.Name, v.NameEn, v.City, [.. Enumerable.Range(1, 12).Select(m => venues[v.Id].Count(d => d.Month == m))]))],
            await Experts(exams.Of(CalendarYear.Of(year)), ct), await Targets(year, ct), !user.IsOfTheRegion());
    }

    private async Task<IReadOnlyList<TargetFact>> Targets(int year, CancellationToken ct)
    {
        var programmes = db.Programmes.AsNoTracking().IgnoreAutoIncludes().VisibleTo(user, db);
        var targets = await programmes.SelectMany(p => p.Targets, (p, t) => new { p.Kind, t.Year, t.Participants }).Where(t => t.Year == year).GroupBy(t => t.Kind)
            .Select(g => new { g.Key, Sum = g.Sum(t => t.Participants) }).ToDictionaryAsync(t => t.Key, t => t.Sum, ct);
        var facts = await db.Participants.Counted(db, year).Join(programmes, p => p.ProgrammeId, p => p.Id, (_, p) => p.Kind).GroupBy(kind => kind)
            .Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(f => f.Key, f => f.Count, ct);
        return [.. targets.Keys.Union(facts.Keys).Order().Select(kind => new TargetFact(kind, targets.GetValueOrDefault(kind), facts.GetValueOrDefault(kind)))];
    }

    private async Task<IReadOnlyList<ExpertLoad>> Experts(IQueryable<Exam> exams, CancellationToken ct)
    {
        var duties = await exams.SelectMany(e => e.Duties.Where(d => d.EndedAt == null), (e, d) => new { d.ExpertId, e.FirstDay, e.LastDay }).GroupBy(d => d)
            .Select(g => new { g.Key.ExpertId, g.Key.FirstDay, g.Key.LastDay, Exams = g.Count() }).ToListAsync(ct);
        var loads = duties.GroupBy(d => d.ExpertId)
            .Select(g => (Id: g.Key, Exams: g.Sum(d => d.Exams), Days: g.SelectMany(d => Days(d.FirstDay, d.LastDay)).Distinct().Count()))
            .OrderByDescending(l => l.Days).ThenByDescending(l => l.Exams).ThenBy(l => l.Id.Value).Take(MostExperts).ToList();
        var ids = loads.ConvertAll(l => l.Id);
        var names = await db.Experts.AsNoTracking().IgnoreAutoIncludes().Where(e => ids.Contains(e.Id)).Select(e => new { e.Id, e.Name }).ToDictionaryAsync(e => e.Id, e => e.Name, ct);
        return [.. loads.Select(l => new ExpertLoad(l.Id, names[l.Id], l.Exams, l.Days))];
    }

    private static IEnumerable<DateOnly> Days(DateOnly first, DateOnly last) => Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays);
}
