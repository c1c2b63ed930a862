namespace DemoExam.Data;

/// <summary>
/// Lets writers of this process take turns on SQLite, without blocking a thread. Other databases do that themselves,
/// there the gate stands open.
/// </summary>
public sealed class WriteGate(bool oneAtATime) : IDisposable
{
    private readonly SemaphoreSlim? _turn = oneAtATime ? new SemaphoreSlim(1) : null;

    /// <summary>Waits for the turn; dispose the answer to pass it on.</summary>
    public async ValueTask<IDisposable> Enter(CancellationToken ct)
    {
        if (_turn is null)
        {
            return Open.Instance;
        }

        await _turn.WaitAsync(ct);
        return new Turn(_turn);
    }

    /// <summary>Does one thing in turn.</summary>
    public async Task<T> Run<T>(Func<Task<T>> deed, CancellationToken ct)
    {
        using var turn = await Enter(ct);
        return await deed();
    }

    public void Dispose() => _turn?.Dispose();

    private sealed class Turn(SemaphoreSlim semaphore) : IDisposable
    {
        private SemaphoreSlim? _semaphore = semaphore;

        public void Dispose() => Interlocked.Exchange(ref _semaphore, null)?.Release();
    }

    private sealed class Open : IDisposable
    {
        public static readonly Open Instance = new();

        public void Dispose()
        {
        }
    }
}
