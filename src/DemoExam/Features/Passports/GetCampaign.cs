using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Pipeline;
using DemoExam.Security;
using MediatR;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Features.Passports;

/// <summary>How a campaign goes: progress, speed, and what failed for which reason.</summary>
[Authorize(Policy = Policies.ManagePassports)]
public sealed record GetCampaign(ReissueCampaignId Id) : IQuery<CampaignProgress>;

/// <summary>A campaign at this moment.</summary>
/// <param name="ExamNumber">Number of the exam when the choice names one.</param>
/// <param name="PerMinute">Passports issued in the last minute; null when nothing is under way or nothing was issued yet.</param>
/// <param name="Failures">Orders that failed, or that wait for another attempt; the first hundreds.</param>
public sealed record CampaignProgress(
    ReissueCampaignId Id, CampaignChoice Choice, string? ExamNumber, SupersedingCategory Category, string Basis, string By, DateTimeOffset BegunAt, DateTimeOffset? PausedAt,
    int Open, int Leased, int Done, int Failed, decimal? PerMinute, IReadOnlyList<CampaignFailure> Failures)
{
    public int Ordered => Open + Leased + Done + Failed;
    public bool UnderWay => Leased > 0 || (Open > 0 && PausedAt is null);
}

/// <summary>A replacement that was not issued.</summary>
public sealed record CampaignFailure(
    PassportOrderId OrderId, PassportId Replaces, string Number, PersonName Holder, PassportOrderStatus Status, int Attempts, DateTimeOffset? NextAttempt, IssueFailure Failure);

internal sealed class GetCampaignHandler(DemoExamDb db, CurrentUser user, TimeProvider time) : IRequestHandler<GetCampaign, CampaignProgress>
{
    private const int MostFailures = 200;

    public async Task<CampaignProgress> Handle(GetCampaign request, CancellationToken ct)
    {
        var campaign = NotFound.Unless(await db.ReissueCampaigns.AsNoTracking().InRegionOf(user).SingleOrDefaultAsync(c => c.Id == request.Id, ct), "campaign", request.Id);
        var orders = db.PassportOrders.AsNoTracking().Where(o => o.CampaignId == request.Id);
        var counts = await orders.GroupBy(o => o.Status).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var now = time.GetUtcNow();
        var since = now - IssuingRate.Window;
        var recent = await orders.Where(o => o.CompletedAt > since).Select(o => o.CompletedAt!.Value).ToListAsync(ct);
        var failed = await (from order in orders
                            join candidate in db.Candidates on order.CandidateId equals candidate.Id
                            where order.Error != null
                            orderby order.Status descending, order.Number
                            select new { order.Id, order.SupersedesId, order.Number, candidate.Name, order.Status, order.Attempts, order.NotBefore, order.Error }).Take(MostFailures).ToListAsync(ct);
        var exam = campaign.Choice.ExamId is { } examId ? await db.Exams.Where(e => e.Id == examId).Select(e => e.Number).SingleOrDefaultAsync(ct) : null;
        var progress = new CampaignProgress(
            campaign.Id, campaign.Choice, exam, campaign.Category, campaign.Basis, campaign.By, campaign.BegunAt, campaign.PausedAt,
            Count(PassportOrderStatus.Open), Count(PassportOrderStatus.Leased), Count(PassportOrderStatus.Done), Count(PassportOrderStatus.Failed), null,
            failed.ConvertAll(f => new CampaignFailure(
                f.Id, f.SupersedesId!.Value, f.Number, f.Name, f.Status, f.Attempts, f.Status == PassportOrderStatus.Open ? f.NotBefore : null, IssueFailure.Read(f.Error)!)));
        return progress.UnderWay ? progress with { PerMinute = IssuingRate.Of(recent, now) } : progress;

        int Count(PassportOrderStatus status) => counts.GetValueOrDefault(status);
    }
}
