using DemoExam.Jobs;
using DemoExam.Pipeline;
using Hangfire;

namespace DemoExam.Features.Passports;

/// <summary>
/// Adds the time stamps that an authority has failed to give while passports were issued, until none is owed or it fails again.
/// Running it twice is harmless: of two stamps the first one stays.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed class StampPassportsJob(RunAsSystem system, ILogger<StampPassportsJob> log)
{
    private const int Batch = 32;

    public async Task Run(CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested && await system.Send(new StampPassports(Batch), ct) is { Count: > 0 } stamped)
            {
                log.LogInformation("Added {Count} late time stamps", await system.Send(new StoreStampedPassports(stamped), CancellationToken.None));
            }
        }
        catch (ChangedMeanwhile)
        {
            log.LogInformation("Passports changed while they were being stamped; the next run goes on");
        }
    }
}
