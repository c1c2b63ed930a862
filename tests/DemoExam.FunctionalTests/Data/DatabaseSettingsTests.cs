using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Data;

/// <summary>What the section <c>Database</c> says is checked before a database is asked for anything.</summary>
public sealed class DatabaseSettingsTests
{
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
}
