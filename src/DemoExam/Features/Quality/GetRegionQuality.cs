using DemoExam.Data;
using DemoExam.Features.Scoring;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Quality;

/// <summary>The same over the fixed results of a region's exams of one year.</summary>
/// <param name="Year">Calendar year of the exams; without it the present one.</param>
[Authorize(Policy = Policies.ConfirmExams)]
public sealed record GetRegionQuality(int? Year = null) : IQuery<RegionQuality>;

/// <summary>Quality of a year.</summary>
/// <param name="Years">Years that have exams with fixed results, the latest first.</param>
public sealed record RegionQuality(int Year, IReadOnlyList<int> Years, QualityView Quality);

internal sealed class GetRegionQualityHandler(DemoExamDb db, MarkingSchemes schemes, CurrentUser user, TimeProvider time) : IRequestHandler<GetRegionQuality, RegionQuality>
{
    // Sheets are read whole; more exams than these would take a report of their own.
    private const int MostExams = 300;

    public async Task<RegionQuality> Handle(GetRegionQuality request, CancellationToken ct)
    {
        var locked = db.Exams.AsNoTracking().InRegionOf(user).Where(e => e.LockedAt != null);
        var years = await locked.IgnoreAutoIncludes().Select(e => e.FirstDay.Year).Distinct().ToListAsync(ct);
        var year = request.Year ?? time.GetUtcNow().Year;
        var (from, to) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
        var exams = await locked.Where(e => e.FirstDay >= from && e.FirstDay <= to).OrderByDescending(e => e.FirstDay).Take(MostExams).ToListAsync(ct);
        return new RegionQuality(year, [.. years.Append(year).Distinct().OrderDescending()], await db.LoadQuality(schemes, exams, ct));
    }
}
