using DemoExam.Features.Passports;
using Hangfire;

namespace DemoExam.Jobs;

/// <summary>Every recurring job, how often, and why.</summary>
internal static class Schedule
{
    /// <summary>Finds passports that a lost nudge, a killed process or a failed attempt left to be issued.</summary>
    public const string IssuePassports = "issue-passports";

    public static void Register(IRecurringJobManager jobs)
    {
        jobs.AddOrUpdate<IssuePassportsJob>(IssuePassports, job => job.Run(CancellationToken.None), Cron.Minutely);
    }
}
