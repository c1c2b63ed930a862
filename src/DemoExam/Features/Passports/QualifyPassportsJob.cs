using DemoExam.Jobs;
using Hangfire;

namespace DemoExam.Features.Passports;

/// <summary>
/// Lays qualified signatures of another house beside passports that wait for one, until none is owed or the house fails. No passport
/// waits for it to be issued. Running it twice is harmless: of two signatures the first one stays.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed class QualifyPassportsJob(RunAsSystem system, ILogger<QualifyPassportsJob> log)
{
    private const int Batch = 32;

    public async Task Run(CancellationToken ct)
    {
        if (await OwedDocuments.Settle(without => system.Send(new QualifyPassports(Batch, without), ct), signed => system.Send(new StoreQualifiedSignatures(signed), CancellationToken.None), log, ct) is > 0 and var count)
        {
            log.LogInformation("Laid {Count} qualified signatures beside passports", count);
        }
    }
}
