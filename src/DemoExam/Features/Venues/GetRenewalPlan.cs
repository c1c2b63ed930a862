using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Venues;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Venues;

/// <summary>What the venues of the region lack for the packages that they are accredited or apply for, and what is planned against it.</summary>
/// <param name="OnlyUncovered">Only what nothing is planned for, or not enough.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetRenewalPlan(bool OnlyUncovered = false) : IQuery<RenewalPlan>;

/// <param name="Missing">Pieces that are missing.</param>
/// <param name="Planned">… of them planned for.</param>
public sealed record RenewalPlan(IReadOnlyList<RenewalRow> Rows, int Missing, int Planned);

/// <param name="Packages">Codes of the packages that ask for it.</param>
/// <param name="Gap">The largest of what they ask for.</param>
public sealed record RenewalRow(VenueId VenueId, string Venue, string VenueEn, string City, IReadOnlyList<string> Packages, EquipmentGap Gap);

internal sealed class GetRenewalPlanHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetRenewalPlan, RenewalPlan>
{
    public async Task<RenewalPlan> Handle(GetRenewalPlan request, CancellationToken ct)
    {
        var lists = (await db.Packages.AsNoTracking().IgnoreAutoIncludes().Select(p => new { p.Code, p.Version, p.Infrastructure }).ToListAsync(ct))
            .GroupBy(p => p.Code).ToDictionary(g => g.Key, g => g.MaxBy(p => p.Version)!.Infrastructure);
        // One site buys a thing once, however many packages ask for it.
        var all = from venue in await db.Venues.AsNoTracking().InRegionOf(user).OrderBy(v => v.NameNorm).ToListAsync(ct)
                  from gaps in (from accreditation in venue.Accreditations
                                where accreditation.Status != AccreditationStatus.Withdrawn && lists.ContainsKey(accreditation.PackageCode)
                                from gap in venue.Passport.GapsTo(lists[accreditation.PackageCode], accreditation.Workplaces)
                                group (gap, accreditation.PackageCode) by gap.Name)
                  select new RenewalRow(venue.Id, venue.Name, venue.NameEn, venue.City, [.. gaps.Select(g => g.PackageCode).Distinct().Order(StringComparer.Ordinal)], gaps.MaxBy(g => g.gap.Needed).gap);
        var rows = all.Where(r => !request.OnlyUncovered || r.Gap.Uncovered > 0).ToList();
        return new RenewalPlan(rows, rows.Sum(r => r.Gap.Missing), rows.Sum(r => Math.Min(r.Gap.Planned, r.Gap.Missing)));
    }
}
