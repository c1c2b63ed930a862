using DemoExam.Jobs;
using DemoExam.Pipeline;
using Hangfire;

namespace DemoExam.Features.Passports;

/// <summary>Publishes new lines of the transparency log until none is left. Running it twice, or on two nodes, is harmless.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class PublishLogJob(RunAsSystem system, ILogger<PublishLogJob> log)
{
    public async Task Run(CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested && await system.Send(new PublishLog(), ct) is > 0 and var count)
            {
                log.LogInformation("Published {Count} lines of the log", count);
            }
        }
        catch (ChangedMeanwhile)
        {
            log.LogInformation("Another node published the log at the same moment");
        }
    }
}
