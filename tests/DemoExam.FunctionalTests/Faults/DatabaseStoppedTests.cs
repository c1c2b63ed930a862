using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace DemoExam.FunctionalTests.Faults;

/// <summary>
/// The database is away for twenty seconds while experts write, strangers check and passports are issued. PostgreSQL is stopped as by a crash; the file of
/// SQLite is held by another program, which is the one way in which an embedded database goes away.
/// </summary>
public sealed class DatabaseStoppedTests(DatabaseStoppedTests.OwnDatabase app) : IClassFixture<DatabaseStoppedTests.OwnDatabase>
{
    private const int Passports = 300;
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stopped_for_twenty_seconds_under_load_nothing_is_lost_doubled_or_called_valid()
    {
        var (_, revoked) = await app.APassport();
        await app.Revoke(revoked, RevocationCategory.IssuedInError, "Протокол № 7");
        var (_, valid) = await app.APassport();
        var scored = await app.Given.ARunningExam(4);
        var issued = await app.Given.ALockedExam(Passports, new ExamScope(ExamLevel.Interim));
        using var service = await RealService.Start(app);
        using var stranger = new HttpClient { BaseAddress = service.Address };
        stranger.DefaultRequestHeaders.Accept.ParseAdd("application/json");
        var experts = new WritingExperts(app, scored);
        using var over = new CancellationTokenSource();
        var checks = new ConcurrentQueue<(DateTimeOffset At, string Valid, string Revoked)>();
        var writing = experts.Write(service.Address, TimeSpan.FromMilliseconds(150));
        var checking = Task.Run(async () =>
        {
            while (!over.IsCancellationRequested)
            {
                var at = TimeProvider.System.GetUtcNow();
                checks.Enqueue((at, await State(stranger, valid.Token), await State(stranger, revoked.Token)));
                await Task.Delay(500, Ct);
            }
        }, Ct);
        await Waiting.Until(async () => experts.Taken > 2 && await Issued(issued) > 0, "the work is under way", 5);
        (await Issued(issued)).ShouldBeLessThan(Passports, "The database must go away in the middle of the work.");

        var (stopped, back) = await app.GoAway(Outage);

        await writing;
        await Waiting.Until(async () => await Issued(issued) == Passports, "all passports are issued", 500);
        await Waiting.Until(async () => await State(stranger, valid.Token) == "valid", "checks are answered again");
        await over.CancelAsync();
        await checking;
        service.ShouldRun();
        (await service.Terminate()).ShouldBe(0);

        // What was answered while the database was away: the truth or "can't be checked", and errors that a device takes for "again".
        checks.Where(c => c.Revoked == "valid").ShouldBeEmpty();
        var during = checks.Where(c => c.At > stopped && c.At < back).ToList();
        during.Count.ShouldBeGreaterThan(2);
        during.Select(c => c.Valid).Distinct().ShouldBe([Databases.OnPostgres ? "cannotCheck" : "valid"]);
        experts.Refusals.Distinct().ShouldBeSubsetOf(["503 database-unavailable", "429 ", "no answer"]);
        if (Databases.OnPostgres)
        {
            experts.Refusals.ShouldContain("503 database-unavailable");
        }

        await experts.ShouldAllBeThereOnce();
        (await app.OrdersOf(issued.Id)).ShouldAllBe(o => o.Status == PassportOrderStatus.Done);
        (await app.PassportsOf(issued.Id)).Select(p => p.CandidateId).ShouldBe(issued.Candidates.Select(c => c.Id), ignoreOrder: true);
        await app.ShouldPassAudit();
    }

    private Task<int> Issued(ExamState exam) => app.Query(db => db.Passports.CountAsync(p => p.ExamId == exam.Id, Ct));

    private static async Task<string> State(HttpClient http, string token)
    {
        using var answer = await http.GetAsync($"/p/{token}", Ct);
        return answer.IsSuccessStatusCode ? (string)(await answer.Content.ReadFromJsonAsync<JsonNode>(Ct))!["state"]! : $"{(int)answer.StatusCode}";
    }

    /// <summary>A host at the present time, on a database that nobody else uses: a PostgreSQL server of its own, or its file.</summary>
    public sealed class OwnDatabase : App
    {
        private readonly Postgres? _server = Databases.OnPostgres ? Postgres.Start(durable: true) : null;

        public OwnDatabase() => Clock.Now = TimeProvider.System.GetUtcNow();

        protected override void Configure(IDictionary<string, string> settings)
        {
            if (Databases.OnPostgres)
            {
                _server.ShouldNotBeNull("PostgreSQL must be installed.").CreateDatabase("away").ShouldBeTrue();
                settings["Database:Connection"] = $"{_server!.Connection};Database=away";
                Databases.Migrate("Postgres", settings["Database:Connection"]).GetAwaiter().GetResult();
            }
        }

        /// <summary>Takes the database away and brings it back; answers between which moments nobody could write.</summary>
        public async Task<(DateTimeOffset From, DateTimeOffset Until)> GoAway(TimeSpan time)
        {
            if (_server is not null)
            {
                _server.Stop().ShouldBeTrue();
                var stopped = TimeProvider.System.GetUtcNow();
                await Task.Delay(time, Ct);
                var back = TimeProvider.System.GetUtcNow();
                _server.Go().ShouldBeTrue();
                // Those of this test's own host; the service has to find out by itself.
                NpgsqlConnection.ClearAllPools();
                return (stopped, back);
            }

            await using var holder = new SqliteConnection(Services.GetRequiredService<IConfiguration>()["Database:Connection"] + ";Pooling=False");
            await holder.OpenAsync(Ct);
            await using var hold = holder.CreateCommand();
            hold.CommandText = "BEGIN IMMEDIATE";
            await hold.ExecuteNonQueryAsync(Ct);
            var from = TimeProvider.System.GetUtcNow();
            await Task.Delay(time, Ct);
            var until = TimeProvider.System.GetUtcNow();
            hold.CommandText = "ROLLBACK";
            await hold.ExecuteNonQueryAsync(Ct);
            return (from, until);
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            _server?.Dispose();
            GC.SuppressFinalize(this);
        }
    }
}
