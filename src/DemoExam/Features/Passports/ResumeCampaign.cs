using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>Lets the orders of a paused campaign go on.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record ResumeCampaign(ReissueCampaignId Id) : ICommand<bool>;

internal sealed class ResumeCampaignHandler(DemoExamDb db, CurrentUser user, AfterCommit afterCommit, PassportIssuing issuing) : IRequestHandler<ResumeCampaign, bool>
{
    public async Task<bool> Handle(ResumeCampaign request, CancellationToken ct)
    {
        var campaign = NotFound.Unless(await db.ReissueCampaigns.InRegionOf(user).SingleOrDefaultAsync(c => c.Id == request.Id, ct), "campaign", request.Id);
        campaign.Resume();
        afterCommit.Do(issuing.Nudge);
        return true;
    }
}
