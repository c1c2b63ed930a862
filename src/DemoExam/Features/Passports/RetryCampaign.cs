using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Starts the failed orders of a campaign again, with all their attempts. Answers how many.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record RetryCampaign(ReissueCampaignId Id) : ICommand<int>;

internal sealed class RetryCampaignHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, PassportIssuing issuing) : IRequestHandler<RetryCampaign, int>
{
    public async Task<int> Handle(RetryCampaign request, CancellationToken ct)
    {
        var campaign = NotFound.Unless(await db.ReissueCampaigns.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(c => c.Id == request.Id, ct), "campaign", request.Id);
        var failed = await db.PassportOrders.Where(o => o.CampaignId == campaign.Id && o.Status == PassportOrderStatus.Failed).ToListAsync(ct);
        failed.ForEach(order => order.Retry(time.GetUtcNow()));
        afterCommit.Do(issuing.Nudge);
        return failed.Count;
    }
}
