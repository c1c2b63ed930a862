using System.Globalization;
using System.Security.Cryptography;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Results;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Puts orders into the queue of the issuing job, inside the transaction of the command that calls it. Number, token and
/// moment of issue are fixed here. Nudge <see cref="PassportIssuing"/> after the commit.
/// </summary>
internal static class PassportOrdering
{
    private const int TokenBytes = 16;
    private const string StatusSeries = "status-places";

    /// <summary>Orders the first passport of each result; the running numbers follow the order of the list.</summary>
    public static async Task OrderPassports(this DemoExamDb db, Exam exam, IReadOnlyList<Result> results, DateTimeOffset now, CancellationToken ct)
    {
        var series = await db.Series(exam, now, ct);
        var places = await db.StatusPlaces(results.Count, ct);
        foreach (var (result, place) in results.Zip(places))
        {
            db.PassportOrders.Add(Order(exam, result.CandidateId, result.Id, series, place, 1, now, null));
        }
    }

    /// <summary>Orders the next version of a passport.</summary>
    public static async Task OrderReplacement(
        this DemoExamDb db, Exam exam, Result result, SkillsPassport old, SupersedingCategory category, DateTimeOffset now, CancellationToken ct)
    {
        var series = await db.Series(exam, now, ct);
        var place = (await db.StatusPlaces(1, ct))[0];
        db.PassportOrders.Add(Order(exam, result.CandidateId, result.Id, series, place, old.PassportVersion + 1, now, new Superseding(old.Id, category)));
    }

    /// <summary>Orders the next version of each passport with what the registers say now: the latest result, the present name.</summary>
    /// <param name="old">Passports in force that no replacement is ordered for.</param>
    /// <param name="why">Makes the reason for a passport.</param>
    public static async Task OrderReplacements(
        this DemoExamDb db, IReadOnlyList<SkillsPassport> old, Func<PassportId, Superseding> why, DateTimeOffset now, CancellationToken ct)
    {
        var examIds = old.Select(p => p.ExamId).Distinct().ToList();
        var exams = await db.Exams.AsNoTracking().IgnoreAutoIncludes().Where(e => examIds.Contains(e.Id)).ToDictionaryAsync(e => e.Id, ct);
        var results = (await db.Results.Where(r => examIds.Contains(r.ExamId)).Select(r => new { r.Id, r.ExamId, r.CandidateId, r.Version }).ToListAsync(ct))
            .GroupBy(r => (r.ExamId, r.CandidateId)).ToDictionary(g => g.Key, g => g.MaxBy(r => r.Version)!.Id);
        var places = await db.StatusPlaces(old.Count, ct);
        foreach (var (passport, place) in old.Zip(places))
        {
            var exam = exams[passport.ExamId];
            var series = await db.Series(exam, now, ct);
            db.PassportOrders.Add(Order(
                exam, passport.CandidateId, results[(passport.ExamId, passport.CandidateId)], series, place, passport.PassportVersion + 1, now, why(passport.Id)));
        }
    }

    /// <summary>Passports in force that no replacement is ordered for.</summary>
    public static IQueryable<SkillsPassport> Replaceable(this DemoExamDb db) =>
        db.Passports.Where(p => p.Status == PassportStatus.Issued && !db.PassportOrders.Any(o => o.SupersedesId == p.Id && o.Status != PassportOrderStatus.Cancelled));

    /// <summary>
    /// Brings passports up to newer versions of results: one in force is replaced, one that is ordered and not begun gets the
    /// newer content, one that was revoked stays revoked.
    /// </summary>
    /// <exception cref="RuleViolation"><see cref="PassportRules.OrderIsNotBegun"/> while one is being drawn.</exception>
    public static async Task OrderReplacements(
        this DemoExamDb db, Exam exam, IReadOnlyList<(Result Result, SupersedingCategory Category)> newer, DateTimeOffset now, CancellationToken ct)
    {
        var candidates = newer.Select(n => n.Result.CandidateId).ToList();
        var passports = await db.Passports.Where(p => p.ExamId == exam.Id && candidates.Contains(p.CandidateId) && (p.Status == PassportStatus.Issued || p.Status == PassportStatus.Suspended)).ToListAsync(ct);
        var orders = await db.PassportOrders.Where(o => o.ExamId == exam.Id && candidates.Contains(o.CandidateId) && o.Status != PassportOrderStatus.Done && o.Status != PassportOrderStatus.Cancelled).ToListAsync(ct);
        foreach (var (result, category) in newer)
        {
            if (orders.Find(o => o.CandidateId == result.CandidateId) is { } waiting)
            {
                waiting.Print(result.Id);
            }
            else if (passports.Find(p => p.CandidateId == result.CandidateId) is { } old)
            {
                await db.OrderReplacement(exam, result, old, category, now, ct);
            }
        }
    }

