namespace DemoExam.Data;

/// <summary>
/// Work that costs little more for many than for one. Who comes while others are served waits, and then all who wait are served together; who comes alone is served at once.
/// </summary>
/// <param name="serve">Serves all who wait, and tells each of them what came out, also when it fails.</param>
internal sealed class Together<T>(Func<IReadOnlyList<T>, Task> serve)
{
    private readonly Lock _lock = new();

    private List<T> _waiting = [];
    private bool _busy;

    public void Add(T one)
    {
        lock (_lock)
        {
            _waiting.Add(one);
            if (!_busy)
            {
                _busy = true;
                Queue();
            }
        }
    }

    // Behind the requests that the machine has already taken in, so that they can still join; and on behalf of nobody, since it serves those who come later too.
    private void Queue() => ThreadPool.UnsafeQueueUserWorkItem(static self => _ = self.ServeThoseWhoWait(), this, preferLocal: false);

    private async Task ServeThoseWhoWait()
    {
        List<T> together;
        lock (_lock)
        {
            (together, _waiting) = (_waiting, []);
        }

        try
        {
            await serve(together);
        }
        finally
        {
            lock (_lock)
            {
                _busy = _waiting.Count > 0;
                if (_busy)
                {
                    Queue();
                }
            }
        }
    }
}
