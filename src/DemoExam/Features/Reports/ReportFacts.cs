using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Results;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Reports;

/// <summary>By what people are counted.</summary>
internal sealed record Cohort(CandidateCategory Category, ExamLevel Level, OrganisationId Organisation, PackageId Package, string? StudyGroup);

/// <summary>What a cohort came to.</summary>
internal sealed record Tally(int Enrolled, int Absent, int Excused, int Removed, int Results, decimal Shares, int Passports, IReadOnlyDictionary<string, int> Grades)
{
    public static Tally None { get; } = new(0, 0, 0, 0, 0, 0, 0, new Dictionary<string, int>());

    /// <summary>Mean of the shares of the maximum, percent with one decimal; null without results.</summary>
    public decimal? Average => Results == 0 ? null : decimal.Round(100 * Shares / Results, 1, MidpointRounding.AwayFromZero);

    public static Tally operator +(Tally left, Tally right) => new(
        left.Enrolled + right.Enrolled, left.Absent + right.Absent, left.Excused + right.Excused, left.Removed + right.Removed, left.Results + right.Results, left.Shares + right.Shares, left.Passports + right.Passports,
        left.Grades.Concat(right.Grades).GroupBy(g => g.Key).ToDictionary(g => g.Key, g => g.Sum(x => x.Value)));

    public static Tally Of(IEnumerable<Tally> parts) => parts.Aggregate(None, (sum, part) => sum + part);
}

/// <summary>What reports are counted from. The database counts; a cohort is one row here.</summary>
internal sealed partial class ReportFacts(DemoExamDb db, CurrentUser user, Texts texts, ReportPeriod period)
{
    private static readonly ExamStatus[] NotHeld = [ExamStatus.Draft, ExamStatus.Cancelled, ExamStatus.Postponed];

    /// <summary>Exams of the days, planned for good or held.</summary>
    private static IQueryable<Exam> Within(IQueryable<Exam> exams, ReportPeriod days) =>
        exams.AsNoTracking().IgnoreAutoIncludes().Where(e => e.FirstDay >= days.From && e.FirstDay <= days.To && !NotHeld.Contains(e.Status));

    /// <summary>The newest version of each result of these exams.</summary>
    private IQueryable<Result> Newest(IQueryable<Exam> exams) =>
        from result in db.Results.AsNoTracking()
        where exams.Any(e => e.Id == result.ExamId)
        where !db.Results.Any(later => later.ExamId == result.ExamId && later.CandidateId == result.CandidateId && later.Version > result.Version)
        select result;

