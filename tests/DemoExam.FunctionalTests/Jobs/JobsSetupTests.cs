using DemoExam.Jobs;
using Hangfire;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Jobs;

/// <summary>What Hangfire keeps for the whole process must not join hosts that have nothing to do with each other.</summary>
public sealed class JobsSetupTests
{
    [Fact]
    public async Task Hosts_of_one_process_keep_their_jobs_apart()
    {
        await using var one = Host();
        await using var other = Host();
        // Both are set up before either looks for its storage, as when two start at the same time.
        one.GetRequiredService<IGlobalConfiguration>();
        other.GetRequiredService<IGlobalConfiguration>();

        var storage = one.GetRequiredService<JobStorage>();
        other.GetRequiredService<JobStorage>().ShouldNotBeSameAs(storage);
        await other.DisposeAsync();

        new RecurringJobManager(storage).AddOrUpdate("mine", () => Deeds.Nothing(), Cron.Never());
        using var connection = storage.GetReadOnlyConnection();
        Hangfire.Storage.StorageConnectionExtensions.GetRecurringJobs(connection).Select(j => j.Id).ShouldBe(["mine"]);
    }

    private static ServiceProvider Host() =>
        new ServiceCollection().AddLogging().AddJobs(new ConfigurationBuilder().Build()).BuildServiceProvider();

    /// <summary>What the job server may call.</summary>
    public static class Deeds
    {
        public static void Nothing()
        {
        }
    }
}
