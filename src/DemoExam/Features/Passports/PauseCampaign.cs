using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Holds back the orders of a campaign that are not being drawn at this moment.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record PauseCampaign(ReissueCampaignId Id) : ICommand<bool>;

internal sealed class PauseCampaignHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<PauseCampaign, bool>
{
    public async Task<bool> Handle(PauseCampaign request, CancellationToken ct)
    {
        var campaign = NotFound.Unless(await db.ReissueCampaigns.InRegionOf(user).SingleOrDefaultAsync(c => c.Id == request.Id, ct), "campaign", request.Id);
        campaign.Pause(time.GetUtcNow());
        return true;
    }
}
