using System.Net;
using DemoExam.Data;
using DemoExam.Features.Conduct;
using DemoExam.FunctionalTests.Support;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Nodes;

/// <summary>Several processes over one database are one service.</summary>
public sealed class NodesTests(App app) : IClassFixture<App>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cookie_of_one_node_holds_at_another()
    {
        var cookie = await app.CookieOf(TestUser.RegionalOperator);
        await using var other = new AnotherNode(app);
        await other.InitializeAsync();
        using var browser = await other.As(TestUser.Anonymous);
        (await browser.GetAsync("/passports", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        browser.DefaultRequestHeaders.Add("Cookie", cookie);

        (await browser.GetAsync("/passports", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_changes_at_one_node_is_called_out_at_another()
    {
        if (!Databases.OnPostgres)
        {
            // SQLite serves one node: there is nobody to call, and nothing that others may have changed unheard.
            app.Services.GetRequiredService<NodeSignals>().ReachOthers.ShouldBeTrue();
            return;
        }

        var exam = await app.Given.ARunningExam(1);
        await using var other = new AnotherNode(app);
        await other.InitializeAsync();
        var (ready, heard) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        other.Services.GetRequiredService<NodeSignals>().Heard += subject => (subject == exam.Id.Value ? heard : ready).TrySetResult();
        // The first call proves that the other node listens already; what was told before that nobody hears.
        while (!ready.Task.IsCompleted)
        {
            app.Services.GetRequiredService<NodeSignals>().Tell(Guid.CreateVersion7());
            await Task.WhenAny(ready.Task, Task.Delay(TimeSpan.FromMilliseconds(100), Ct));
        }

        await app.Send(new StopClock(exam.Id, null, "Отключилось электричество"), exam.ChiefUser);

        await heard.Task.WaitAsync(Patience, Ct);
    }

    [Fact]
    public async Task Parts_of_the_service_on_nodes_of_their_own_need_a_database_that_they_share_and_one_address()
    {
        var settings = app.Services.GetRequiredService<IConfiguration>();
        var refused = await Tool.DemoExam("serve", "--worker", $"--Database:Provider={settings["Database:Provider"]}", $"--Database:Connection={settings["Database:Connection"]}", $"--DataFolder={app.Folder}", "--urls=http://127.0.0.1:0");

        refused.Exit.ShouldBe(1, refused.Output);
        refused.Errors.ShouldContain(Databases.OnPostgres ? "Set PublicAddress" : "Set Database:Provider to Postgres or SqlServer");
        refused.Errors.ShouldNotContain("   at ", Case.Sensitive);
    }

    [Fact]
    public async Task A_node_without_the_signing_key_of_the_installation_is_refused_and_makes_none()
    {
        var settings = app.Services.GetRequiredService<IConfiguration>();
        var folder = Databases.NewFolder();

        var refused = await Tool.DemoExam("serve", $"--Database:Provider={settings["Database:Provider"]}", $"--Database:Connection={settings["Database:Connection"]}", $"--DataFolder={folder}", "--urls=http://127.0.0.1:0", "--Jobs:Enabled=false");

        refused.Exit.ShouldBe(1, refused.Output);
        refused.Errors.ShouldContain($"{Path.Combine(folder, "keys")} does not hold it");
        Directory.Exists(Path.Combine(folder, "keys")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_worker_answers_whether_it_is_well_and_nothing_else()
    {
        await using var worker = new Worker(app);
        await worker.InitializeAsync();
        using var caller = await worker.As(TestUser.Anonymous);

        foreach (var well in new[] { "/healthz", "/readyz" })
        {
            (await caller.GetAsync(well, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK, well);
        }

        foreach (var door in new[] { "/", "/check", "/sign-in", "/openapi/v1.json", "/api/v1/exams", "/keys/root.crt", "/admin/jobs", "/css/base.css" })
        {
            (await caller.GetAsync(door, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, door);
        }
    }

    [Theory]
    [InlineData("127.0.0.1;::1", true)]
    [InlineData("127.0.0.0/8", true)]
    [InlineData("10.20.30.40", false)]
    [InlineData("", false)]
    public async Task Only_a_trusted_proxy_is_believed_about_who_asks_and_how(string trusted, bool believed)
    {
        await using var node = new BehindProxy(trusted);
        await node.InitializeAsync();
        using var proxy = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = node.Address };
        proxy.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        var answer = await proxy.GetAsync("/language/en", Ct);

        answer.Headers.GetValues("Set-Cookie").ShouldHaveSingleItem().Contains("; secure", StringComparison.OrdinalIgnoreCase).ShouldBe(believed);
    }

    /// <summary>A second host over the database and with the signing key of the first, in a folder of its own.</summary>
    private class AnotherNode(App first) : App
    {
        protected override void Configure(IDictionary<string, string> settings)
        {
            settings["Database:Connection"] = first.Services.GetRequiredService<IConfiguration>()["Database:Connection"]!;
            var keys = Directory.CreateDirectory(Path.Combine(Folder, "keys"));
            foreach (var file in Directory.GetFiles(Path.Combine(first.Folder, "keys")))
            {
                File.Copy(file, Path.Combine(keys.FullName, Path.GetFileName(file)));
            }
        }
    }

    private sealed class Worker(App first) : AnotherNode(first)
    {
        protected override void Configure(IDictionary<string, string> settings)
        {
            base.Configure(settings);
            settings["Pages:Enabled"] = "false";
        }
    }

    private sealed class BehindProxy(string trusted) : App
    {
        public Uri Address { get; private set; } = null!;

        protected override void Configure(IDictionary<string, string> settings)
        {
            settings["TrustedProxies"] = trusted;
            settings["urls"] = "http://127.0.0.1:0";
        }

        protected override void Start(WebApplicationFactory<Program> factory)
        {
            factory.UseKestrel(0);
            factory.StartServer();
            Address = factory.ClientOptions.BaseAddress;
        }
    }
}
