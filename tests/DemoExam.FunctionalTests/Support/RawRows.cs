using System.Data.Common;
using System.Globalization;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace DemoExam.FunctionalTests.Support;

/// <summary>Rows of an installation, counted by the database itself, table by table, without our model.</summary>
public static class RawRows
{
    public static async Task<IReadOnlyDictionary<string, long>> Count(IReadOnlyDictionary<string, string> settings)
    {
        var ct = TestContext.Current.CancellationToken;
        var (provider, where) = (settings["Database:Provider"], settings["Database:Connection"]);
        await using DbConnection connection = provider switch { "Postgres" => new NpgsqlConnection(where), "SqlServer" => new SqlConnection(where), _ => new SqliteConnection(where) };
        await connection.OpenAsync(ct);
        var tables = new List<string>();
        await using (var list = connection.CreateCommand())
        {
            list.CommandText = provider switch
            {
                "Postgres" => "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
                "SqlServer" => "SELECT name FROM sys.tables WHERE SCHEMA_NAME(schema_id) = 'dbo'",
                _ => "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> '__EFMigrationsLock'",
            };
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
            rows[table] = Convert.ToInt64(await count.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        }

        rows.Count.ShouldBeGreaterThan(50);
        return rows;
    }
}
