using DemoExam.Jobs;
using DemoExam.Pipeline;
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
        try
        {
            while (!ct.IsCancellationRequested && await system.Send(new QualifyPassports(Batch), ct) is { Count: > 0 } signed)
            {
                log.LogInformation("Laid {Count} qualified signatures beside passports", await system.Send(new StoreQualifiedSignatures(signed), CancellationToken.None));
            }
        }
        catch (ChangedMeanwhile)
        {
            log.LogInformation("Passports changed while they were being signed; the next run goes on");
        }
    }
}
