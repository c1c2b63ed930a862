using System.Reflection;
using DemoExam.Data.Providers;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace DemoExam.Data;

/// <summary>Which database, and where. Section <c>Database</c> of the settings.</summary>
public sealed class DatabaseOptions
{
    public const string Section = "Database";

    /// <summary><c>Sqlite</c> (default), <c>Postgres</c> or <c>SqlServer</c>.</summary>
    public DatabaseKind Provider { get; set; } = DatabaseKind.Sqlite;

    /// <summary>Connection string; for SQLite it may be empty, then <c>demoexam.db</c> in the data folder is used.</summary>
    public string? Connection { get; set; }

    /// <summary>How long a command may take, in seconds: 1 to 3600.</summary>
    public int CommandTimeout { get; set; } = 30;

    /// <summary>How many changes go to the server at once, 1 to 1000; without it what the provider does: 42 on SQL Server, 1000 on the others.</summary>
    public int? MaxBatchSize { get; set; }

    /// <summary>
    /// How often something that failed in passing is tried again before the user hears of it, 0 to 10, with up to five seconds between. Without it three times on
    /// SQL Server, whose cloud ends connections now and then, and not at all on PostgreSQL: an outage is told at once with 503. SQLite waits for its turn instead.
    /// </summary>
    public int? Retries { get; set; }

    /// <summary>Connections of a node to the server, 1 to 1000; without it what the connection string says, or 100. SQLite has no use for it.</summary>
    public int? MaxConnections { get; set; }

