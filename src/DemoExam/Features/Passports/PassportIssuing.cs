using Hangfire;

namespace DemoExam.Features.Passports;

/// <summary>
/// Wakes the job that issues what was ordered. Say it after the commit: <c>afterCommit.Do(issuing.Nudge)</c>. A lost nudge does no
/// harm, because the sweep in <see cref="Jobs.Schedule"/> finds the rows.
/// </summary>
public sealed class PassportIssuing(IBackgroundJobClient jobs, ILogger<PassportIssuing> log)
{
    public void Nudge()
    {
        try
        {
            jobs.Enqueue<IssuePassportsJob>(job => job.Run(CancellationToken.None));
        }
        catch (BackgroundJobClientException failure)
        {
            log.LogWarning(failure, "The job server took no nudge; the sweep will issue the passports");
        }
    }
}
