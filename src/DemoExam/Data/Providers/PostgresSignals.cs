using System.Threading.Channels;
using Npgsql;

namespace DemoExam.Data.Providers;

/// <summary>
/// Calls between nodes through PostgreSQL's LISTEN and NOTIFY. Changes of a moment go out as one statement; a connection of its own listens,
/// and when it was lost, everybody looks.
/// </summary>
public sealed class PostgresSignals(DatabaseOptions options, ILogger<PostgresSignals> log) : NodeSignals, IHostedService, IDisposable
{
    private const string Name = "demoexam";
    private static readonly TimeSpan Together = TimeSpan.FromMilliseconds(200), TryAgain = TimeSpan.FromSeconds(1);

    private readonly string _me = Guid.CreateVersion7().ToString("N");
    private readonly Channel<Guid> _told = Channel.CreateBounded<Guid>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _stop = new();
    private Task _work = Task.CompletedTask;
    private bool _disposed;

    public override void Tell(Guid subject) => _told.Writer.TryWrite(subject);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _work = Task.WhenAll(Repeat(Listen), Repeat(Speak));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // A host that is torn down disposes first, or in the same moment; that has cancelled the work as well.
        }

        await _work;
    }

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    private async Task Repeat(Func<CancellationToken, Task> work)
    {
        var (well, ct) = (true, _stop.Token);
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await work(ct);
                well = true;
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is NpgsqlException or InvalidOperationException or TimeoutException)
            {
                // Once for each outage; open pages look by themselves meanwhile.
                if (well)
                {
                    log.LogWarning("Calls between nodes are interrupted: {Reason}", failure.Message);
                }

                well = false;
                await Task.Delay(TryAgain, ct).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task Listen(CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(options.Connection) { Pooling = false, KeepAlive = 15 }.ConnectionString);
        await connection.OpenAsync(ct);
        connection.Notification += (_, call) =>
        {
            if (call.Payload.Split(' ') is [var from, var subject] && from != _me && Guid.TryParse(subject, out var id))
            {
                Hear(id);
            }
        };
        await using (var listen = new NpgsqlCommand($"LISTEN {Name}", connection))
        {
            await listen.ExecuteNonQueryAsync(ct);
        }

        Hear(null);
        while (true)
        {
            await connection.WaitAsync(ct);
        }
    }

    private async Task Speak(CancellationToken ct)
    {
        await _told.Reader.WaitToReadAsync(ct);
        await Task.Delay(Together, ct);
        var calls = new HashSet<string>();
        while (_told.Reader.TryRead(out var subject))
        {
            calls.Add($"{_me} {subject}");
        }

        await using var connection = new NpgsqlConnection(options.Connection);
        await connection.OpenAsync(ct);
        await using var notify = new NpgsqlCommand($"SELECT pg_notify('{Name}', call) FROM unnest($1) AS call", connection) { Parameters = { new NpgsqlParameter { Value = calls.ToArray() } } };
        await notify.ExecuteNonQueryAsync(ct);
    }
}
