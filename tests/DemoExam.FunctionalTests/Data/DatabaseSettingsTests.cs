using DemoExam.Data;
using DemoExam.FunctionalTests.Support;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DemoExam.FunctionalTests.Data;

/// <summary>What the section <c>Database</c> says reaches the driver of each kind.</summary>
public sealed class DatabaseSettingsTests
{
    [Theory]
    [InlineData("Sqlite", "Data Source=:memory:")]
    [InlineData("Postgres", "Host=nowhere;Username=nobody")]
    [InlineData("SqlServer", "Server=nowhere;Database=none")]
    public void Time_batch_retries_and_connections_are_those_of_the_settings(string provider, string connection)
    {
        using var services = Services(provider, connection, ("CommandTimeout", "75"), ("MaxBatchSize", "17"), ("Retries", "2"), ("MaxConnections", "9"));
        using var scope = services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();

        db.Database.GetCommandTimeout().ShouldBe(75);
        db.GetService<IDbContextOptions>().Extensions.OfType<RelationalOptionsExtension>().Single().MaxBatchSize.ShouldBe(17);
        db.Database.CreateExecutionStrategy().RetriesOnFailure.ShouldBe(provider != "Sqlite");
        var used = db.Database.GetConnectionString();
        (provider switch
        {
            "Postgres" => new NpgsqlConnectionStringBuilder(used).MaxPoolSize,
            "SqlServer" => new SqlConnectionStringBuilder(used).MaxPoolSize,
            _ => 9,
        }).ShouldBe(9);
    }

    [Theory]
    [InlineData("Sqlite", "Data Source=:memory:", false, 0)]
    [InlineData("Postgres", "Host=nowhere;Username=nobody;Maximum Pool Size=33", false, 33)]
    [InlineData("SqlServer", "Server=nowhere;Database=none;Max Pool Size=44", true, 44)]
    public void Without_settings_only_SQL_Server_tries_again_and_the_connection_string_stays(string provider, string connection, bool retries, int most)
    {
        using var services = Services(provider, connection);
        using var scope = services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();

        (db.Database.GetCommandTimeout(), db.Database.CreateExecutionStrategy().RetriesOnFailure).ShouldBe((30, retries));
        var used = db.Database.GetConnectionString();
        (provider switch
        {
            "Postgres" => new NpgsqlConnectionStringBuilder(used).MaxPoolSize,
            "SqlServer" => new SqlConnectionStringBuilder(used).MaxPoolSize,
            _ => 0,
        }).ShouldBe(most);
    }

    [Theory]
    [InlineData("CommandTimeout", "0", "use 1 to 3600")]
    [InlineData("MaxBatchSize", "1001", "use 1 to 1000")]
    [InlineData("Retries", "-1", "use 0 to 10")]
    [InlineData("MaxConnections", "0", "use 1 to 1000")]
    public async Task A_setting_out_of_its_range_is_refused_at_start(string name, string value, string range)
    {
        var refused = await Tool.DemoExam("serve", $"--Database:{name}={value}", $"--DataFolder={Databases.NewFolder()}", "--urls=http://127.0.0.1:0");

        refused.Exit.ShouldNotBe(0);
        refused.Errors.ShouldContain($"Database:{name} is {value}; {range}.");
    }

    private static ServiceProvider Services(string provider, string connection, params (string Name, string Value)[] settings) => new ServiceCollection().AddLogging()
        .AddDatabase(new ConfigurationBuilder().AddInMemoryCollection(
            [new("Database:Provider", provider), new("Database:Connection", connection), .. settings.Select(s => new KeyValuePair<string, string?>($"Database:{s.Name}", s.Value))]).Build())
        .BuildServiceProvider();
}
