using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace DemoExam.Data.Providers;

/// <summary>The embedded default: one file, one node.</summary>
public sealed class SqliteDb(DbContextOptions<SqliteDb> options) : DemoExamDb(options)
{
    public override string? UniqueViolation(DbUpdateException failure) =>
        failure.InnerException is SqliteException { SqliteExtendedErrorCode: 2067 or 1555 } sqlite ? sqlite.Message : null;

    public override string SizeSql => """
        SELECT page_count * page_size AS "Value" FROM pragma_page_count(), pragma_page_size()
        """;

    public override string ClaimOrdersSql => """
        UPDATE "PassportOrders"
           SET "Status" = 1, "LeaseOwner" = {0}, "LeaseUntil" = {1}, "Attempts" = "Attempts" + 1, "Version" = "Version" + 1
         WHERE "Id" IN (SELECT "Id" FROM "PassportOrders"
                         WHERE "CompletedAt" IS NULL
                           AND (("Status" = 0 AND ("NotBefore" <= {3} OR "NotBefore" > {4})) OR ("Status" = 1 AND ("LeaseUntil" < {3} OR "LeaseUntil" > {4})))
                           AND ("CampaignId" IS NULL OR "CampaignId" NOT IN (SELECT "Id" FROM "ReissueCampaigns" WHERE "PausedAt" IS NOT NULL))
                         ORDER BY "NotBefore", "Id" LIMIT {2})
        RETURNING *
        """;
}

/// <summary>
/// Settings that SQLite forgets with each connection. FULL keeps every committed mark through a power cut. A connection is opened for each query and taken from
/// a pool, where it keeps them: they are set once, not again for each query. The file is read through the kernel's page cache (2 GiB is the most that SQLite
/// maps): with its own cache of 2 MB an aggregate over a region's year spends half of its time in reading calls.
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA mmap_size=2147418112;";

    private static readonly object Done = new();
    private static readonly ConditionalWeakTable<object, object> Set = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (IsSet(connection))
        {
            return;
        }

        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        Remember(connection);
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsSet(connection))
        {
            return;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
        Remember(connection);
    }

    // The handle is the connection of SQLite itself, which outlives ours in the pool.
    private static bool IsSet(DbConnection connection) => connection is SqliteConnection { Handle: { } handle } && Set.TryGetValue(handle, out _);

    private static void Remember(DbConnection connection)
    {
        if (connection is SqliteConnection { Handle: { } handle })
        {
            Set.TryAdd(handle, Done);
        }
    }
}
