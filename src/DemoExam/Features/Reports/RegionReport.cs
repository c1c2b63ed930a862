using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Features.Regions;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Reports;

/// <summary>The summary of a region for its ministry: main figures beside those of the year before, and who they are made of.</summary>
internal sealed partial class ReportFacts
{
    public async Task<(IReadOnlyList<string> Notes, IReadOnlyList<ReportTable> Tables)> RegionReport(CancellationToken ct)
    {
        var exams = Within(db.Exams.CountedFor(user), period);
        var cohorts = await Count(exams, db.Candidates, ct);
        var houses = await NamesOf(cohorts.Select(c => c.Cohort.Organisation), ct);
        var packages = await PackagesOf(cohorts.Select(c => c.Cohort.Package), ct);
        return (
            [texts["Reports.Note.Exams"], texts["Reports.Note.Average"]],
            [
                await MainFigures(Tally.Of(cohorts.Select(c => c.Tally)), ct),
                Grades(Tally.Of(cohorts.Select(c => c.Tally))),
                Table("Reports.ByCategory", "Reports.Category", cohorts, c => c.Category, category => texts.Of(category)),
                Table("Reports.ByLevel", "Reports.Level", cohorts, c => c.Level, level => texts.Of(level)),
                Table("Reports.ByOrganisation", "Reports.Organisation", cohorts, c => c.Organisation, id => houses[id], id => $"/organisations/{id}"),
                Table("Reports.ByPackage", "Reports.Package", cohorts, c => c.Package, id => $"{packages[id].Code} {packages[id].Name}", id => $"/packages/{id}"),
                await Venues(ct),
            ]);
    }

    private async Task<ReportTable> MainFigures(Tally now, CancellationToken ct)
    {
        var exams = Within(db.Exams.CountedFor(user), period);
        var earlier = Within(db.Exams.CountedFor(user), period.YearBefore());
        var before = Tally.Of((await Count(earlier, db.Candidates, ct)).Select(c => c.Tally));
        return new ReportTable(texts["Reports.Main"], [Text("Reports.What", 40), Number("Reports.Period"), Number("Reports.YearBefore")],
        [
            Row("Reports.Exams", await exams.CountAsync(ct), await earlier.CountAsync(ct)),
            Row("Reports.Enrolled", now.Enrolled, before.Enrolled),
            Row("Reports.Absent", now.Absent, before.Absent),
            Row("Reports.Excused", now.Excused, before.Excused),
            Row("Reports.Removed", now.Removed, before.Removed),
            Row("Reports.Results", now.Results, before.Results),
            Row("Reports.Average", now.Average, before.Average),
            Row("Reports.Passports", now.Passports, before.Passports),
            Row("Reports.VenuesUsed", await VenuesOf(exams), await VenuesOf(earlier)),
            Row("Reports.ChiefExperts", await ExpertsOf(exams, ExamRole.ChiefExpert), await ExpertsOf(earlier, ExamRole.ChiefExpert)),
            Row("Reports.ScoringExperts", await ExpertsOf(exams, ExamRole.ScoringExpert), await ExpertsOf(earlier, ExamRole.ScoringExpert)),
            Row("Reports.TechnicalExperts", await ExpertsOf(exams, ExamRole.TechnicalExpert), await ExpertsOf(earlier, ExamRole.TechnicalExpert)),
        ]);

        ReportRow Row(string what, object? value, object? earlierValue) => new([texts[what], value, earlierValue]);

        Task<int> VenuesOf(IQueryable<Exam> of) => of.Select(e => e.VenueId).Distinct().CountAsync(ct);

        Task<int> ExpertsOf(IQueryable<Exam> of, ExamRole role) => of.SelectMany(e => e.Duties).Where(d => d.Role == role && d.EndedAt == null).Select(d => d.ExpertId).Distinct().CountAsync(ct);
    }

    private ReportTable Grades(Tally all) => new(texts["Reports.Grades"], [Text("Reports.GradeName", 30), Number("Reports.Results"), Number("Reports.Share")],
        [.. all.Grades.OrderByDescending(g => g.Key, StringComparer.Ordinal).Select(g => new ReportRow([g.Key, g.Value, decimal.Round(100m * g.Value / all.Results, 1, MidpointRounding.AwayFromZero)]))], Chart: 1);

    private async Task<ReportTable> Venues(CancellationToken ct)
    {
        var exams = Within(db.Exams.CountedFor(user), period);
        var held = (await exams.Select(e => new { e.VenueId, e.FirstDay, e.LastDay }).ToListAsync(ct)).ToLookup(e => e.VenueId);
        var people = await exams.SelectMany(e => e.Enrolments, (e, x) => new { e.VenueId, x.Outcome }).Where(x => x.Outcome != ParticipationOutcome.Moved)
            .GroupBy(x => x.VenueId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var names = await NamesOf(held.Select(g => g.Key), ct);
        return new ReportTable(texts["Reports.ByVenue"], [Text("Reports.Venue", 40), Number("Reports.Exams"), Number("Reports.Days"), Number("Reports.Enrolled")],
            [.. held.OrderBy(g => names[g.Key], StringComparer.Create(texts.Culture, ignoreCase: true)).Select(g => new ReportRow(
                [names[g.Key], g.Count(), g.SelectMany(e => DaysOf(e.FirstDay, e.LastDay)).Distinct().Count(), people.GetValueOrDefault(g.Key)], $"/venues/{g.Key}"))]);
    }

    private static IEnumerable<DateOnly> DaysOf(DateOnly first, DateOnly last) => Enumerable.Range(0, last.DayNumber - first.DayNumber + 1).Select(first.AddDays);
}
