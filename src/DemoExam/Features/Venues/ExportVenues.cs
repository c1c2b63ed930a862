using DemoExam.Data;
using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Venues;

/// <summary>The venues of a list with their accreditations, one row for each, in the columns of the import; the state stands last.</summary>
/// <param name="Filter">The list; its paging is not looked at.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ExportVenues(ListVenues Filter, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportVenuesHandler(DemoExamDb db, CurrentUser user, TimeProvider time, Texts texts) : IRequestHandler<ExportVenues, TableFile>
{
    private static readonly int[] Widths = [36, 32, 30, 18, 30, 20, 14, 24, 20, 18, 14, 14, 14, 20];

    public async Task<TableFile> Handle(ExportVenues request, CancellationToken ct)
    {
        var today = await db.Today(user, time, ct);
        var venues = await db.Venues.AsNoTracking().InRegionOf(user).Matching(request.Filter, today, db).OrderBy(v => v.NameNorm).ThenBy(v => v.RegionCode).ToListAsync(ct);
        var holders = await db.Organisations.AsNoTracking().InRegionOf(user).Select(o => new { o.Id, o.Name }).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        var rows = new List<TableRow> { new([.. Enum.GetValues<VenueColumn>().Select(column => texts.Of(column)), texts["Venues.State"]], IsHeading: true) };
        foreach (var venue in venues)
        {
            object?[] place = [holders.GetValueOrDefault(venue.OrganisationId), venue.Name, venue.NameEn, venue.City, venue.Address, venue.TimeZone, venue.Workplaces];
            rows.AddRange(venue.Accreditations.OrderBy(a => a.PackageCode, StringComparer.Ordinal).ThenBy(a => a.Level).ThenBy(a => a.ValidFrom).Select(a => new TableRow(
                [.. place, a.PackageCode, texts.Of(a.Level), a.CertificateNumber, TableFile.Day(a.ValidFrom), TableFile.Day(a.ValidTo), a.Workplaces, texts.Of(a.StateOn(today))])));
            if (venue.Accreditations.Count == 0)
            {
                rows.Add(new TableRow(place));
            }
        }

        return TableFile.Of("venues", rows, Widths, request.Format, texts.Culture);
    }
}
