using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Features.Candidates;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Venues;

/// <summary>The files of an accreditation: for the operators of the region and for the organisation that holds the venue.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetAccreditationFiles(VenueId VenueId, AccreditationId AccreditationId) : IQuery<AccreditationFilesView>;

/// <param name="MayChange">This user adds and removes files.</param>
public sealed record AccreditationFilesView(
    VenueId VenueId, string Venue, string VenueEn, string TimeZone, AccreditationId AccreditationId, string CertificateNumber, string PackageCode, ExamLevel Level, IReadOnlyList<AccreditationFileRow> Files, bool MayChange);

/// <param name="Size">Bytes.</param>
public sealed record AccreditationFileRow(AccreditationFileId Id, string Name, string MediaType, int Size, string Sha256, string AddedBy, DateTimeOffset AddedAt);

internal sealed class GetAccreditationFilesHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetAccreditationFiles, AccreditationFilesView>
{
    public async Task<AccreditationFilesView> Handle(GetAccreditationFiles request, CancellationToken ct)
    {
        var (venue, accreditation) = await db.RequireFilesOf(request.VenueId, request.AccreditationId, user, ct);
        return new AccreditationFilesView(venue.Id, venue.Name, venue.NameEn, venue.TimeZone, accreditation.Id, accreditation.CertificateNumber, accreditation.PackageCode, accreditation.Level,
            await db.AccreditationFiles.AsNoTracking().Where(f => f.AccreditationId == accreditation.Id).OrderBy(f => f.AddedAt).ThenBy(f => f.Id)
                .Select(f => new AccreditationFileRow(f.Id, f.Name, f.MediaType, f.Size, f.Sha256, f.AddedBy, f.AddedAt)).ToListAsync(ct),
            user.OperatesRegion());
    }
}

internal static class AccreditationFiling
{
    /// <summary>Operators of the region and administrators.</summary>
    public static bool OperatesRegion(this CurrentUser user) => user.IsSystem || user.Is(Roles.RegionalOperator) || user.Is(Roles.Administrator);

    /// <summary>Layout plans and scans name people and doors: they are for the operators of the region and for organisers of the organisation that holds the venue.</summary>
    /// <exception cref="NotFound">There is no such accreditation, or its files are not for this user.</exception>
    public static async Task<(Venue Venue, Accreditation Accreditation)> RequireFilesOf(this DemoExamDb db, VenueId venueId, AccreditationId id, CurrentUser user, CancellationToken ct)
    {
        var venues = db.Venues.AsNoTracking().InRegionOf(user);
        if (!user.OperatesRegion())
        {
            var own = db.OrganisationsOf(user).Select(o => o.Id);
            venues = user.Is(Roles.Organiser) ? venues.Where(v => own.Contains(v.OrganisationId)) : venues.Where(v => false);
        }

        var venue = NotFound.Unless(await venues.SingleOrDefaultAsync(v => v.Id == venueId && v.Accreditations.Any(a => a.Id == id), ct), "accreditation", id);
        return (venue, venue.Accreditations.Single(a => a.Id == id));
    }
}
