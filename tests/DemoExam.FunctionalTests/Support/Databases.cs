using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Npgsql;

[assembly: AssemblyFixture(typeof(DemoExam.FunctionalTests.Support.Databases))]

namespace DemoExam.FunctionalTests.Support;

/// <summary>
/// Gives each test class a fresh, migrated database: a SQLite file, or a database of the PostgreSQL server that
/// <c>DEMOEXAM_TEST_PROVIDER=Postgres</c> and <c>DEMOEXAM_TEST_CONNECTION</c> name, or of the SQL Server that <c>DEMOEXAM_TEST_PROVIDER=SqlServer</c> and
/// <c>DEMOEXAM_TEST_SQLSERVER</c> name. Migrations run once, into a template that is copied (SQL Server copies none: there each database is migrated), by the
/// same <c>migrate</c> command that an operator runs.
/// </summary>
public sealed class Databases : IAsyncDisposable
{
    /// <summary>True when this run uses PostgreSQL.</summary>
    public static bool OnPostgres { get; } = Provider("Postgres");

    /// <summary>True when this run uses SQL Server; then only what is marked with <see cref="Contract"/> is meant to run.</summary>
    public static bool OnSqlServer { get; } = Provider("SqlServer");

    /// <summary>
    /// Name of the trait of what every database must do alike: bookings, marks, locks, issuing, search, paging, sums, time zones, concurrency. On SQLite and
    /// PostgreSQL everything runs anyway; <c>--filter-trait Contract=Database</c> names what runs on SQL Server.
    /// </summary>
    public const string Contract = "Contract";

    /// <summary>Value of <see cref="Contract"/>.</summary>
    public const string Database = "Database";

