using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Regions;

/// <summary>What a year came to.</summary>
/// <param name="Months">The twelve months, by the first day of each exam.</param>
/// <param name="Grades">How many results have each grade, the best first; the newest version of each result counts.</param>
/// <param name="Shares">How many results fall into each tenth of the maximum, the lowest first; the full maximum counts to the last.</param>
/// <param name="Passports">Passports in force of the year's exams.</param>
/// <param name="Checks">How often passports were checked in the year, whenever they were issued.</param>
/// <param name="Missed">Terms of the year's exams that were missed, by what was due.</param>
public sealed record YearFigures(int Year, IReadOnlyList<MonthFigures> Months, IReadOnlyList<GradeCount> Grades, IReadOnlyList<int> Shares, int Passports, int Checks, IReadOnlyList<MissedCount> Missed)
{
    public int Exams => Months.Sum(m => m.Exams);

    public int Candidates => Months.Sum(m => m.Candidates);

    public int Results => Grades.Sum(g => g.Count);
}

/// <summary>A month's exams and their candidates; cancelled exams do not count.</summary>
public sealed record MonthFigures(int Month, int Exams, int Candidates);

/// <summary>How often a term was missed.</summary>
public sealed record MissedCount(Milestone What, int Count);

/// <summary>How many results have a grade.</summary>
public sealed record GradeCount(string Grade, int Count);

/// <summary>The year of the day by which exams are counted.</summary>
internal readonly record struct CalendarYear
{
    private const int First = 1999, Last = 2100;

    private readonly int _number;

    private CalendarYear(int number) => _number = number;

    public DateOnly From => new(_number, 1, 1);

    public DateOnly To => new(_number, 12, 31);

    /// <summary>The year of a number.</summary>
    /// <exception cref="NotFound">No exam can lie in it.</exception>
    public static CalendarYear Of(int number) => number is >= First and <= Last ? new CalendarYear(number) : throw new NotFound("year", number);
}

internal static class YearCounting
{
    private const int Tenths = 10;

    private static readonly ExamStatus[] NotHeld = [ExamStatus.Draft, ExamStatus.Cancelled];

    /// <summary>Exams of a year that are planned for good or were held.</summary>
    public static IQueryable<Exam> Of(this IQueryable<Exam> exams, CalendarYear year) => exams.Between(year, year);

    private static IQueryable<Exam> Between(this IQueryable<Exam> exams, CalendarYear first, CalendarYear last) =>
        exams.IgnoreAutoIncludes().Where(e => e.FirstDay >= first.From && e.FirstDay <= last.To && !NotHeld.Contains(e.Status));

    /// <summary>Years from the first that has exams to the last, and the present one, the latest first.</summary>
    public static async Task<IReadOnlyList<int>> Years(this IQueryable<Exam> exams, int present, CancellationToken ct)
    {
        var days = exams.IgnoreAutoIncludes().Where(e => !NotHeld.Contains(e.Status)).Select(e => (DateOnly?)e.FirstDay);
        var (first, last) = (Math.Min((await days.MinAsync(ct))?.Year ?? present, present), Math.Max((await days.MaxAsync(ct))?.Year ?? present, present));
        return [.. Enumerable.Range(first, last - first + 1).Reverse()];
    }

    /// <summary>Counts a year. The database counts, so that a year of a whole region is some hundred rows here.</summary>
    public static async Task<YearFigures> Figures(this DemoExamDb db, IQueryable<Exam> exams, int number, CancellationToken ct)
    {
        var year = CalendarYear.Of(number);
        return (await db.Days(exams, year, year, ct)).FiguresOf(year, await db.Results(exams, year, ct));
    }

    /// <summary>Counts a year and the year before: what is counted by day in one pass over both, the results beside it.</summary>
    public static async Task<(YearFigures Now, YearFigures Before)> FiguresOfTwoYears(this DemoExamDb db, ReadBeside beside, Func<DemoExamDb, IQueryable<Exam>> exams, int number, CancellationToken ct)
    {
        var (year, former) = (CalendarYear.Of(number), CalendarYear.Of(number - 1));
        var results = beside.Ask(async other => (Now: await other.Results(exams(other), year, ct), Before: await other.Results(exams(other), former, ct)), ct);
        var days = await db.Days(exams(db), former, year, ct);
        return (days.FiguresOf(year, (await results).Now), days.FiguresOf(former, (await results).Before));
    }

