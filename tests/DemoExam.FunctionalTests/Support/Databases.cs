using Microsoft.Data.Sqlite;
using Npgsql;

[assembly: AssemblyFixture(typeof(DemoExam.FunctionalTests.Support.Databases))]

namespace DemoExam.FunctionalTests.Support;

/// <summary>
/// Gives each test class a fresh, migrated database: a SQLite file, or a database of the PostgreSQL server that
/// <c>DEMOEXAM_TEST_PROVIDER=Postgres</c> and <c>DEMOEXAM_TEST_CONNECTION</c> name. Migrations run once, into a template
/// that is copied, by the same <c>migrate</c> command that an operator runs.
/// </summary>
public sealed class Databases : IAsyncDisposable
{
    /// <summary>True when this run uses PostgreSQL.</summary>
    public static bool OnPostgres { get; } =
        string.Equals(Environment.GetEnvironmentVariable("DEMOEXAM_TEST_PROVIDER"), "Postgres", StringComparison.OrdinalIgnoreCase);

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
        if (!OnPostgres)
        {
            return await NewSqlite(folder);
        }

        await Template.Value;
        var name = $"{Run}_{Path.GetFileName(folder)}";
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
        if (!OnPostgres)
        {
            return Settings("Sqlite", $"Data Source={Path.Combine(folder, "demoexam.db")}", folder);
        }

        var name = $"{Run}_{Path.GetFileName(folder)}";
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
            await Drop($"{Run}_{Path.GetFileName(folder)}");
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