    private static readonly string Run = $"demoexam_{Environment.ProcessId}_{Convert.ToHexStringLower(Guid.NewGuid().ToByteArray()[..4])}";
    private static readonly DirectoryInfo Folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), Run));
    private static readonly Lazy<Task> SqliteMade = new(MakeSqliteTemplate);
    private static readonly Lazy<Task> Template = OnPostgres ? new(MakePostgresTemplate) : SqliteMade;
    private static int _count;

    /// <summary>A folder of this run, removed at its end.</summary>
    public static string NewFolder() => Folder.CreateSubdirectory($"{Interlocked.Increment(ref _count):000}").FullName;

    /// <summary>Makes a database and answers the settings that lead to it.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> New(string folder)
    {
        if (OnSqlServer)
        {
            var connection = SqlServer(NameOf(folder));
            await OnSqlServerMaster($"CREATE DATABASE [{NameOf(folder)}];");
            await Migrate("SqlServer", connection);
            return Settings("SqlServer", connection, folder);
        }

        if (!OnPostgres)
        {
            return await NewSqlite(folder);
        }

        await Template.Value;
        var name = NameOf(folder);
        await OnServer($"""CREATE DATABASE "{name}" TEMPLATE "{PostgresTemplate}";""");
        return Settings("Postgres", Postgres(name), folder);
    }

    /// <summary>The same on SQLite, whatever this run uses.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> NewSqlite(string folder)
    {
        await SqliteMade.Value;
        var file = Path.Combine(folder, "demoexam.db");
        File.Copy(SqliteTemplate, file);
        return Settings("Sqlite", $"Data Source={file}", folder);
    }

    /// <summary>Settings of an installation that isn't there yet: an empty folder, and on PostgreSQL an empty database.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> NewEmpty()
    {
        var folder = NewFolder();
        if (OnSqlServer)
        {
            await OnSqlServerMaster($"CREATE DATABASE [{NameOf(folder)}];");
            return Settings("SqlServer", SqlServer(NameOf(folder)), folder);
        }

        if (!OnPostgres)
        {
            return Settings("Sqlite", $"Data Source={Path.Combine(folder, "demoexam.db")}", folder);
        }

        var name = NameOf(folder);
        await OnServer($"""CREATE DATABASE "{name}";""");
        return Settings("Postgres", Postgres(name), folder);
    }

    /// <summary>Whether nothing is where <see cref="NewEmpty"/> points.</summary>
    public static async Task<bool> IsEmpty(IReadOnlyDictionary<string, string> settings)
    {
        if (!OnPostgres)
        {
            return !File.Exists(Path.Combine(settings["DataFolder"], "demoexam.db"));
        }

        await using var connection = new NpgsqlConnection(settings["Database:Connection"] + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname NOT LIKE 'pg%' AND n.nspname <> 'information_schema'", connection);
        return await command.ExecuteScalarAsync() is 0L;
    }

    /// <summary>Removes what <see cref="NewEmpty"/> made and others have filled.</summary>
    public static Task Forget(IReadOnlyDictionary<string, string> settings) => Remove(settings["DataFolder"]);

    /// <summary>Removes what <see cref="New"/> made.</summary>
    public static async Task Remove(string folder)
    {
        SqliteConnection.ClearAllPools();
        if (OnPostgres)
        {
            await Drop(NameOf(folder));
        }

        if (OnSqlServer)
        {
            SqlConnection.ClearAllPools();
            var name = NameOf(folder);
            await OnSqlServerMaster($"IF DB_ID(N'{name}') IS NOT NULL BEGIN ALTER DATABASE [{name}] SET SINGLE_USER WITH ROLLBACK IMMEDIATE; DROP DATABASE [{name}]; END");
        }

        Directory.Delete(folder, recursive: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (OnPostgres && Template.IsValueCreated)
        {
            await Drop(PostgresTemplate);
        }

        Folder.Delete(recursive: true);
    }

    private static bool Provider(string name) => string.Equals(Environment.GetEnvironmentVariable("DEMOEXAM_TEST_PROVIDER"), name, StringComparison.OrdinalIgnoreCase);

    private static string NameOf(string folder) => $"{Run}_{Path.GetFileName(folder)}";

    private static string SqlServer(string database) => new SqlConnectionStringBuilder(
        Environment.GetEnvironmentVariable("DEMOEXAM_TEST_SQLSERVER")
        ?? throw new InvalidOperationException("DEMOEXAM_TEST_SQLSERVER names no SQL Server, for example \"Server=localhost;User Id=sa;Password=…;TrustServerCertificate=True\"."))
    {
        InitialCatalog = database,
        MaxPoolSize = 10,
    }.ConnectionString;

    private static async Task OnSqlServerMaster(string sql)
    {
        await using var connection = new SqlConnection(new SqlConnectionStringBuilder(SqlServer("master")) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new SqlCommand(sql, connection) { CommandTimeout = 300 };
        await command.ExecuteNonQueryAsync();
    }

    private static string SqliteTemplate => Path.Combine(Folder.FullName, "template.db");

    private static string PostgresTemplate => $"{Run}_template";

    private static Dictionary<string, string> Settings(string provider, string connection, string folder) => new()
    {
        ["Database:Provider"] = provider,
        ["Database:Connection"] = connection,
        ["DataFolder"] = folder,
    };

    private static async Task MakeSqliteTemplate()
    {
        await Migrate("Sqlite", $"Data Source={SqliteTemplate};Pooling=False");
        // What the write-ahead log still holds must be in the one file that is copied.
        await using var connection = new SqliteConnection($"Data Source={SqliteTemplate};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
        await command.ExecuteNonQueryAsync();
    }

    private static async Task MakePostgresTemplate()
    {
        await OnServer($"""CREATE DATABASE "{PostgresTemplate}";""");
        await Migrate("Postgres", Postgres(PostgresTemplate));
        // A database that somebody is connected to can't be a template.
        NpgsqlConnection.ClearAllPools();
        await OnServer($"""ALTER DATABASE "{PostgresTemplate}" ALLOW_CONNECTIONS false;""");
        await OnServer($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{PostgresTemplate}';");
    }

    /// <summary>Makes the schema, as an operator does.</summary>
    public static async Task Migrate(string provider, string connection)
    {
        var settings = Settings(provider, connection, NewFolder()).Select(s => $"--{s.Key}={s.Value}");
        var exit = await CommandLine.Run(["migrate", .. settings, "--applicationName=DemoExam", "--Jobs:Enabled=false", "--Logging:LogLevel:Default=Warning"]);
        exit.ShouldBe(0);
    }

    private static string Postgres(string database) => new NpgsqlConnectionStringBuilder(Server)
    {
        Database = database,
        // Two dozen test classes must not use up the server's connections.
        MaxPoolSize = 10,
    }.ConnectionString;

    private static string Server => Environment.GetEnvironmentVariable("DEMOEXAM_TEST_CONNECTION")
        ?? throw new InvalidOperationException("DEMOEXAM_TEST_CONNECTION names no PostgreSQL server, for example \"Host=localhost;Username=postgres\".");

    private static Task Drop(string database) => OnServer($"""DROP DATABASE IF EXISTS "{database}" WITH (FORCE);""");

    private static async Task OnServer(string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Server) { Database = "postgres", Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
