using DemoExam.Features.Admin;
using DemoExam.Jobs;

namespace DemoExam.Telemetry;

/// <summary>Counts what waits, so that a collector sees it; only where one is set.</summary>
internal sealed class WorkWatch(RunAsSystem system, Instruments instruments, TimeProvider time, ILogger<WorkWatch> log) : BackgroundService
{
    // Half of the time between two exports.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                instruments.Counted = await system.Send(new CountWork(), stoppingToken);
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // No figure is better than an old one: an alarm on missing figures is what the operator needs now.
                instruments.Counted = null;
                log.LogWarning("What waits could not be counted: {Reason}", failure.Message);
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
