using DemoExam.Data;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.PostgreSql.Factories;
using Hangfire.SqlServer;
using Hangfire.Storage;

namespace DemoExam.Jobs;

/// <summary>
/// Hangfire is the clock and the hands; the work itself waits in our own rows. So its storage may be forgetful: in
/// memory beside SQLite, tables of its own beside PostgreSQL and SQL Server.
/// </summary>
internal static class JobsSetup
{
    private static PostgreSqlStorageOptions OnPostgres => new()
    {
        SchemaName = "hangfire",
        // A nudge by another node is taken up within seconds.
        QueuePollInterval = TimeSpan.FromSeconds(2),
        // The clock of a killed node is taken over within a minute; by default it would stand for ten.
        DistributedLockTimeout = TimeSpan.FromMinutes(1),
    };

    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<RunAsSystem>();
        var database = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        // Of this host alone: Hangfire would keep the last one that any host of the process has set.
        services.AddSingleton<JobStorage>(_ => database.Provider switch
        {
            DatabaseKind.Postgres => new PostgreSqlStorage(new NpgsqlConnectionFactory(database.Connection, OnPostgres), OnPostgres),
            DatabaseKind.SqlServer => new SqlServerStorage(database.Connection, new SqlServerStorageOptions { SchemaName = "hangfire" }),
            _ => new InMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) }),
        });
        services.AddHangfire((host, hangfire) => hangfire
            .UseLogProvider(new JobsLog(host.GetRequiredService<ILoggerFactory>()))
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings());

        if (NodeParts.Of(configuration).Jobs)
        {
            services.AddHangfireServer(o => o.WorkerCount = Math.Max(2, Environment.ProcessorCount));
        }

        return services;
    }

    /// <summary>
    /// Registers every recurring job. A node that was killed while it held one has left it locked for up to a minute; then this node goes on, for that node had registered
    /// them, and does it itself as soon as it can.
    /// </summary>
    public static void ScheduleJobs(this IServiceProvider services)
    {
        if (!Registered(services))
        {
            _ = Task.Run(async () =>
            {
                using var pause = new PeriodicTimer(TimeSpan.FromSeconds(5));
                var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
                while (await pause.WaitForNextTickAsync(stopping) && !Registered(services))
                {
                }
            });
        }
    }

    private static bool Registered(IServiceProvider services)
    {
        try
        {
            Schedule.Register(services.GetRequiredService<IRecurringJobManager>());
            return true;
        }
        catch (Exception held) when (held is PostgreSqlDistributedLockException or DistributedLockTimeoutException)
        {
            return false;
        }
    }
}
