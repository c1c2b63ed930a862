using DemoExam.Credentials;
using DemoExam.Data;
using DemoExam.Pipeline;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Regions;

/// <summary>Regions with a public register, by code.</summary>
[AllowAnonymous]
public sealed record ListPublicRegions : IQuery<IReadOnlyList<PublicRegion>>;

/// <summary>A region with a public register.</summary>
public sealed record PublicRegion(string Code, Bilingual Name);

internal sealed class ListPublicRegionsHandler(DemoExamDb db) : IRequestHandler<ListPublicRegions, IReadOnlyList<PublicRegion>>
{
    public async Task<IReadOnlyList<PublicRegion>> Handle(ListPublicRegions request, CancellationToken ct) =>
        await db.Regions.AsNoTracking().OrderBy(r => r.Code).Select(r => new PublicRegion(r.Code, new Bilingual(r.Name, r.NameEn))).ToListAsync(ct);
}
