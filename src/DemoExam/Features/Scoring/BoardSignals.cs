using System.Collections.Concurrent;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using DemoExam.Data;
using DemoExam.Domain;

namespace DemoExam.Features.Scoring;

/// <summary>Tells open boards that something changed, here and at every other node.</summary>
internal sealed class BoardSignals : IDisposable
{
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<ExamId, TaskCompletionSource> _waiting = new();
    private readonly IHostApplicationLifetime lifetime;
    private readonly NodeSignals nodes;

    public BoardSignals(IHostApplicationLifetime lifetime, NodeSignals nodes)
    {
        (this.lifetime, this.nodes) = (lifetime, nodes);
        nodes.Heard += Hear;
    }

    // A call may be lost; where there are none, boards look more often.
    private TimeSpan LookAnyway => TimeSpan.FromSeconds(nodes.ReachOthers ? 15 : 5);

    public void Raise(ExamId exam)
    {
        Wake(exam);
        nodes.Tell(exam.Value);
    }

    public void Dispose() => nodes.Heard -= Hear;

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

    private void Hear(Guid? subject)
    {
        foreach (var exam in subject is { } one ? [ExamId.From(one)] : _waiting.Keys)
        {
            Wake(exam);
        }
    }

    private void Wake(ExamId exam)
    {
        if (_waiting.TryRemove(exam, out var waiting))
        {
            waiting.TrySetResult();
        }
    }
}
