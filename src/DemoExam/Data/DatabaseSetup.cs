using DemoExam.Data.Providers;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.Data;

/// <summary>Which database, and where. Section <c>Database</c> of the settings.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary><c>Sqlite</c> (default), <c>Postgres</c> or <c>SqlServer</c>.</summary>
    public DatabaseKind Provider { get; set; } = DatabaseKind.Sqlite;

    /// <summary>Connection string; for SQLite it may be empty, then <c>demoexam.db</c> in the data folder is used.</summary>
    public string? Connection { get; set; }
}

/// <summary>The databases that DemoExam runs on.</summary>
public enum DatabaseKind
{
    Sqlite = 1,
    Postgres = 2,
    SqlServer = 3,
}

internal static class DatabaseSetup
{
    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        var options = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        services.AddSingleton(options);
        services.AddSingleton(new WriteGate(options.Provider == DatabaseKind.Sqlite));
        services.AddSingleton<Migrator>();
        switch (options.Provider)
        {
            case DatabaseKind.Postgres:
                services.AddSingleton<NodeSignals, PostgresSignals>().AddHostedService(provider => (PostgresSignals)provider.GetRequiredService<NodeSignals>());
                break;
            case DatabaseKind.SqlServer:
                services.AddSingleton<NodeSignals, SilentSignals>();
                break;
            default:
                services.AddSingleton<NodeSignals>();
                break;
        }

        var connection = ConnectionOf(configuration);
        return options.Provider switch
        {
            DatabaseKind.Sqlite => services.AddDbContext<DemoExamDb, SqliteDb>(o => o.UseSqlite(connection, s => s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery)).AddInterceptors(new SqlitePragmas())),
            DatabaseKind.Postgres => services.AddDbContext<DemoExamDb, PostgresDb>(o => o.UseNpgsql(connection, s => s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))),
            DatabaseKind.SqlServer => services.AddDbContext<DemoExamDb, SqlServerDb>(o => o.UseSqlServer(connection, s => s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery))),
            _ => throw new InvalidOperationException($"Database:Provider {options.Provider} is not known; use Sqlite, Postgres or SqlServer."),
        };
    }

    /// <summary>The connection string of the settings, or the embedded database in the data folder.</summary>
    public static string ConnectionOf(IConfiguration configuration)
    {
        var options = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        return !string.IsNullOrWhiteSpace(options.Connection) ? options.Connection
            : options.Provider == DatabaseKind.Sqlite ? $"Data Source={Path.Combine(DataFolder.Of(configuration), "demoexam.db")}"
            : throw new InvalidOperationException("Set Database:Connection to the connection string of the database.");
    }
}

/// <summary>Where the installation keeps its files: embedded database, keys.</summary>
internal static class DataFolder
{
    public const string Setting = "DataFolder";

    /// <summary>The folder, created when it is missing. Default: <c>data</c> beside the working directory.</summary>
    public static string Of(IConfiguration configuration) => Directory.CreateDirectory(PathOf(configuration)).FullName;

    /// <summary>Where the folder is or would be.</summary>
    public static string PathOf(IConfiguration configuration) => Path.GetFullPath(configuration[Setting] ?? "data");
}
