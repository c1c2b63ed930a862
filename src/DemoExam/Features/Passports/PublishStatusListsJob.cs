using DemoExam.Jobs;
using DemoExam.Pipeline;
using Hangfire;

namespace DemoExam.Features.Passports;

/// <summary>Keeps the published status lists true and in term. Running it twice is harmless: an unchanged list is not signed again.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class PublishStatusListsJob(RunAsSystem system, ILogger<PublishStatusListsJob> log)
{
    public async Task Run(CancellationToken ct)
    {
        try
        {
            if (await system.Send(new PublishStatusLists(), ct) is > 0 and var count)
            {
                log.LogInformation("Published {Count} status lists", count);
            }
        }
        catch (ChangedMeanwhile)
        {
            log.LogInformation("Another node published the status lists at the same moment");
        }
    }
}
