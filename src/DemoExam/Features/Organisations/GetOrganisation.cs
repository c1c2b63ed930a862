using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Organisations;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Organisations;

/// <summary>One organisation: what it is, its place in the tree, its venues and people.</summary>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record GetOrganisation(OrganisationId OrganisationId) : IQuery<OrganisationCard>;

/// <param name="Parent">The organisation that this one is a branch of.</param>
/// <param name="Candidates">Candidates that it sends.</param>
/// <param name="Experts">Experts who work for it.</param>
public sealed record OrganisationCard(
    OrganisationId Id, OrganisationKind Kind, string Name, string ShortName, string NameEn, string City, string Region, string RegionEn,
    OrganisationLink? Parent, IReadOnlyList<OrganisationLink> Branches, IReadOnlyList<OrganisationVenue> Venues, int Candidates, int Experts,
    string? Inn, string? Kpp, string? Ogrn, Contacts Contacts);

public sealed record OrganisationLink(OrganisationId Id, string ShortName, string NameEn, string City);

public sealed record OrganisationVenue(VenueId Id, string Name, string NameEn, string City, int Workplaces);

internal sealed class GetOrganisationHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<GetOrganisation, OrganisationCard>
{
    public async Task<OrganisationCard> Handle(GetOrganisation request, CancellationToken ct)
    {
        var id = request.OrganisationId;
        var o = NotFound.Unless(await db.Organisations.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(x => x.Id == id, ct), "organisation", id);
        var region = await db.Regions.AsNoTracking().SingleAsync(r => r.Code == o.RegionCode, ct);
        var tree = await db.Organisations.AsNoTracking().Where(x => x.ParentId == id || x.Id == o.ParentId).OrderBy(x => x.NameNorm)
            .Select(x => new { x.ParentId, Link = new OrganisationLink(x.Id, x.ShortName, x.NameEn, x.City) }).ToListAsync(ct);
        var venues = await db.Venues.AsNoTracking().Where(v => v.OrganisationId == id).OrderBy(v => v.NameNorm)
            .Select(v => new OrganisationVenue(v.Id, v.Name, v.NameEn, v.City, v.Workplaces)).ToListAsync(ct);
        return new OrganisationCard(o.Id, o.Kind, o.Name, o.ShortName, o.NameEn, o.City, region.Name, region.NameEn,
            tree.Where(x => x.Link.Id == o.ParentId).Select(x => x.Link).FirstOrDefault(), [.. tree.Where(x => x.ParentId == id).Select(x => x.Link)], venues,
            await db.Candidates.CountAsync(c => c.OrganisationId == id && c.MergedInto == null, ct), await db.Experts.CountAsync(e => e.EmployerId == id && e.MergedInto == null, ct),
            o.Inn, o.Kpp, o.Ogrn, o.Contacts);
    }
}
