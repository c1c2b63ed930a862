using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Pipeline;
using DemoExam.Security;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>
/// Replaces all passports in force that fit the choice, for example those of a layout with an error, by new versions. Each stays in force until
/// its new version is stored.
/// </summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record BeginCampaign(CampaignChoice Choice, SupersedingCategory Category, string Basis) : ICommand<ReissueCampaignId>;

internal sealed class BeginCampaignValidator : AbstractValidator<BeginCampaign>
{
    public BeginCampaignValidator()
    {
        RuleFor(r => r.Choice).NotNull().SetValidator(new CampaignChoiceValidator());
        RuleFor(r => r.Category).IsInEnum();
        RuleFor(r => r.Basis).NotEmpty().MaximumLength(2000);
    }
}

internal sealed class CampaignChoiceValidator : AbstractValidator<CampaignChoice>
{
    public CampaignChoiceValidator() =>
        RuleFor(c => c.Layout).Must(layout => layout is null || PassportLayouts.Used.Contains(layout));
}

internal sealed class BeginCampaignHandler(DemoExamDb db, CurrentUser user, TimeProvider time, AfterCommit afterCommit, PassportIssuing issuing)
    : IRequestHandler<BeginCampaign, ReissueCampaignId>
{
    public async Task<ReissueCampaignId> Handle(BeginCampaign request, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var by = user.DisplayName ?? user.Id;
        var passports = await db.Chosen(request.Choice, user).Take(ReissueCampaign.MostPassports + 1).ToListAsync(ct);
        var campaign = new ReissueCampaign(ReissueCampaignId.New(), user.RegionCode, request.Choice, request.Category, request.Basis.Trim(), by, passports.Count, now);
        db.ReissueCampaigns.Add(campaign);
        await db.OrderReplacements(passports, old => new Superseding(old, request.Category, by, campaign.Basis, campaign.Id), now, ct);
        afterCommit.Do(issuing.Nudge);
        return campaign.Id;
    }
}
