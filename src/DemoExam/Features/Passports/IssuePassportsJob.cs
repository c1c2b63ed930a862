using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Jobs;
using Hangfire;

namespace DemoExam.Features.Passports;

/// <summary>
/// Issues whatever is due, until nothing is. Running it twice, or on two machines at once, is harmless: each order is leased to
/// one run, and only the holder of the lease can store a passport.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed class IssuePassportsJob(RunAsSystem system, IssuingOptions options, StatusPublishing publishing, ILogger<IssuePassportsJob> log)
{
    public async Task Run(CancellationToken ct)
    {
        for (var begun = false; !ct.IsCancellationRequested; begun = true)
        {
            var lease = Guid.CreateVersion7();
            var orders = await system.Send(new ClaimPassportOrders(lease, options.BatchSize), ct);
            if (orders.Count == 0)
            {
                if (begun)
                {
                    // The lists of the new passports, and those that they replaced.
                    publishing.Nudge();
                }

                return;
            }

            await Issue(orders, lease, ct);
        }
    }

    private async Task Issue(IReadOnlyList<PassportOrder> orders, Guid lease, CancellationToken ct)
    {
        foreach (var abandoned in orders.Where(o => o.Attempts > PassportOrder.MostAttempts))
        {
            await Fail(new FailedPassport(abandoned.Id, new IssueFailure(IssueFailure.Abandoned, "")), lease);
        }

        var stopped = false;
        try
        {
            var run = await system.Send(new DrawPassports([.. orders.Where(o => o.Attempts <= PassportOrder.MostAttempts)]), ct);
            // What is drawn is stored, even while the service stops.
            await Complete(run.Drawn, lease);
            foreach (var failed in run.Failed)
            {
                await Fail(failed, lease);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            log.LogInformation("Stopped before the batch was drawn");
        }
        catch (Exception failure) when (Outages.Of(failure) is { } outage)
        {
            // No order is to blame, however long it lasts: none loses an attempt, and the next run goes on.
            log.LogError("The database takes no passports ({Outage}): {Reason}", outage, failure.GetBaseException().Message);
            stopped = true;
            throw;
        }
        finally
        {
            if (stopped || ct.IsCancellationRequested)
            {
                await system.Send(new ReleasePassportOrders(lease), CancellationToken.None);
            }
        }
    }

    private async Task Complete(IReadOnlyList<DrawnPassport> drawn, Guid lease)
    {
        if (drawn.Count == 0)
        {
            return;
        }

        try
        {
            await system.Send(new CompletePassportOrders(lease, drawn), CancellationToken.None);
        }
        catch (Exception failure) when (drawn.Count > 1 && Outages.Of(failure) is null)
        {
            // One bad passport must not sink the good ones of its batch.
            log.LogWarning("A batch of {Count} passports was refused, storing them one by one: {Reason}", drawn.Count, failure.Message);
            foreach (var one in drawn)
            {
                await Complete([one], lease);
            }
        }
        catch (Exception failure) when (Outages.Of(failure) is null)
        {
            await Fail(new FailedPassport(drawn[0].Order.Id, IssueFailure.Of(failure)), lease);
        }
    }

    private async Task Fail(FailedPassport failed, Guid lease)
    {
        try
        {
            var status = await system.Send(new RecordIssueFailure(failed.OrderId, lease, failed.Failure), CancellationToken.None);
            log.LogWarning("Order {Order} failed ({Code}) and is now {Status}", failed.OrderId, failed.Failure.Code, status);
        }
        catch (RuleViolation violation) when (violation.Rule == PassportRules.LeaseIsHeld)
        {
            log.LogInformation("Order {Order} was taken over by another run", failed.OrderId);
        }
    }
}
