using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DemoExam.Data;

/// <summary>
/// Questions past EF Core. For the two that come more often than all others together; whoever asks here reads single columns by hand, and writes nothing.
/// </summary>
internal sealed class BareConnections(DatabaseKind kind, string connection, int commandTimeout) : IDisposable
{
    // As many as ask at the same moment on a large machine; more are closed after use.
    private const int MostKept = 16;

    // SQLite forgets a prepared statement with its command, and preparing takes longer than answering. Nothing is held by a statement at rest. The servers
    // keep theirs with the pooled connection.
    private readonly ConcurrentDictionary<string, ConcurrentBag<DbCommand>> _kept = new();

    // Its questions are few and always planned alike, so PostgreSQL shall not plan them anew for each value; planning took longer than answering.
    private readonly string _connection = kind == DatabaseKind.Postgres ? PlannedOnce(connection) : connection;

    public DatabaseKind Kind => kind;

    /// <summary>The first row of a question that all three databases understand, made into an answer; default when there is none.</summary>
    /// <param name="sql">With the parameter <c>@asked</c>.</param>
    /// <param name="asked">Its value: a text or a Guid, and for one question always the same kind.</param>
    /// <param name="answer">Reads the columns of the row.</param>
    public async Task<T?> First<T>(string sql, object asked, Func<DbDataReader, T> answer, CancellationToken ct)
    {
        T? first = default;
        await Read(sql, asked, async rows => first = await rows.ReadAsync(ct) ? answer(rows) : default, ct);
        return first;
    }

    /// <summary>All rows of a question, one after another.</summary>
    public Task Each(string sql, object asked, Action<DbDataReader> row) => Read(sql, asked, async rows =>
    {
        while (await rows.ReadAsync())
        {
            row(rows);
        }
    }, CancellationToken.None);

    public void Dispose()
    {
        foreach (var command in _kept.Values.SelectMany(kept => kept))
        {
            command.Connection?.Dispose();
            command.Dispose();
        }

        _kept.Clear();
    }

    private async Task Read(string sql, object asked, Func<DbDataReader, Task> read, CancellationToken ct)
    {
        var kept = kind == DatabaseKind.Sqlite ? _kept.GetOrAdd(sql, _ => []) : null;
        if (kept is null || !kept.TryTake(out var command))
        {
            command = await Open(sql, asked, ct);
        }

        try
        {
            command.Parameters[0].Value = asked;
            await using var rows = await command.ExecuteReaderAsync(ct);
            await read(rows);
        }
        catch
        {
            kept = null;
            throw;
        }
        finally
        {
            if (kept is { Count: < MostKept })
            {
                kept.Add(command);
            }
            else
            {
                await Close(command);
            }
        }
    }

    private async Task<DbCommand> Open(string sql, object asked, CancellationToken ct)
    {
        DbConnection open = kind switch
        {
            DatabaseKind.Postgres => new NpgsqlConnection(_connection),
            DatabaseKind.SqlServer => new SqlConnection(_connection),
            _ => new SqliteConnection(_connection),
        };
        var command = open.CreateCommand();
        try
        {
            await open.OpenAsync(ct);
            command.CommandText = sql;
            command.CommandTimeout = commandTimeout;
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@asked", asked);
            command.Parameters.Add(parameter);
            if (kind == DatabaseKind.Postgres)
            {
                await command.PrepareAsync(ct);
            }

            return command;
        }
        catch
        {
            await Close(command);
            throw;
        }
    }

    private static string PlannedOnce(string connection)
    {
        var own = new NpgsqlConnectionStringBuilder(connection);
        own.Options = $"{own.Options} -c plan_cache_mode=force_generic_plan".TrimStart();
        return own.ConnectionString;
    }

    private static async ValueTask Close(DbCommand command)
    {
        if (command.Connection is { } open)
        {
            await open.DisposeAsync();
        }

        await command.DisposeAsync();
    }
}