    /// <summary>
    /// The results of these candidates were annulled: passports in force are revoked, orders that are not begun are cancelled. Nudge
    /// <see cref="StatusPublishing"/> after the commit.
    /// </summary>
    /// <exception cref="RuleViolation"><see cref="PassportRules.OrderIsNotBegun"/> while one is being drawn.</exception>
    public static async Task WithdrawPassports(this DemoExamDb db, Exam exam, IReadOnlyCollection<CandidateId> candidates, string document, string by, DateTimeOffset now, CancellationToken ct)
    {
        var orders = await db.PassportOrders.Where(o => o.ExamId == exam.Id && candidates.Contains(o.CandidateId) && o.Status != PassportOrderStatus.Done && o.Status != PassportOrderStatus.Cancelled).ToListAsync(ct);
        orders.ForEach(o => o.Cancel());
        var passports = await db.Passports.Where(p => p.ExamId == exam.Id && candidates.Contains(p.CandidateId) && (p.Status == PassportStatus.Issued || p.Status == PassportStatus.Suspended)).ToListAsync(ct);
        foreach (var passport in passports)
        {
            passport.Revoke(RevocationCategory.ResultAnnulled, document, by, now);
            db.Log(passport, LogEntryKind.Revoke, now);
        }
    }

    private static PassportOrder Order(
        Exam exam, CandidateId candidate, ResultId result, NumberSeries series, StatusPlace place, int version, DateTimeOffset now, Superseding? supersedes)
    {
        var number = PassportNumber.Of(exam.RegionCode, Year(exam, now), series.Next());
        var token = PublicToken.From(RandomNumberGenerator.GetBytes(TokenBytes));
        return new PassportOrder(PassportOrderId.New(), PassportId.New(), exam.Id, candidate, result, number, token, version, now, place, supersedes);
    }

    // Free bits, at random. Whoever takes some raises the counter, so two transactions that saw the same free bits can't both commit.
    private static async Task<List<StatusPlace>> StatusPlaces(this DemoExamDb db, int count, CancellationToken ct)
    {
        var series = await db.Series(StatusSeries, ct);
        var perList = Enumerable.Range(0, count).Select(_ => StatusPlace.ListOf(series.Next())).CountBy(list => list).ToList();
        var places = new List<StatusPlace>(count);
        foreach (var (list, needed) in perList)
        {
            var free = new HashSet<int>();
            while (free.Count < needed)
            {
                var tried = new HashSet<int>();
                while (tried.Count < needed - free.Count)
                {
                    tried.Add(RandomNumberGenerator.GetInt32(StatusPlace.ListLength));
                }

                var taken = await db.PassportOrders.Where(o => o.StatusList == list && tried.Contains(o.StatusIndex)).Select(o => o.StatusIndex).ToListAsync(ct);
                free.UnionWith(tried.Except(taken));
            }

            places.AddRange(free.Select(index => new StatusPlace(list, index)));
        }

        return places;
    }

    private static Task<NumberSeries> Series(this DemoExamDb db, Exam exam, DateTimeOffset now, CancellationToken ct) =>
        db.Series(string.Create(CultureInfo.InvariantCulture, $"passport-{exam.RegionCode}-{Year(exam, now):0000}"), ct);

    private static async Task<NumberSeries> Series(this DemoExamDb db, string key, CancellationToken ct)
    {
        var series = db.NumberSeries.Local.SingleOrDefault(s => s.Key == key) ?? await db.NumberSeries.SingleOrDefaultAsync(s => s.Key == key, ct);
        if (series is null)
        {
            series = new NumberSeries(key);
            db.NumberSeries.Add(series);
        }

        return series;
    }

    // The year that the passport is issued in, by the calendar of the venue.
    private static int Year(Exam exam, DateTimeOffset now) => TimeZoneInfo.ConvertTime(now, TimeZoneInfo.FindSystemTimeZoneById(exam.TimeZone)).Year;
}
