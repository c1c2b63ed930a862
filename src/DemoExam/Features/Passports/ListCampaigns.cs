using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Campaigns of the region, the newest first.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record ListCampaigns : IQuery<IReadOnlyList<CampaignRow>>;

/// <summary>A campaign in a list.</summary>
public sealed record CampaignRow(ReissueCampaignId Id, string Basis, SupersedingCategory Category, string By, DateTimeOffset BegunAt, bool Paused, int Ordered, int Done, int Failed);

internal sealed class ListCampaignsHandler(DemoExamDb db, CurrentUser user) : IRequestHandler<ListCampaigns, IReadOnlyList<CampaignRow>>
{
    private const int Most = 100;

    public async Task<IReadOnlyList<CampaignRow>> Handle(ListCampaigns request, CancellationToken ct)
    {
        var campaigns = await db.ReissueCampaigns.AsNoTracking().InRegionOf(user).OrderByDescending(c => c.BegunAt).Take(Most).ToListAsync(ct);
        var ids = campaigns.ConvertAll(c => (ReissueCampaignId?)c.Id);
        var counts = (await db.PassportOrders.Where(o => ids.Contains(o.CampaignId)).GroupBy(o => new { o.CampaignId, o.Status })
            .Select(g => new { g.Key.CampaignId, g.Key.Status, Count = g.Count() }).ToListAsync(ct)).ToLookup(c => c.CampaignId!.Value);
        return campaigns.ConvertAll(c => new CampaignRow(
            c.Id, c.Basis, c.Category, c.By, c.BegunAt, c.PausedAt is not null, counts[c.Id].Sum(n => n.Count),
            counts[c.Id].Where(n => n.Status == PassportOrderStatus.Done).Sum(n => n.Count), counts[c.Id].Where(n => n.Status == PassportOrderStatus.Failed).Sum(n => n.Count)));
    }
}
