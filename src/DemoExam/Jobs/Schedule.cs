using Hangfire;

namespace DemoExam.Jobs;

/// <summary>Every recurring job, how often, and why.</summary>
internal static class Schedule
{
    public static void Register(IRecurringJobManager jobs)
    {
    }
}
