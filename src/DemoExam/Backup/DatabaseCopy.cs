using System.ComponentModel;
using System.Diagnostics;
using DemoExam.Data;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DemoExam.Backup;

/// <summary>A database as one file, taken while the service runs, and put back into an empty place.</summary>
internal sealed class DatabaseCopy(DatabaseKind kind, string connection)
{
    /// <summary>Tables of the job server: they forget by nature and are made anew.</summary>
    private const string JobSchema = "hangfire";

    /// <exception cref="BackupFault">The database has tools of its own for it.</exception>
    public void RequireSupported()
    {
        if (kind == DatabaseKind.SqlServer)
        {
            throw new BackupFault("SQL Server is backed up by its own BACKUP DATABASE … WITH ENCRYPTION; save the data folder beside it. See templates/deploy/README.md.");
        }
    }

    /// <summary>One consistent state, whatever is written meanwhile.</summary>
    public async Task Save(string file, CancellationToken ct)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            await using var source = new SqliteConnection(connection);
            await source.OpenAsync(ct);
            await using var copy = new SqliteConnection($"Data Source={file};Pooling=False");
            await copy.OpenAsync(ct);
            source.BackupDatabase(copy);
            await RequireSound(copy, ct);
            return;
        }

        await RunTool("pg_dump", ["--format=custom", "--no-owner", "--no-privileges", $"--exclude-schema={JobSchema}", $"--file={file}"], ct);
    }

    /// <summary>Refuses a place that holds something already.</summary>
    public async Task RequireEmpty(CancellationToken ct)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            if (File.Exists(SqliteFile))
            {
                throw new BackupFault($"{SqliteFile} exists. Restore into an empty installation: name another DataFolder, or move the file away.");
            }

            return;
        }

        try
        {
            await using var open = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connection) { Pooling = false }.ConnectionString);
            await open.OpenAsync(ct);
            await using var count = new NpgsqlCommand($"SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema', '{JobSchema}')", open);
            if (await count.ExecuteScalarAsync(ct) is long tables and > 0)
            {
                throw new BackupFault($"The database {open.Database} has {tables} tables. Restore into an empty one: createdb, and name it by Database:Connection.");
            }
        }
        catch (NpgsqlException failure)
        {
            throw new BackupFault($"The database does not answer: {failure.Message}");
        }
    }

    /// <summary>Puts the file into the empty place, whole or not at all.</summary>
    public async Task Load(string file, CancellationToken ct)
    {
        if (kind == DatabaseKind.Sqlite)
        {
            await using (var copy = new SqliteConnection($"Data Source={file};Pooling=False"))
            {
                await copy.OpenAsync(ct);
                await RequireSound(copy, ct);
            }

            File.Move(file, SqliteFile);
            return;
        }

        await RunTool("pg_restore", ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges", $"--dbname={new NpgsqlConnectionStringBuilder(connection).Database}", file], ct);
    }

    private string SqliteFile => Path.GetFullPath(new SqliteConnectionStringBuilder(connection).DataSource);

    private static async Task RequireSound(SqliteConnection copy, CancellationToken ct)
    {
        await using var check = copy.CreateCommand();
        check.CommandText = "PRAGMA quick_check(1)";
        if (await check.ExecuteScalarAsync(ct) is not "ok")
        {
            throw new BackupFault("The copy of the database is damaged, so the database is: run PRAGMA integrity_check on it.");
        }
    }

    private async Task RunTool(string program, string[] arguments, CancellationToken ct)
    {
        var server = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true };
        // In the environment, where other users of the machine can't read them.
        foreach (var (name, value) in new[] { ("PGHOST", server.Host), ("PGPORT", $"{server.Port}"), ("PGDATABASE", server.Database), ("PGUSER", server.Username), ("PGPASSWORD", server.Password), ("PGPASSFILE", server.Passfile) })
        {
            if (!string.IsNullOrEmpty(value))
            {
                start.Environment[name] = value;
            }
        }

        try
        {
            using var process = Process.Start(start)!;
            var errors = await process.StandardError.ReadToEndAsync(ct);
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0)
            {
                throw new BackupFault($"{program} failed: {errors.Trim()}");
            }
        }
        catch (Win32Exception)
        {
            throw new BackupFault($"{program} is not installed. It comes with PostgreSQL, at least in the version of the server; on Debian: apt-get install postgresql-client.");
        }
    }
}