    /// <summary>Settings out of their range.</summary>
    /// <exception cref="InvalidOperationException">Names the setting and its range.</exception>
    public DatabaseOptions Checked()
    {
        Require(nameof(CommandTimeout), CommandTimeout, 1, 3600);
        Require(nameof(MaxBatchSize), MaxBatchSize, 1, 1000);
        Require(nameof(Retries), Retries, 0, 10);
        Require(nameof(MaxConnections), MaxConnections, 1, 1000);
        return this;

        static void Require(string name, int? value, int least, int most)
        {
            if (value < least || value > most)
            {
                throw new InvalidOperationException($"{Section}:{name} is {value}; use {least} to {most}.");
            }
        }
    }
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
    // What the providers do by themselves.
    private const int LargeBatch = 1000, SqlServerBatch = 42, SqlServerRetries = 3;

    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    public static IServiceCollection AddDatabase(this IServiceCollection services, IConfiguration configuration)
    {
        var options = OptionsOf(configuration);
        services.AddSingleton(options);
        services.AddSingleton(new WriteGate(options.Provider == DatabaseKind.Sqlite));
        services.AddSingleton<Migrator>();
        services.AddSingleton<ReadBeside>();
        // For handlers that mostly do without.
        services.AddScoped(provider => new Lazy<DemoExamDb>(provider.GetRequiredService<DemoExamDb>));
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
        services.AddSingleton(_ => new BareConnections(options.Provider, connection, options.CommandTimeout));
        return options.Provider switch
        {
            DatabaseKind.Sqlite => services.AddDbContextPool<DemoExamDb, SqliteDb>(o => o.UseWrittenModel<SqliteDb>().TellFaultsOnce().AddInterceptors(new SqlitePragmas())
                .UseSqlite(connection, s => s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery).CommandTimeout(options.CommandTimeout).MaxBatchSize(options.MaxBatchSize ?? LargeBatch))),
            DatabaseKind.Postgres => services.AddDbContextPool<DemoExamDb, PostgresDb>(o => o.UseWrittenModel<PostgresDb>().TellFaultsOnce().UseNpgsql(connection, s =>
            {
                s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery).CommandTimeout(options.CommandTimeout).MaxBatchSize(options.MaxBatchSize ?? LargeBatch);
                // A strategy that may try again holds rows back until all are read; without retries they come as they are read.
                _ = options.Retries is { } times and > 0 ? s.EnableRetryOnFailure(times, LongestWait, null) : s;
            })),
            DatabaseKind.SqlServer => services.AddDbContextPool<DemoExamDb, SqlServerDb>(o => o.UseWrittenModel<SqlServerDb>().TellFaultsOnce().UseSqlServer(connection, s =>
            {
                s.UseQuerySplittingBehavior(QuerySplittingBehavior.SplitQuery).CommandTimeout(options.CommandTimeout).MaxBatchSize(options.MaxBatchSize ?? SqlServerBatch);
                _ = options.Retries is 0 ? s : s.EnableRetryOnFailure(options.Retries ?? SqlServerRetries, LongestWait, null);
            })),
            _ => throw new InvalidOperationException($"Database:Provider {options.Provider} is not known; use Sqlite, Postgres or SqlServer."),
        };
    }

    // The model as scripts/add-migration.cs has written it; while it is away EF Core makes one from the maps. Found here, EF Core does not look for it at each use.
    private static DbContextOptionsBuilder UseWrittenModel<TContext>(this DbContextOptionsBuilder options) =>
        typeof(TContext).Assembly.GetCustomAttributes<DbContextModelAttribute>().FirstOrDefault(a => a.ContextType == typeof(TContext)) is { } written
            ? options.UseModel((IModel)written.ModelType.GetProperty("Instance")!.GetValue(null)!)
            : options;

    // A save that lost a contest is tried again, and what fails for good is told by whoever asked for it. EF Core would write an error for each time.
    private static DbContextOptionsBuilder TellFaultsOnce(this DbContextOptionsBuilder options) => options.ConfigureWarnings(warnings => warnings.Log(
        (RelationalEventId.CommandError, LogLevel.Debug), (CoreEventId.SaveChangesFailed, LogLevel.Debug), (CoreEventId.OptimisticConcurrencyException, LogLevel.Debug)));

    /// <summary>The connection string of the settings, or the embedded database in the data folder.</summary>
    public static string ConnectionOf(IConfiguration configuration)
    {
        var options = OptionsOf(configuration);
        return string.IsNullOrWhiteSpace(options.Connection)
            ? options.Provider == DatabaseKind.Sqlite ? $"Data Source={Path.Combine(DataFolder.Of(configuration), "demoexam.db")}" : throw new InvalidOperationException("Set Database:Connection to the connection string of the database.")
            : (options.Provider, options.MaxConnections) switch
            {
                (DatabaseKind.Postgres, var most) => PooledPostgres(options.Connection, most),
                (DatabaseKind.SqlServer, { } most) => new SqlConnectionStringBuilder(options.Connection) { MaxPoolSize = most }.ConnectionString,
                _ => options.Connection,
            };
    }

    // Nothing here sets anything for a session, so there is nothing to reset between uses of a connection; of one short question the reset took a quarter of the server's time.
    private static string PooledPostgres(string connection, int? most)
    {
        var pooled = new NpgsqlConnectionStringBuilder(connection) { NoResetOnClose = true };
        pooled.MaxPoolSize = most ?? pooled.MaxPoolSize;
        return pooled.ConnectionString;
    }

    private static DatabaseOptions OptionsOf(IConfiguration configuration) => (configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions()).Checked();
}

/// <summary>Where the installation keeps its files: embedded database, keys.</summary>
internal static class DataFolder
{
    public const string Setting = "DataFolder";

    /// <summary>The folder, created when it is missing. Default: <c>data</c> beside the working directory.</summary>
    public static string Of(IConfiguration configuration) => Directory.CreateDirectory(PathOf(configuration)).FullName;

    /// <summary>The disk that the folder lies on.</summary>
    public static DriveInfo DiskOf(IConfiguration configuration) => new(Of(configuration));

    /// <summary>Where the folder is or would be.</summary>
    public static string PathOf(IConfiguration configuration) => Path.GetFullPath(configuration[Setting] ?? "data");
}
