using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Venues;

/// <summary>The plan of renewal as a table.</summary>
/// <param name="Plan">As it was asked for just before.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ExportRenewalPlan(RenewalPlan Plan, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportRenewalPlanHandler(Texts texts) : IRequestHandler<ExportRenewalPlan, TableFile>
{
    private static readonly int[] Widths = [36, 18, 36, 40, 12, 12, 12, 12, 12, 30];

    public Task<TableFile> Handle(ExportRenewalPlan request, CancellationToken ct) => Task.FromResult(TableFile.Of("renewal",
        [
            new([texts["Venues.Renewal.Venue"], texts["Venues.City"], texts["Packages.Infrastructure.Name"], texts["Venues.Renewal.Packages"], texts["Venues.Gaps.Needed"], texts["Venues.Gaps.There"], texts["Venues.Gaps.Missing"],
                texts["Venues.Renewal.Pieces"], texts["Venues.Renewal.Year"], texts["Venues.Renewal.Means"]], IsHeading: true),
            .. request.Plan.Rows.Select(r => new TableRow([texts.Name(r.Venue, r.VenueEn), r.City, r.Gap.Name, string.Join(", ", r.Packages), r.Gap.Needed, r.Gap.There, r.Gap.Missing, r.Gap.Planned, r.Gap.PlannedBy, r.Gap.Means])),
        ], Widths, request.Format, texts.Culture));
}
