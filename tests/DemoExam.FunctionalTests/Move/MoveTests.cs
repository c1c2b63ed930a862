using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Move;

/// <summary>A whole region goes to another kind of database, is killed on the way, and arrives.</summary>
[Trait(Databases.Contract, Databases.Database)]
public sealed class MoveTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_demonstration_region_is_moved_killed_in_the_middle_finished_and_passes_audit()
    {
        var folder = Databases.NewFolder();
        var first = await Databases.New(folder);
        (await Tool.DemoExam(["demo", "--fill-only", .. Settings(first), "--Logging:LogLevel:Default=Error"])).Exit.ShouldBe(0);
        // From the kind of this run to a file of SQLite and, with a server, into an empty database of it again.
        var second = Beside(first, "Sqlite", $"Data Source={Path.Combine(folder, "moved.db")}");

        using (var killed = Tool.StartDemoExam(["move", .. To(second), .. Settings(first)]))
        {
            for (var line = 0; line < 20; line++)
            {
                (await killed.StandardOutput.ReadLineAsync(Ct)).ShouldNotBeNull();
            }

            killed.Kill();
            await killed.WaitForExitAsync(Ct);
            killed.ExitCode.ShouldNotBe(0, "The test must kill the move in the middle.");
        }

        await Moved(first, second);
        if (Databases.OnPostgres || Databases.OnSqlServer)
        {
            var third = await Databases.NewEmpty();
            await Moved(second, Beside(first, third["Database:Provider"], third["Database:Connection"]));
            await Databases.Forget(third);
        }

        await Databases.Remove(folder);
    }

    [Fact]
    public async Task A_database_that_holds_something_else_is_refused_and_stays_as_it_is()
    {
        var (here, there) = (Databases.NewFolder(), Databases.NewFolder());
        var (source, target) = (await Databases.New(here), await Databases.New(there));
        foreach (var (settings, region) in new[] { (source, "39"), (target, "77") })
        {
            await using var host = Host.Build([.. Settings(settings), "--applicationName=DemoExam", "--Jobs:Enabled=false"]);
            await using var scope = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.CreateAsyncScope(host.Services);
            var db = (DemoExam.Data.DemoExamDb)scope.ServiceProvider.GetService(typeof(DemoExam.Data.DemoExamDb))!;
            db.Regions.Add(new DemoExam.Domain.Organisations.Region(region, "Область", "Oblast", "Europe/Moscow"));
            await db.SaveChangesAsync(Ct);
        }

        var before = await RawRows.Count(target);
        var refused = await Tool.DemoExam(["move", "--to-provider", target["Database:Provider"], "--to-connection", target["Database:Connection"], .. Settings(source)]);

        var mistyped = await Tool.DemoExam(["move", .. To(target), "--DataFolder", here]);
        mistyped.Exit.ShouldBe(1);
        mistyped.Errors.ShouldContain("“--DataFolder” is no setting");

        refused.Exit.ShouldBe(1);
        refused.Errors.ShouldContain("Regions of the new database holds rows of something else");
        (await RawRows.Count(target)).ShouldBe(before);
        await Databases.Remove(here);
        await Databases.Remove(there);
    }

    private static async Task Moved(IReadOnlyDictionary<string, string> from, IReadOnlyDictionary<string, string> to)
    {
        var moved = await Tool.DemoExam(["move", .. To(to), .. Settings(from)]);
        moved.Exit.ShouldBe(0, moved.Output + moved.Errors);
        (await RawRows.Count(to)).ShouldBe(await RawRows.Count(from));
        var audit = await Tool.DemoExam(["audit", .. Settings(to)]);
        audit.Exit.ShouldBe(0, audit.Output + audit.Errors);

        // What is moved can be lived in: the same command again finds everything there, and new rows get new numbers.
        (await Tool.DemoExam(["move", .. To(to), .. Settings(from)])).Exit.ShouldBe(0);
    }

    private static Dictionary<string, string> Beside(IReadOnlyDictionary<string, string> first, string provider, string connection) => new()
    {
        ["Database:Provider"] = provider,
        ["Database:Connection"] = connection,
        ["DataFolder"] = first["DataFolder"],
    };

    private static string[] To(IReadOnlyDictionary<string, string> settings) => ["--to-provider", settings["Database:Provider"], "--to-connection", settings["Database:Connection"]];

    private static IEnumerable<string> Settings(IReadOnlyDictionary<string, string> settings) => settings.Select(s => $"--{s.Key}={s.Value}");
}
