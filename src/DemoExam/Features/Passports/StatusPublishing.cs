using Hangfire;

namespace DemoExam.Features.Passports;

/// <summary>
/// Wakes the jobs that sign the status lists and the log, so that programs learn of a revocation within seconds. Say it after the commit; a lost
/// nudge does no harm, because <see cref="Jobs.Schedule"/> runs the job every few minutes.
/// </summary>
public sealed class StatusPublishing(IBackgroundJobClient jobs, ILogger<StatusPublishing> log)
{
    public void Nudge()
    {
        try
        {
            jobs.Enqueue<PublishStatusListsJob>(job => job.Run(CancellationToken.None));
            jobs.Enqueue<PublishLogJob>(job => job.Run(CancellationToken.None));
        }
        catch (BackgroundJobClientException failure)
        {
            log.LogWarning(failure, "The job server took no nudge; the schedule will publish the status lists");
        }
    }
}
