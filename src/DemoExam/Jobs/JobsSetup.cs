using DemoExam.Data;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.PostgreSql;
using Hangfire.SqlServer;

namespace DemoExam.Jobs;

/// <summary>
/// Hangfire is the clock and the hands; the work itself waits in our own rows. So its storage may be forgetful: in
/// memory beside SQLite, tables of its own beside PostgreSQL and SQL Server.
/// </summary>
internal static class JobsSetup
{
    public static IServiceCollection AddJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<RunAsSystem>();
        var database = configuration.GetSection(DatabaseOptions.Section).Get<DatabaseOptions>() ?? new DatabaseOptions();
        services.AddHangfire((host, hangfire) =>
        {
            hangfire.UseLogProvider(new JobsLog(host.GetRequiredService<ILoggerFactory>()));
            hangfire.UseSimpleAssemblyNameTypeSerializer().UseRecommendedSerializerSettings();
            switch (database.Provider)
            {
                case DatabaseKind.Postgres:
                    hangfire.UsePostgreSqlStorage(o => o.UseNpgsqlConnection(database.Connection), new PostgreSqlStorageOptions
                    {
                        SchemaName = "hangfire",
                        // A nudge by another node is taken up within seconds.
                        QueuePollInterval = TimeSpan.FromSeconds(2),
                        // The clock of a killed node is taken over within a minute; by default it would stand for ten.
                        DistributedLockTimeout = TimeSpan.FromMinutes(1),
                    });
                    break;
                case DatabaseKind.SqlServer:
                    hangfire.UseSqlServerStorage(database.Connection, new SqlServerStorageOptions { SchemaName = "hangfire" });
                    break;
                default:
                    hangfire.UseInMemoryStorage(new InMemoryStorageOptions { MaxExpirationTime = TimeSpan.FromHours(1) });
                    break;
            }
        });

        if (NodeParts.Of(configuration).Jobs)
        {
            services.AddHangfireServer(o => o.WorkerCount = Math.Max(2, Environment.ProcessorCount));
        }

        return services;
    }

    /// <summary>Registers every recurring job.</summary>
    public static void ScheduleJobs(this IServiceProvider services) => Schedule.Register(services.GetRequiredService<IRecurringJobManager>());
}
