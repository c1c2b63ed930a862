using Microsoft.EntityFrameworkCore;

namespace DemoExam.Data;

/// <summary>Brings the schema up to date, once, whoever starts first.</summary>
public sealed class Migrator(IServiceScopeFactory scopes, DatabaseOptions options, IConfiguration configuration, ILogger<Migrator> log)
{
    // Bytes here are files that are packed already: PDF, pictures, spreadsheets. PostgreSQL would try to pack each once more, which takes longer than drawing a passport.
    private const string StoreFilesAsTheyAre = """
        DO $$
        DECLARE file record;
        BEGIN
          FOR file IN SELECT a.attrelid::regclass AS place, a.attname AS name FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
                       WHERE t.relkind = 'r' AND t.relnamespace = current_schema()::regnamespace AND a.atttypid = 'bytea'::regtype AND a.attstorage = 'x' AND NOT a.attisdropped
          LOOP
            EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STORAGE EXTERNAL', file.place, file.name);
          END LOOP;
        END $$
        """;

    /// <summary>Applies pending migrations and answers how many there were.</summary>
    public async Task<int> Migrate(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        if (options.Provider != DatabaseKind.Sqlite)
        {
            return await Apply(db, ct);
        }

        // A crash leaves a row in the migration lock of SQLite for ever; a lock of the operating system can't stay behind.
        await using var osLock = await LockFile(Path.Combine(DataFolder.Of(configuration), "migrate.lock"), ct);
        return await Apply(db, ct);
    }

    private static async Task<FileStream> LockFile(string path, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), ct);
            }
        }
    }

    /// <summary>
    /// Refuses a database that this version doesn't fit: a server's that lacks migrations, and one that a newer version has changed. Answers whether the
    /// embedded database lacks some.
    /// </summary>
    /// <exception cref="DatabaseFault">With what the operator does next.</exception>
    public async Task<bool> RequireCurrent(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<DemoExamDb>().Database;
        var known = database.GetMigrations().ToHashSet();
        IReadOnlyList<string> applied;
        try
        {
            applied = [.. await database.GetAppliedMigrationsAsync(ct)];
        }
        catch (Exception failure) when (failure is System.Data.Common.DbException or InvalidOperationException)
        {
            throw new DatabaseFault($"The database does not answer: {failure.GetBaseException().Message}", failure);
        }

        if (applied.FirstOrDefault(m => !known.Contains(m)) is { } newer)
        {
            throw new DatabaseFault($"A newer version of DemoExam has changed the database ({newer}). Start that version, or restore the backup from before the upgrade.");
        }

        var lacks = known.Count - applied.Count;
        return lacks == 0 || options.Provider == DatabaseKind.Sqlite ? lacks > 0 : throw new DatabaseFault($"The database lacks {lacks} migrations. Run `DemoExam migrate` first.");
    }

    /// <summary>Names of migrations that the database lacks.</summary>
    public async Task<IReadOnlyList<string>> Pending(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        return [.. await scope.ServiceProvider.GetRequiredService<DemoExamDb>().Database.GetPendingMigrationsAsync(ct)];
    }

    private async Task<int> Apply(DemoExamDb db, CancellationToken ct)
    {
        var pending = (await db.Database.GetPendingMigrationsAsync(ct)).Count();
        if (pending == 0)
        {
            return 0;
        }

        if (options.Provider == DatabaseKind.Sqlite && await db.Database.CanConnectAsync(ct))
        {
            await db.Database.ExecuteSqlRawAsync("""CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL); DELETE FROM "__EFMigrationsLock";""", ct);
        }

        log.LogInformation("Applying {Count} migrations to {Provider}", pending, options.Provider);
        await db.Database.MigrateAsync(ct);
        if (options.Provider == DatabaseKind.Sqlite)
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", ct);
        }
        else if (options.Provider == DatabaseKind.Postgres)
        {
            await db.Database.ExecuteSqlRawAsync(StoreFilesAsTheyAre, ct);
        }

        return pending;
    }
}

/// <summary>The database can't be used as it is; the message says what to do.</summary>
public sealed class DatabaseFault(string message, Exception? inner = null) : Exception(message, inner);
