using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using DemoExam.Domain;

namespace DemoExam.Features.Scoring;

/// <summary>
/// Tells open boards that something changed. Only this process is heard at once; what another node wrote is seen when the
/// board looks by itself.
/// </summary>
internal sealed class BoardSignals(IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan LookAnyway = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ExamId, TaskCompletionSource> _waiting = new();

    public void Raise(ExamId exam)
    {
        if (_waiting.TryRemove(exam, out var waiting))
        {
            waiting.TrySetResult();
        }
    }

    /// <summary>One event at once, one soon after each change (several changes within a second are one), one now and then.</summary>
    public async IAsyncEnumerable<SseItem<string>> Watch(ExamId exam, [EnumeratorCancellation] CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, lifetime.ApplicationStopping);
        for (var number = 0; !either.IsCancellationRequested; number++)
        {
            var change = _waiting.GetOrAdd(exam, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            yield return new SseItem<string>($"{number}", "board") { ReconnectionInterval = TimeSpan.FromSeconds(3) };
            try
            {
                await Task.WhenAny(change, Task.Delay(LookAnyway, either.Token));
                await Task.Delay(Together, either.Token);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }
}
