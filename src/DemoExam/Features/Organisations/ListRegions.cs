using DemoExam.Data;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Organisations;

/// <summary>Regions that the user may work in, by code: one, or all for accounts of the whole installation.</summary>
[Authorize(Policy = Policies.SignedIn)]
public sealed record ListRegions : IQuery<IReadOnlyList<RegionRow>>;

public sealed record RegionRow(string Code, string Name, string NameEn, string TimeZone);

internal sealed class ListRegionsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ListRegions, IReadOnlyList<RegionRow>>
{
    public async Task<IReadOnlyList<RegionRow>> Handle(ListRegions request, CancellationToken ct) =>
        await db.Regions.AsNoTracking().Where(r => user.RegionCode == null || r.Code == user.RegionCode)
            .OrderBy(r => r.Code).Select(r => new RegionRow(r.Code, r.Name, r.NameEn, r.TimeZone)).ToListAsync(ct);
}
