using DemoExam.FunctionalTests.Support;
using Hangfire;
using Hangfire.Logging;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Jobs;

/// <summary>Hangfire's log is one for the process; hosts come and go.</summary>
public sealed class JobsLogTests
{
    [Fact]
    public async Task A_host_that_has_gone_down_does_not_make_the_jobs_of_another_fail()
    {
        var gone = new App();
        await gone.InitializeAsync();
        gone.Services.GetRequiredService<IBackgroundJobClient>().ShouldNotBeNull();
        await gone.DisposeAsync();

        Should.NotThrow(() => LogProvider.GetLogger("another host").Log(LogLevel.Warn, () => "said after the end"));
    }
}
