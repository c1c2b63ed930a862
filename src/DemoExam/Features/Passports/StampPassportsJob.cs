using DemoExam.Jobs;
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
        if (await OwedDocuments.Settle(without => system.Send(new StampPassports(Batch, without), ct), stamped => system.Send(new StoreStampedPassports(stamped), CancellationToken.None), log, ct) is > 0 and var count)
        {
            log.LogInformation("Added {Count} late time stamps", count);
        }
    }
}
