using DemoExam.Features.Shared.Import;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;

namespace DemoExam.Features.Regions;

/// <summary>The venues of a public register as a table, one row for each accreditation.</summary>
/// <param name="Register">As it was asked for just before.</param>
[AllowAnonymous]
public sealed record ExportPublicVenues(PublicRegister Register, TableFormat Format) : IQuery<TableFile>;

internal sealed class ExportPublicVenuesHandler(Texts texts) : IRequestHandler<ExportPublicVenues, TableFile>
{
    private static readonly string[] Columns = ["Venue", "City", "Address", "Certificate", "Code", "Package", "Level", "Workplaces", "ValidTo", "Kinds", "Latitude", "Longitude"];
    private static readonly int[] Widths = [36, 18, 36, 24, 24, 36, 16, 12, 14, 30, 12, 12];

    public Task<TableFile> Handle(ExportPublicVenues request, CancellationToken ct) => Task.FromResult(TableFile.Of(
        $"venues-{request.Register.Code}",
        [
            new TableRow([.. Columns.Select(c => texts[$"Region.{c}"])], IsHeading: true),
            .. from venue in request.Register.Venues
               from accreditation in venue.Accreditations
               select new TableRow(
               [
                   texts.Name(venue.Name.Ru, venue.Name.En), venue.City, venue.Address, accreditation.CertificateNumber, accreditation.PackageCode,
                   texts.Name(accreditation.Package.Ru, accreditation.Package.En), texts.Of(accreditation.Level), accreditation.Workplaces, TableFile.Day(accreditation.ValidTo),
                   string.Join(", ", venue.Kinds.Select(kind => texts.Of(kind))), (decimal?)venue.Place?.Latitude, (decimal?)venue.Place?.Longitude,
               ]),
        ],
        Widths, request.Format, texts.Culture));
}
