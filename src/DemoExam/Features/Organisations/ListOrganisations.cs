using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Organisations;

/// <summary>Organisations of the user's region by name.</summary>
/// <param name="Search">Any part of the names or of the city.</param>
/// <param name="Kind">Only this kind.</param>
/// <param name="After"><c>next</c> of the page before.</param>
/// <param name="Size">Rows of a page, 50 when not said, at most 500.</param>
[Authorize(Policy = Policies.ReadRegisters)]
public sealed record ListOrganisations(string? Search = null, OrganisationKind? Kind = null, string? After = null, int? Size = null)
    : IQuery<Slice<OrganisationRow>>;

public sealed record OrganisationRow(
    OrganisationId Id, OrganisationKind Kind, string Name, string ShortName, string NameEn, string RegionCode, string City,
    OrganisationId? ParentId, string? ParentName);

internal sealed class ListOrganisationsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ListOrganisations, Slice<OrganisationRow>>
{
    public async Task<Slice<OrganisationRow>> Handle(ListOrganisations request, CancellationToken ct)
    {
        var organisations = db.Organisations.AsNoTracking().InRegionOf(user).Matching(request);
        if (RegisterKey.TryRead(request.After, out var after))
        {
            organisations = organisations.Where(o =>
                string.Compare(o.NameNorm, after.NameNorm) > 0 || (o.NameNorm == after.NameNorm && string.Compare(o.RegionCode, after.RegionCode) > 0));
        }

        var size = SliceSize.Of(request.Size);
        var rows = await organisations.OrderBy(o => o.NameNorm).ThenBy(o => o.RegionCode).Take(size + 1)
            .Select(o => new
            {
                Row = new OrganisationRow(o.Id, o.Kind, o.Name, o.ShortName, o.NameEn, o.RegionCode, o.City, o.ParentId,
                    db.Organisations.Where(parent => parent.Id == o.ParentId).Select(parent => parent.ShortName).FirstOrDefault()),
                Key = new RegisterKey(o.NameNorm, o.RegionCode),
            })
            .ToListAsync(ct);
        var slice = Slice.Of(rows, size, r => r.Key.ToString());
        return new Slice<OrganisationRow>([.. slice.Items.Select(r => r.Row)], slice.Next);
    }
}

internal static class OrganisationFilter
{
    public static IQueryable<Organisation> Matching(this IQueryable<Organisation> organisations, ListOrganisations filter)
    {
        if (TextNorm.Of(filter.Search) is { Length: > 0 } search)
        {
            organisations = organisations.Where(o => o.NameNorm.Contains(search));
        }

        return filter.Kind is { } kind ? organisations.Where(o => o.Kind == kind) : organisations;
    }
}