    // By day, in which order an index holds them: taking the month out of each day costs a database more than all the rest.
    private static async Task<DayCounts> Days(this DemoExamDb db, IQueryable<Exam> exams, CalendarYear first, CalendarYear last, CancellationToken ct)
    {
        var of = exams.Between(first, last);
        var (from, to) = (first.From, last.To);
        return new DayCounts(
            await of.GroupBy(e => e.FirstDay).Select(g => new DayCount(g.Key, g.Count())).ToListAsync(ct),
            await of.SelectMany(e => e.Enrolments, (e, _) => e.FirstDay).GroupBy(d => d).Select(g => new DayCount(g.Key, g.Count())).ToListAsync(ct),
            await of.Join(db.Passports.Where(p => p.Status == PassportStatus.Issued), e => e.Id, p => p.ExamId, (e, _) => e.FirstDay).GroupBy(d => d).Select(g => new DayCount(g.Key, g.Count())).ToListAsync(ct),
            await db.CheckCounts.Where(c => c.Day >= from && c.Day <= to && exams.Any(e => e.Id == c.ExamId)).GroupBy(c => c.Day).Select(g => new DayCount(g.Key, g.Sum(c => c.Count))).ToListAsync(ct));
    }

    private static async Task<ResultCounts> Results(this DemoExamDb db, IQueryable<Exam> exams, CalendarYear year, CancellationToken ct)
    {
        var of = exams.Of(year);
        // From the exams of the year to their results: the other way round every result of every year would be asked for its exam.
        var results = of.Join(db.Results, e => e.Id, r => r.ExamId, (_, r) => r);
        var all = await results.GroupBy(r => new { r.Total, r.Maximum, r.Grade }).Select(g => new PointCount(g.Key.Total, g.Key.Maximum, g.Key.Grade, g.Count())).ToListAsync(ct);
        // The few that a later version replaced are taken off: asking each result for a later one would double the time.
        var replaced = await (from later in db.Results.Where(r => r.Version > 1)
                              join result in db.Results on new { later.ExamId, later.CandidateId, Version = later.Version - 1 } equals new { result.ExamId, result.CandidateId, result.Version }
                              where of.Any(e => e.Id == later.ExamId)
                              group result by new { result.Total, result.Maximum, result.Grade } into g
                              select new PointCount(g.Key.Total, g.Key.Maximum, g.Key.Grade, -g.Count())).ToListAsync(ct);
        var missed = await db.MissedTerms.Where(t => of.Any(e => e.Id == t.ExamId)).GroupBy(t => t.What).Select(g => new MissedCount(g.Key, g.Count())).ToListAsync(ct);
        return new ResultCounts([.. all, .. replaced], missed);
    }

    private static YearFigures FiguresOf(this DayCounts days, CalendarYear year, ResultCounts results)
    {
        var (held, candidates) = (Months(year, days.Held), Months(year, days.Candidates));
        var shares = new int[Tenths];
        foreach (var group in results.Points)
        {
            shares[Tenth(group.Total, group.Maximum)] += group.Count;
        }

        return new YearFigures(
            year.From.Year, [.. Enumerable.Range(1, 12).Select(m => new MonthFigures(m, held.GetValueOrDefault(m), candidates.GetValueOrDefault(m)))],
            [.. results.Points.GroupBy(p => p.Grade).Select(g => new GradeCount(g.Key, g.Sum(p => p.Count))).Where(g => g.Count > 0).OrderByDescending(g => g.Grade, StringComparer.Ordinal)],
            shares, days.Passports.In(year).Sum(d => d.Count), days.Checks.In(year).Sum(d => d.Count), [.. results.Missed.OrderBy(m => m.What)]);
    }

    private static IEnumerable<DayCount> In(this IEnumerable<DayCount> days, CalendarYear year) => days.Where(d => d.Day >= year.From && d.Day <= year.To);

    private static Dictionary<int, int> Months(CalendarYear year, IEnumerable<DayCount> days) => days.In(year).GroupBy(d => d.Day.Month).ToDictionary(g => g.Key, g => g.Sum(d => d.Count));

    private static int Tenth(Marks total, Marks maximum) => maximum.Hundredths == 0 ? 0 : Math.Min(Tenths - 1, total.Hundredths * Tenths / maximum.Hundredths);

    private sealed record DayCount(DateOnly Day, int Count);

    private sealed record DayCounts(IReadOnlyList<DayCount> Held, IReadOnlyList<DayCount> Candidates, IReadOnlyList<DayCount> Passports, IReadOnlyList<DayCount> Checks);

    private sealed record ResultCounts(IReadOnlyList<PointCount> Points, IReadOnlyList<MissedCount> Missed);

    private sealed record PointCount(Marks Total, Marks Maximum, string Grade, int Count);
}
