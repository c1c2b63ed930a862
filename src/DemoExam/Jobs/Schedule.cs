using DemoExam.Features.Mail;
using DemoExam.Features.Passports;
using Hangfire;

namespace DemoExam.Jobs;

/// <summary>Every recurring job, how often, and why.</summary>
internal static class Schedule
{
    /// <summary>Finds passports that a lost nudge, a killed process or a failed attempt left to be issued.</summary>
    public const string IssuePassports = "issue-passports";

    /// <summary>Renews signed status lists before they run out, and publishes what a lost nudge left.</summary>
    public const string PublishStatusLists = "publish-status-lists";

    /// <summary>Adds the time stamps that the authority owes.</summary>
    public const string StampPassports = "stamp-passports";

    /// <summary>Lays qualified signatures beside passports; before that one never waits for another house.</summary>
    public const string QualifyPassports = "qualify-passports";

    /// <summary>Publishes lines of the transparency log that a lost nudge left.</summary>
    public const string PublishLog = "publish-log";

    /// <summary>Sends messages that a lost nudge, a killed process or a failed attempt left in the outbox.</summary>
    public const string SendMail = "send-mail";

    /// <summary>Reminds of what is due and late around exams; asks experts again whose exam got other days.</summary>
    public const string Remind = "remind";

    public static void Register(IRecurringJobManager jobs)
    {
        jobs.AddOrUpdate<IssuePassportsJob>(IssuePassports, job => job.Run(CancellationToken.None), Cron.Minutely);
        jobs.AddOrUpdate<PublishStatusListsJob>(PublishStatusLists, job => job.Run(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<StampPassportsJob>(StampPassports, job => job.Run(CancellationToken.None), "*/5 * * * *");
        jobs.AddOrUpdate<QualifyPassportsJob>(QualifyPassports, job => job.Run(CancellationToken.None), Cron.Minutely);
        jobs.AddOrUpdate<PublishLogJob>(PublishLog, job => job.Run(CancellationToken.None), Cron.Minutely);
        jobs.AddOrUpdate<SendMailJob>(SendMail, job => job.Run(CancellationToken.None), Cron.Minutely);
        jobs.AddOrUpdate<RemindJob>(Remind, job => job.Run(CancellationToken.None), "*/15 * * * *");
    }
}
