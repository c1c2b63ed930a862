using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Data;

/// <summary>The service doesn't start on a database that it doesn't fit, and says in one sentence what to do.</summary>
public sealed class StartTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_database_that_a_newer_version_has_changed_is_refused()
    {
        await Sql("""INSERT INTO "__EFMigrationsHistory" ("MigrationId", "ProductVersion") VALUES ('99990101000000_Later', '10.0.14')""");

        var refused = await Serve();

        refused.Exit.ShouldBe(1);
        refused.Errors.ShouldContain("A newer version of DemoExam has changed the database (99990101000000_Later).");
        refused.Errors.ShouldNotContain("   at ", Case.Sensitive, "a stack trace is no message");
        await Sql("""DELETE FROM "__EFMigrationsHistory" WHERE "MigrationId" = '99990101000000_Later'""");
    }

    [Fact]
    public async Task A_server_without_the_database_or_its_schema_is_refused()
    {
        // No such folder, no such database: whatever the kind, the start says so instead of making one elsewhere.
        var nowhere = Databases.OnPostgres ? "Host=127.0.0.1;Port=1;Username=nobody;Timeout=2" : $"Data Source={Path.Combine(app.Folder, "missing", "demoexam.db")}";

        var refused = await Serve(nowhere);

        refused.Exit.ShouldBe(1);
        refused.Errors.ShouldContain("The database does not answer");
        if (Databases.OnPostgres)
        {
            var settings = app.Services.GetRequiredService<IConfiguration>();
            var empty = new Npgsql.NpgsqlConnectionStringBuilder(settings["Database:Connection"]) { Database = "postgres" };
            (await Serve(empty.ConnectionString)).Errors.ShouldContain("Run `DemoExam migrate` first.");
        }
    }

    private Task<(int Exit, string Output, string Errors)> Serve(string? connection = null)
    {
        var settings = app.Services.GetRequiredService<IConfiguration>();
        return Tool.DemoExam("serve", $"--Database:Provider={settings["Database:Provider"]}", $"--Database:Connection={connection ?? settings["Database:Connection"]}", $"--DataFolder={app.Folder}",
            "--urls=http://127.0.0.1:0", "--Jobs:Enabled=false");
    }

    private Task<int> Sql(string statement) => app.Query(db => db.Database.ExecuteSqlRawAsync(statement, TestContext.Current.CancellationToken));
}