    /// <summary>Counts people of these exams; without people's ids everybody.</summary>
    private async Task<IReadOnlyList<(Cohort Cohort, Tally Tally)>> Count(IQueryable<Exam> exams, IQueryable<Candidate> people, CancellationToken ct)
    {
        var enrolled = await (from exam in exams
                              from enrolment in exam.Enrolments
                              join person in people on enrolment.CandidateId equals person.Id
                              where enrolment.Outcome != ParticipationOutcome.Moved
                              group enrolment by new { person.Category, exam.Level, person.OrganisationId, exam.PackageId, person.StudyGroup, enrolment.Outcome } into g
                              select new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var results = await (from result in Newest(exams)
                             join exam in db.Exams on result.ExamId equals exam.Id
                             join person in people on result.CandidateId equals person.Id
                             group result by new { person.Category, exam.Level, person.OrganisationId, exam.PackageId, person.StudyGroup, result.Grade, result.Maximum } into g
                             select new { g.Key, Count = g.Count(), Total = g.Sum(r => (long)(int)(object)r.Total) }).ToListAsync(ct);
        var passports = await (from passport in db.Passports
                               where passport.Status == PassportStatus.Issued
                               join exam in exams on passport.ExamId equals exam.Id
                               join person in people on passport.CandidateId equals person.Id
                               group passport by new { person.Category, exam.Level, person.OrganisationId, exam.PackageId, person.StudyGroup } into g
                               select new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return
        [
            .. enrolled.Select(e => (new Cohort(e.Key.Category, e.Key.Level, e.Key.OrganisationId, e.Key.PackageId, e.Key.StudyGroup), Tally.None with
                {
                    Enrolled = e.Count,
                    Absent = e.Key.Outcome == ParticipationOutcome.Absent ? e.Count : 0,
                    Excused = e.Key.Outcome == ParticipationOutcome.Excused ? e.Count : 0,
                    Removed = e.Key.Outcome is ParticipationOutcome.Removed or ParticipationOutcome.Annulled ? e.Count : 0,
                }))
                .Concat(results.Select(r => (new Cohort(r.Key.Category, r.Key.Level, r.Key.OrganisationId, r.Key.PackageId, r.Key.StudyGroup), Tally.None with
                {
                    Results = r.Count,
                    Shares = (decimal)r.Total / r.Key.Maximum.Hundredths,
                    Grades = new Dictionary<string, int> { [r.Key.Grade] = r.Count },
                })))
                .Concat(passports.Select(p => (new Cohort(p.Key.Category, p.Key.Level, p.Key.OrganisationId, p.Key.PackageId, p.Key.StudyGroup), Tally.None with { Passports = p.Count })))
                .GroupBy(c => c.Item1).Select(g => (g.Key, Tally.Of(g.Select(c => c.Item2)))),
        ];
    }

    /// <summary>A table with a row for each group of cohorts and one that sums them.</summary>
    private ReportTable Table<TKey>(string title, string what, IReadOnlyList<(Cohort Cohort, Tally Tally)> cohorts, Func<Cohort, TKey> key, Func<TKey, string> name, Func<TKey, string?>? path = null)
    {
        var grades = cohorts.SelectMany(c => c.Tally.Grades.Keys).Distinct().OrderDescending(StringComparer.Ordinal).ToList();
        var groups = cohorts.GroupBy(c => key(c.Cohort)).Select(g => (Name: name(g.Key), Path: path?.Invoke(g.Key), Tally: Tally.Of(g.Select(c => c.Tally))))
            .OrderBy(g => g.Name, StringComparer.Create(texts.Culture, ignoreCase: true)).ToList();
        var rows = groups.ConvertAll(g => Row(g.Name, g.Tally, g.Path, false));
        if (rows.Count > 1)
        {
            rows.Add(Row(texts["Reports.Total"], Tally.Of(groups.Select(g => g.Tally)), null, true));
        }

        return new ReportTable(texts[title],
            [
                Text(what, 30), Number("Reports.Enrolled", 13), Number("Reports.Absent"), Number("Reports.Excused"), Number("Reports.Removed"), Number("Reports.Results", 13), Number("Reports.Average"), Number("Reports.Passports", 12),
                .. grades.Select(grade => new ReportColumn(texts["Reports.Grade", grade], true, 7)),
            ], rows);

        ReportRow Row(string label, Tally tally, string? address, bool total) => new(
            [label, tally.Enrolled, tally.Absent, tally.Excused, tally.Removed, tally.Results, tally.Average, tally.Passports, .. grades.Select(grade => (object)tally.Grades.GetValueOrDefault(grade))], address, IsTotal: total);
    }

    private ReportColumn Text(string key, int width) => new(texts[key], false, width);

    private ReportColumn Number(string key, int width = 11) => new(texts[key], true, width);

    private async Task<Dictionary<OrganisationId, string>> NamesOf(IEnumerable<OrganisationId> ids, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToList();
        return await db.Organisations.AsNoTracking().Where(o => wanted.Contains(o.Id)).Select(o => new { o.Id, o.ShortName, o.NameEn }).ToDictionaryAsync(o => o.Id, o => texts.Name(o.ShortName, o.NameEn), ct);
    }

    private async Task<Dictionary<PackageId, (string Code, string Name, string Speciality)>> PackagesOf(IEnumerable<PackageId> ids, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToList();
        return await db.Packages.AsNoTracking().IgnoreAutoIncludes().Where(p => wanted.Contains(p.Id))
            .Select(p => new { p.Id, p.Code, p.Version, p.Name, p.NameEn, p.SpecialityCode, p.SpecialityName, p.SpecialityNameEn })
            .ToDictionaryAsync(p => p.Id, p => (p.Code, texts.Name(p.Name, p.NameEn), $"{p.SpecialityCode} {texts.Name(p.SpecialityName, p.SpecialityNameEn)}".Trim()), ct);
    }

    private async Task<Dictionary<VenueId, string>> NamesOf(IEnumerable<VenueId> ids, CancellationToken ct)
    {
        var wanted = ids.Distinct().ToList();
        return await db.Venues.AsNoTracking().IgnoreAutoIncludes().Where(v => wanted.Contains(v.Id)).Select(v => new { v.Id, v.Name, v.NameEn, v.City }).ToDictionaryAsync(v => v.Id, v => $"{texts.Name(v.Name, v.NameEn)}, {v.City}", ct);
    }
}
