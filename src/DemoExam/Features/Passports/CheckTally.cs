using System.Collections.Concurrent;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Venues;
using DemoExam.Jobs;

namespace DemoExam.Features.Passports;

/// <summary>
/// Counts checks of passports in memory and writes the sums now and then, so that a check never waits for a write. A node that is killed loses
/// the counts of its last half minute; figures of a year can bear that.
/// </summary>
internal sealed class CheckTally(RunAsSystem system, TimeProvider time, ILogger<CheckTally> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private ConcurrentDictionary<(ExamId Exam, DateOnly Day, CheckMeans Means), int> _counts = new();

    /// <summary>A passport of this exam was checked.</summary>
    public void Note(ExamId exam, CheckMeans means) => _counts.AddOrUpdate((exam, time.Today(RegionToday.Capital), means), 1, (_, count) => count + 1);

    /// <summary>Writes what was counted since the last time. What can't be written is kept for the next.</summary>
    public async Task Flush(CancellationToken ct)
    {
        var counts = Interlocked.Exchange(ref _counts, new());
        if (counts.IsEmpty)
        {
            return;
        }

        try
        {
            await system.Send(new KeepCheckCounts([.. counts.Select(c => new CountedChecks(c.Key.Exam, c.Key.Day, c.Key.Means, c.Value))]), ct);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogWarning(failure, "Counts of checks were not written; they are tried again");
            foreach (var (key, value) in counts)
            {
                _counts.AddOrUpdate(key, value, (_, count) => count + value);
            }
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Flush(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await Flush(stoppingToken);
        }
    }
}
