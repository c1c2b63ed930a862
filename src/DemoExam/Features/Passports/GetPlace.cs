using System.Text.Json.Serialization;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>What a venue named in a credential is. Name and region only; the register itself is not public.</summary>
[AllowAnonymous]
public sealed record GetPlace(VenueId VenueId) : IQuery<Place>;

/// <summary>A venue in the words of Open Badges 3.0.</summary>
public sealed record Place([property: JsonPropertyName("@context")] IReadOnlyList<string> Context, string Id, IReadOnlyList<string> Type, string Name, string Description);

internal sealed class GetPlaceHandler(DemoExamDb db, IssuerIdentity issuer) : IRequestHandler<GetPlace, Place>
{
    public async Task<Place> Handle(GetPlace request, CancellationToken ct)
    {
        var venue = NotFound.Unless(await (
            from v in db.Venues
            join region in db.Regions on v.RegionCode equals region.Code
            where v.Id == request.VenueId
            select new { v.Name, Region = region.Name }).AsNoTracking().SingleOrDefaultAsync(ct), "venue", request.VenueId);
        return new Place(
            ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
            issuer.Venue(request.VenueId).AbsoluteUri, ["Profile"], venue.Name, venue.Region);
    }
}
