using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Experts;

/// <summary>
/// Where the region will lack experts: for each package and month the day on which planned exams ask for most more than there are. Counted are experts whose
/// credentials hold on that day and who take part in no exam of another package then; ties to candidates are not looked at.
/// </summary>
/// <param name="Months">How many months ahead, the present one included; 12 when not said.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record GetShortage(int? Months = null) : IQuery<ShortageForecast>
{
    public const int UsualMonths = 12, MostMonths = 36;
}

internal sealed class GetShortageValidator : AbstractValidator<GetShortage>
{
    public GetShortageValidator() => RuleFor(r => r.Months).InclusiveBetween(1, GetShortage.MostMonths).When(r => r.Months is not null);
}

/// <param name="Months">First days of the months that were looked at.</param>
/// <param name="Rows">A row for each package and month with a planned exam, by month and code.</param>
public sealed record ShortageForecast(IReadOnlyList<DateOnly> Months, IReadOnlyList<ShortageRow> Rows);

/// <summary>The worst day of a package in a month.</summary>
/// <param name="Exams">Planned exams of the month.</param>
/// <param name="Day">The day that lacks most; of equal ones the first.</param>
/// <param name="Chiefs">Chief experts that the exams of the day need, one each.</param>
/// <param name="Scoring">Scoring experts that they need by the package's table.</param>
/// <param name="FreeChiefs">Experts who may head one that day.</param>
/// <param name="Free">Experts who may score that day, those who may head included.</param>
/// <param name="Ending">Of today's experts those whose credential will have ended by then.</param>
/// <param name="Lacking">Experts that are missing; 0 when there are enough.</param>
public sealed record ShortageRow(
    DateOnly Month, PackageId PackageId, string Code, string Name, string NameEn, int Exams, DateOnly Day, int Chiefs, int Scoring, int FreeChiefs, int Free, int Ending, int Lacking);

internal sealed class GetShortageHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetShortage, ShortageForecast>
{
    public async Task<ShortageForecast> Handle(GetShortage request, CancellationToken ct)
    {
        var today = await db.Today(user, time, ct);
        var first = new DateOnly(today.Year, today.Month, 1);
        var months = Enumerable.Range(0, request.Months ?? GetShortage.UsualMonths).Select(first.AddMonths).ToList();
        var end = months[^1].AddMonths(1);
        var planned = db.Exams.AsNoTracking().IgnoreAutoIncludes().InRegionOf(user).Where(e => ExamStatuses.Ahead.Contains(e.Status) && e.LastDay >= today && e.FirstDay < end);
        var exams = await planned.Select(e => new { e.Id, e.PackageId, e.FirstDay, e.LastDay }).ToListAsync(ct);
        var largest = (await planned.SelectMany(e => e.Enrolments, (e, x) => new { ExamId = e.Id, x.GroupId }).GroupBy(x => x).Select(g => new { g.Key.ExamId, Count = g.Count() }).ToListAsync(ct))
            .GroupBy(g => g.ExamId).ToDictionary(g => g.Key, g => g.Max(x => x.Count));
        var ids = exams.Select(e => e.PackageId).Distinct().ToList();
        var packages = await db.Packages.AsNoTracking().IgnoreAutoIncludes().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var experts = await db.Experts.AsNoTracking().InRegionOf(user).ToListAsync(ct);
        var packageOf = exams.ToDictionary(e => e.Id, e => e.PackageId);
        var busy = (await planned.SelectMany(e => e.Duties, (e, d) => new { ExamId = e.Id, e.FirstDay, e.LastDay, d.ExpertId, d.EndedAt }).Where(d => d.EndedAt == null).ToListAsync(ct))
            .SelectMany(d => Days(d.FirstDay, d.LastDay).Select(day => (d.ExpertId, Day: day, Package: packageOf[d.ExamId]))).ToLookup(d => (d.ExpertId, d.Day), d => d.Package);

        var days = exams.SelectMany(e => Days(e.FirstDay, e.LastDay).Where(d => d >= today && d < end).Select(day => (e.PackageId, Day: day, e.Id, Scoring: packages[e.PackageId].ScoringExpertsFor(largest.GetValueOrDefault(e.Id)))));
        var rows = days.GroupBy(d => (d.PackageId, Month: new DateOnly(d.Day.Year, d.Day.Month, 1))).Select(month =>
        {
            var package = packages[month.Key.PackageId];
            return month.GroupBy(d => d.Day).Select(day =>
            {
                var free = experts.Where(e => !busy[(e.Id, day.Key)].Any(p => p != package.Id)).ToList();
                var (chiefs, scoring) = (day.Count(), day.Sum(d => d.Scoring));
                var mayHead = free.Count(e => Holds(e, ExamRole.ChiefExpert, package, day.Key));
                var mayScore = free.Count(e => Holds(e, ExamRole.ScoringExpert, package, day.Key));
                var ending = experts.Count(e => Holds(e, ExamRole.ScoringExpert, package, today) && !Holds(e, ExamRole.ScoringExpert, package, day.Key));
                return new ShortageRow(month.Key.Month, package.Id, package.Code, package.Name, package.NameEn, month.Select(d => d.Id).Distinct().Count(), day.Key, chiefs, scoring, mayHead, mayScore, ending,
                    Math.Max(0, Math.Max(chiefs - mayHead, chiefs + scoring - mayScore)));
            }).OrderByDescending(r => r.Lacking).ThenByDescending(r => r.Chiefs + r.Scoring).ThenBy(r => r.Day).First();
        });
        return new ShortageForecast(months, [.. rows.OrderBy(r => r.Month).ThenBy(r => r.Code, StringComparer.Ordinal)]);
    }

    private static bool Holds(Expert expert, ExamRole role, AssessmentPackage package, DateOnly day) => expert.Credentials.Any(c => c.Gives(role, package, day));

    private static IEnumerable<DateOnly> Days(DateOnly first, DateOnly last) => Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays);
}
