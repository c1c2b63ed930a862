using DemoExam.Data.Providers;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Data;

/// <summary>What SQLite forgets with each connection is set on every connection, whether new or taken from the pool.</summary>
public sealed class SqlitePragmasTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_connection_keeps_committed_marks_and_waits_for_its_turn()
    {
        var folder = Databases.NewFolder();
        var settings = await Databases.NewSqlite(folder);
        var options = new DbContextOptionsBuilder<SqliteDb>().UseSqlite(settings["Database:Connection"]).AddInterceptors(new SqlitePragmas()).Options;
        for (var round = 0; round < 3; round++)
        {
            // The second is new in the first round, both come from the pool later.
            await using SqliteDb one = new(options), two = new(options);
            foreach (var db in new[] { one, two })
            {
                await db.Database.OpenConnectionAsync(Ct);
                (await Read(db, "busy_timeout"), await Read(db, "synchronous"), await Read(db, "foreign_keys")).ShouldBe((5000L, 2L, 1L));
            }
        }

        await Databases.Remove(folder);
    }

    private static async Task<long> Read(SqliteDb db, string pragma)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"PRAGMA {pragma}";
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
