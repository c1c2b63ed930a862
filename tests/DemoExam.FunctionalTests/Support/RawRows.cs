using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DemoExam.FunctionalTests.Support;

/// <summary>Rows of an installation, counted by the database itself, table by table, without our model.</summary>
public static class RawRows
{
    public static async Task<IReadOnlyDictionary<string, long>> Count(IReadOnlyDictionary<string, string> settings)
    {
        var ct = TestContext.Current.CancellationToken;
        var isPostgres = settings["Database:Provider"] == "Postgres";
        await using DbConnection connection = isPostgres ? new NpgsqlConnection(settings["Database:Connection"]) : new SqliteConnection(settings["Database:Connection"]);
        await connection.OpenAsync(ct);
        var tables = new List<string>();
        await using (var list = connection.CreateCommand())
        {
            list.CommandText = isPostgres ? "SELECT tablename FROM pg_tables WHERE schemaname = 'public'" : "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '__EFMigrationsLock'";
            await using var names = await list.ExecuteReaderAsync(ct);
            while (await names.ReadAsync(ct))
            {
                tables.Add(names.GetString(0));
            }
        }

        var rows = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            await using var count = connection.CreateCommand();
            count.CommandText = $"SELECT count(*) FROM \"{table}\"";
            rows[table] = (long)(await count.ExecuteScalarAsync(ct))!;
        }

        rows.Count.ShouldBeGreaterThan(50);
        return rows;
    }
}
