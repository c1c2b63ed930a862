using DemoExam.Data;
using Microsoft.Data.Sqlite;

namespace DemoExam.FunctionalTests.Data;

/// <summary>What becomes of those who asked together when the database does not answer; that each gets their own row is tested where passports are checked.</summary>
public sealed class AskedTogetherTests
{
    [Fact]
    public async Task A_fault_is_told_to_all_who_asked_and_those_who_come_later_ask_anew()
    {
        var folder = Directory.CreateTempSubdirectory();
        using var connections = new BareConnections(DatabaseKind.Sqlite, $"Data Source={Path.Combine(folder.FullName, "later", "demo.db")};Pooling=False", 1);
        var rows = new AskedTogether<string>(connections, "SELECT 'a', 'first' WHERE @asked IS NOT NULL UNION ALL SELECT 'b', 'second'", row => (row.GetString(0), row.GetString(1)), keys => string.Join(',', keys));

        foreach (var asked in Enumerable.Range(0, 20).Select(_ => rows.First("a")).ToList())
        {
            await Should.ThrowAsync<SqliteException>(asked);
        }

        folder.CreateSubdirectory("later");
        (await Task.WhenAll(rows.First("a"), rows.First("b"), rows.First("c"))).ShouldBe(["first", "second", null]);
        folder.Delete(recursive: true);
    }
}
