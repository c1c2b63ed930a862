using System.CommandLine;
using System.Data;
using System.Data.Common;
using System.Diagnostics;
using DemoExam.Backup;
using DemoExam.Data;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Move;

/// <summary><c>move</c>: a whole installation from one kind of database to another, to be continued after an interruption.</summary>
internal static class MoveCommand
{
    private const int Batch = 500;

    public static Command Make(string[] args)
    {
        var provider = new Option<DatabaseKind>("--to-provider") { Description = "Kind of the new database: Postgres, SqlServer or Sqlite.", Required = true };
        var connection = new Option<string>("--to-connection") { Description = "Connection string of the new database, empty or from an interrupted move.", Required = true };
        var command = new Command("move", """
            Copy every row of this installation into an empty database of another kind, for example from SQLite to PostgreSQL.

            Stop the service first. Interrupted at any moment, the same command goes on where it stood. At the end both databases are read
            again, counted and compared, table by table. Then set Database:Provider and Database:Connection, run `DemoExam audit`, and start.
            The former database stays as it is; the data folder is used on, and tables of the job server are made anew.
            """) { provider, connection };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, ct) => BackupCommand.Guarded(() =>
        {
            if (parsed.UnmatchedTokens.FirstOrDefault(token => !token.StartsWith("--", StringComparison.Ordinal) || !token.Contains('=', StringComparison.Ordinal)) is { } stranger)
            {
                // Taken for nothing, it would move another installation than the one that was meant.
                throw new BackupFault($"“{stranger}” is no setting. Write settings with an equals sign: --DataFolder=/var/lib/demoexam.");
            }

            var settings = BackupCommand.SettingsOf(args).Concat(BackupCommand.OnlyData).ToArray();
            return Run(settings, parsed.GetValue(provider), parsed.GetValue(connection)!, ct);
        }));
        return command;
    }

    private static async Task Run(string[] settings, DatabaseKind kind, string connection, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await using var from = Host.Build(settings);
        await using var to = Host.Build([.. settings.Where(s => !s.StartsWith("--Database:", StringComparison.OrdinalIgnoreCase)), $"--Database:Provider={kind}", $"--Database:Connection={connection}"]);
        await from.Services.GetRequiredService<Migrator>().RequireCurrent(ct);
        await to.Services.GetRequiredService<Migrator>().Migrate(ct);
        await using var fromScope = from.Services.CreateAsyncScope();
        await using var toScope = to.Services.CreateAsyncScope();
        var (old, young) = (fromScope.ServiceProvider.GetRequiredService<DemoExamDb>(), toScope.ServiceProvider.GetRequiredService<DemoExamDb>());
        var source = await Open(old, ct);
        var target = await Open(young, ct);
        // One state of the former database, even if somebody forgot to stop the service.
        await using var state = await source.BeginTransactionAsync(IsolationLevel.Serializable, ct);

        var tables = InOrder(Tables(old, from.Services.GetRequiredService<DatabaseOptions>().Provider), Tables(young, kind));
        await RequireBeginningOfSame(tables, source, state, target, ct);
        Console.WriteLine($"{"table",-28}{"rows",10}  {"checksum",-32}");
        foreach (var (reading, writing) in tables)
        {
            await Copy(reading, writing, source, state, target, young.Database.IsNpgsql(), ct);
            var was = await reading.Fingerprint(reading.Read(source, state, 0, ct), withPointers: true);
            var now = await writing.Fingerprint(writing.Read(target, null, 0, ct), withPointers: true);
            Console.WriteLine($"{reading.Name,-28}{now.Rows,10:N0}  {now.Sum}");
            if (was != now)
            {
                throw new BackupFault($"{reading.Name}: {was.Rows} rows with the checksum {was.Sum} became {now.Rows} with {now.Sum}. Don't use the new database; empty it and move again.");
            }
        }

        Console.WriteLine($"Everything is moved and compared, in {watch.Elapsed.TotalSeconds:0.0} s. Set Database:Provider={kind} and Database:Connection, and run `DemoExam audit`.");
    }

    private static async Task<DbConnection> Open(DemoExamDb db, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        return db.Database.GetDbConnection();
    }

    internal static Dictionary<string, MovedTable> Tables(DemoExamDb db, DatabaseKind kind) => db.Model.GetRelationalModel().Tables.Select(t => new MovedTable(t, kind)).ToDictionary(t => t.Name);

    // Whatever a row points to is there before it.
    private static List<(MovedTable Reading, MovedTable Writing)> InOrder(Dictionary<string, MovedTable> old, Dictionary<string, MovedTable> young)
    {
        var (order, seen) = (new List<(MovedTable, MovedTable)>(), new HashSet<string>());
        foreach (var name in old.Keys.Order(StringComparer.Ordinal))
        {
            Visit(name);
        }

        return order;

        void Visit(string name)
        {
            if (seen.Add(name))
            {
                foreach (var before in old[name].DependsOn)
                {
                    Visit(before);
                }

                order.Add((old[name], young[name]));
            }
        }
    }

    // What stands in the new database must be the beginning of what is to come; anything else is somebody's data.
    private static async Task RequireBeginningOfSame(List<(MovedTable Reading, MovedTable Writing)> tables, DbConnection source, DbTransaction state, DbConnection target, CancellationToken ct)
    {
        foreach (var (reading, writing) in tables)
        {
            var there = await writing.Fingerprint(writing.Read(target, null, 0, ct), withPointers: false);
            if (there.Rows > 0 && there != await reading.Fingerprint(reading.Read(source, state, 0, ct).Take((int)there.Rows), withPointers: false))
            {
                throw new BackupFault($"{writing.Name} of the new database holds rows of something else. Name an empty database.");
            }
        }
    }

    private static async Task Copy(MovedTable reading, MovedTable writing, DbConnection source, DbTransaction state, DbConnection target, bool isPostgres, CancellationToken ct)
    {
        var there = await writing.Count(target, null, ct);
        await foreach (var rows in reading.Read(source, state, there, ct).Chunk(Batch))
        {
            // A batch is there as a whole or not at all: so the rows that are there are always the first ones.
            await using var transaction = await target.BeginTransactionAsync(ct);
            await using var insert = writing.Insert(target, transaction);
            foreach (var row in rows)
            {
                writing.Fill(insert, row);
                await insert.ExecuteNonQueryAsync(ct);
            }

            await transaction.CommitAsync(ct);
        }

        if (reading.PointingHere.Count > 0)
        {
            await using var transaction = await target.BeginTransactionAsync(ct);
            await foreach (var row in reading.Read(source, state, 0, ct))
            {
                if (writing.Point(target, transaction, row) is { } point)
                {
                    await using var _ = point;
                    await point.ExecuteNonQueryAsync(ct);
                }
            }

            await transaction.CommitAsync(ct);
        }

        foreach (var column in isPostgres ? writing.Counted : [])
        {
            // The next number goes on after the copied ones.
            await using var next = target.CreateCommand();
            next.CommandText = $"""SELECT setval(pg_get_serial_sequence('"{writing.Name}"', '{column}'), (SELECT max("{column}") FROM "{writing.Name}")) WHERE EXISTS (SELECT 1 FROM "{writing.Name}")""";
            await next.ExecuteNonQueryAsync(ct);
        }
    }
}
