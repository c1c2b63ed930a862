using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Features.Candidates;
using DemoExam.Features.Regions;
using DemoExam.Features.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Reports;

/// <summary>
/// One of the standard reports. The summary of the region is for its operator and administrators; organisers get what is theirs: exams that their
/// organisation holds, results of their own people.
/// </summary>
/// <param name="From">First day; without it the first of the present year.</param>
/// <param name="To">Last day; without it the last of the year of the first day.</param>
/// <param name="OrganisationId">The college, with its branches; without it the own one, or the first that the reader may choose.</param>
[Authorize(Policy = Policies.ReadCandidates)]
public sealed record GetReport(ReportKind Kind, DateOnly? From = null, DateOnly? To = null, OrganisationId? OrganisationId = null) : IQuery<Report>;

internal sealed class GetReportValidator : AbstractValidator<GetReport>
{
    // Nobody's payment or year is longer; what is longer is asked for in parts.
    public const int MostDays = 3 * 366;

    public GetReportValidator()
    {
        RuleFor(r => r.Kind).IsInEnum();
        RuleFor(r => r.To).Must((r, to) => Ends(r, to)).WithMessage("Validation.ReportPeriod");
    }

    private static bool Ends(GetReport request, DateOnly? to) => to is null || request.From is not { } from || (to >= from && to.Value.DayNumber - from.DayNumber < MostDays);
}

internal sealed class GetReportHandler(DemoExamDb db, CurrentUser user, DataAccess access, TimeProvider time, Texts texts) : IRequestHandler<GetReport, Report>
{
    public async Task<Report> Handle(GetReport request, CancellationToken ct)
    {
        if (request.Kind == ReportKind.Region && !user.IsOfTheRegion())
        {
            throw new Forbidden(false);
        }

        var from = request.From ?? new DateOnly(request.To?.Year ?? (await db.Today(user, time, ct)).Year, 1, 1);
        var period = new ReportPeriod(from, request.To ?? new DateOnly(from.Year, 12, 31));
        var houses = await Organisations(ct);
        var facts = new ReportFacts(db, user, texts, period);
        var house = HouseOf(request, houses);
        var (notes, tables) = request.Kind switch
        {
            ReportKind.Region => await facts.RegionReport(ct),
            ReportKind.College => await facts.CollegeReport(house?.Id, ct),
            ReportKind.Workload => await facts.WorkloadReport(access, ct),
            ReportKind.Gaps => await facts.GapsReport(house?.Id, ct),
            _ => await facts.SupplementReport(house?.Id, access, ct),
        };
        var (region, zone) = await Region(ct);
        return new Report(request.Kind, texts[$"Reports.{request.Kind}"], house?.Name ?? region, period, house?.Id, Formats.Moment(time.GetUtcNow(), zone, texts.Culture), notes, tables, request.Kind is ReportKind.Region or ReportKind.Workload ? [] : houses);
    }

    private async Task<IReadOnlyList<ReportOrganisation>> Organisations(CancellationToken ct)
    {
        var sending = db.Candidates.VisibleTo(user, db).Select(c => c.OrganisationId);
        return [.. (await db.OrganisationsOf(user).AsNoTracking().Where(o => sending.Contains(o.Id)).OrderBy(o => o.NameNorm).Select(o => new { o.Id, o.ShortName, o.NameEn }).ToListAsync(ct))
            .Select(o => new ReportOrganisation(o.Id, texts.Name(o.ShortName, o.NameEn)))];
    }

    // The region's reports are of nobody in particular; that of a college needs one.
    private ReportOrganisation? HouseOf(GetReport request, IReadOnlyList<ReportOrganisation> houses) => request switch
    {
        { Kind: ReportKind.Region or ReportKind.Workload } => null,
        { OrganisationId: { } asked } => NotFound.Unless(houses.FirstOrDefault(h => h.Id == asked), "organisation", asked),
        { Kind: ReportKind.Gaps } => null,
        _ => houses.FirstOrDefault(h => h.Id == user.OrganisationId) ?? (houses is [var first, ..] ? first : null),
    };

    private async Task<(string Name, string TimeZone)> Region(CancellationToken ct) =>
        user.RegionCode is { } code && await db.Regions.AsNoTracking().SingleOrDefaultAsync(r => r.Code == code, ct) is { } region
            ? (texts.Name(region.Name, region.NameEn), region.TimeZone)
            : (texts["Reports.AllRegions"], RegionToday.Capital);
}
