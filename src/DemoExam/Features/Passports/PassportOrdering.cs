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

    /// <summary>Orders the first passport of each result; the running numbers follow the order of the list.</summary>
    public static async Task OrderPassports(this DemoExamDb db, Exam exam, IReadOnlyList<Result> results, DateTimeOffset now, CancellationToken ct)
    {
        var series = await db.Series(exam, now, ct);
        foreach (var result in results)
        {
            db.PassportOrders.Add(Order(exam, result, series, 1, now, null));
        }
    }

    /// <summary>Orders the next version of a passport.</summary>
    public static async Task OrderReplacement(
        this DemoExamDb db, Exam exam, Result result, SkillsPassport old, SupersedingCategory category, DateTimeOffset now, CancellationToken ct)
    {
        var series = await db.Series(exam, now, ct);
        db.PassportOrders.Add(Order(exam, result, series, old.PassportVersion + 1, now, (old.Id, category)));
    }

    private static PassportOrder Order(
        Exam exam, Result result, NumberSeries series, int version, DateTimeOffset now, (PassportId, SupersedingCategory)? supersedes)
    {
        var number = PassportNumber.Of(exam.RegionCode, Year(exam, now), series.Next());
        var token = PublicToken.From(RandomNumberGenerator.GetBytes(TokenBytes));
        return new PassportOrder(PassportOrderId.New(), PassportId.New(), exam.Id, result.CandidateId, result.Id, number, token, version, now, supersedes);
    }

    private static async Task<NumberSeries> Series(this DemoExamDb db, Exam exam, DateTimeOffset now, CancellationToken ct)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"passport-{exam.RegionCode}-{Year(exam, now):0000}");
        var series = await db.NumberSeries.SingleOrDefaultAsync(s => s.Key == key, ct);
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
