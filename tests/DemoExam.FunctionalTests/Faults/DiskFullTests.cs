using System.Data.Common;
using System.Net;
using System.Text.Json.Nodes;
using DemoExam.Data.Providers;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Faults;

/// <summary>The disk of the embedded database is full. Whoever stores something is told so, nothing is half done, everything else goes on, and with room all of it works again.</summary>
public sealed class DiskFullTests(DiskFullTests.SmallDiskApp app) : IClassFixture<DiskFullTests.SmallDiskApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Marks_that_find_no_room_are_refused_and_taken_when_there_is_some()
    {
        var exam = await app.Given.ARunningExam(6);
        var aspects = exam.Package.AspectsOf(exam.Scope).Where(a => a.Scale is YesNoScale).Select(a => a.Code).ToList();
        var marks = (from candidate in Enumerable.Range(0, 6) from aspect in aspects select (Id: Guid.CreateVersion7(), candidate, aspect)).ToList();
        // Whoever signs in, or looks at a person for the first time in an hour, needs a row for it.
        (await app.Score(exam.ScorerUser(), exam, marks[0].aspect, 1, marks[0].candidate, marks[0].Id)).Status.ShouldBe(HttpStatusCode.OK);
        (await app.GetJson(exam.ScorerUser(), ScoringApi.SheetOf(exam, "A"))).Status.ShouldBe(HttpStatusCode.OK);
        await using var full = await app.Fill();

        var (taken, refused) = (new List<Guid> { marks[0].Id }, new List<JsonNode>());
        foreach (var mark in marks.Skip(1))
        {
            var (status, body) = await app.Score(exam.ScorerUser(), exam, mark.aspect, 1, mark.candidate, mark.Id);
            if (status == HttpStatusCode.OK)
            {
                taken.Add(mark.Id);
            }
            else
            {
                status.ShouldBe(HttpStatusCode.InsufficientStorage, body.ToJsonString());
                refused.Add(body);
            }
        }

        refused.ShouldNotBeEmpty("The disk must have been full.");
        refused.ShouldAllBe(r => (string?)r["code"] == "storage-full");
        (await Stored(exam)).ShouldBe(taken, ignoreOrder: true);
        // Looking is still possible.
        (await app.GetJson(exam.ScorerUser(), ScoringApi.SheetOf(exam, "A"))).Status.ShouldBe(HttpStatusCode.OK);

        await full.DisposeAsync();
        foreach (var mark in marks)
        {
            (await app.Score(exam.ScorerUser(), exam, mark.aspect, 1, mark.candidate, mark.Id)).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await Stored(exam)).ShouldBe(marks.Select(m => m.Id), ignoreOrder: true);
        await app.ShouldBeHealthy();
    }

    [Fact]
    public async Task Passports_wait_for_room_however_long_and_are_issued_once()
    {
        var exam = await app.Given.ALockedExam(3);
        await using var full = await app.Fill();

        // Longer than the attempts of an order would last.
        for (var i = 0; i < 10; i++)
        {
            try
            {
                await app.Issue();
            }
            catch (Exception failure) when (failure is DbException or DbUpdateException)
            {
                // Not even the lease found room; the clock of the jobs tries again.
            }

            app.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        (await app.PassportsOf(exam.Id)).ShouldBeEmpty();
        (await app.OrdersOf(exam.Id)).ShouldAllBe(o => o.Status != PassportOrderStatus.Done && o.Status != PassportOrderStatus.Failed);

        await full.DisposeAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.Issue();
        (await app.PassportsOf(exam.Id)).Count.ShouldBe(3);
        (await app.OrdersOf(exam.Id)).ShouldAllBe(o => o.Status == PassportOrderStatus.Done && o.Error == null);
        await app.RunJob<PublishLogJob>(job => job.Run(Ct));
        await app.ShouldBeHealthy();
    }

    [Fact]
    public async Task Results_are_locked_whole_or_not_at_all()
    {
        // So many that they fit into no corner of a page.
        var exam = await app.Given.AScoredExam(20, new ExamScope(ExamLevel.Interim));
        foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
        {
            await app.Send(new LockCriterion(exam.Id, criterion.Letter), exam.ChiefUser);
        }

        using var chief = await app.Api(exam.ChiefUser);
        var before = await RawRows.Count(app.Settings);
        await using var full = await app.Fill();

        using var refused = await chief.PostAsync($"/api/v1/exams/{exam.Id}/lock", null, Ct);

        refused.StatusCode.ShouldBe(HttpStatusCode.InsufficientStorage, await refused.Content.ReadAsStringAsync(Ct));
        (await RawRows.Count(app.Settings)).Where(table => table.Key != SmallDiskApp.Filler).ShouldBe(before);

        await full.DisposeAsync();
        using var locked = await chief.PostAsync($"/api/v1/exams/{exam.Id}/lock", null, Ct);
        locked.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.OrdersOf(exam.Id)).Count.ShouldBe(20);
        await app.ShouldBeHealthy();
    }

    [Fact]
    public async Task A_backup_to_a_full_disk_says_so_and_leaves_nothing_behind()
    {
        await app.Given.AScheduledExam(1);
        var disk = Databases.NewFolder();
        if ((await Tool.Run("mount", "mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", disk)).Exit != 0)
        {
            Assert.Skip("Only who may mount a small disk can fill it.");
        }

        try
        {
            var passphrase = Path.Combine(app.Folder, "passphrase");
            await File.WriteAllTextAsync(passphrase, "сорок вёсел на воде", Ct);

            var backup = await Tool.DemoExam(["backup", Path.Combine(disk, "b"), "--passphrase-file", passphrase, .. app.Settings.Select(s => $"--{s.Key}={s.Value}")]);

            backup.Exit.ShouldBe(1, backup.Output);
            backup.Errors.ShouldContain("No space left");
            backup.Errors.ShouldNotContain("   at ", Case.Sensitive);
            Directory.GetFileSystemEntries(disk).ShouldBeEmpty();
            Directory.GetFileSystemEntries(app.Settings["DataFolder"], ".backup-*").ShouldBeEmpty();
            await app.ShouldBeHealthy();
        }
        finally
        {
            (await Tool.Run("umount", "mount", disk)).Exit.ShouldBe(0);
        }
    }

    private Task<List<Guid>> Stored(ExamState exam) => app.Query(async db => (await db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == exam.Id).ToListAsync(Ct)).SelectMany(s => s.Entries).Select(e => e.Id.Value).ToList());

    /// <summary>A host on SQLite, whatever the others run on, whose file can be kept from growing: SQLite says "full" then as it does on a full disk.</summary>
    public sealed class SmallDiskApp : App
    {
        public const string Filler = "full_disk";

        private readonly Limit _limit = new();

        /// <summary>The settings that lead to the database.</summary>
        public IReadOnlyDictionary<string, string> Settings { get; private set; } = null!;

        protected override void Configure(IDictionary<string, string> settings)
        {
            Settings = Databases.NewSqlite(Databases.NewFolder()).GetAwaiter().GetResult();
            settings["Database:Provider"] = Settings["Database:Provider"];
            settings["Database:Connection"] = Settings["Database:Connection"];
            settings["Logging:LogLevel:DemoExam"] = "None";
            settings["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "None";
        }

        protected override void Configure(IServiceCollection services) => services.ConfigureDbContext<SqliteDb>(options => options.AddInterceptors(_limit));

        /// <summary>From now on nothing more fits, until the answer is disposed of.</summary>
        public async Task<IAsyncDisposable> Fill()
        {
            await using var connection = new SqliteConnection(Settings["Database:Connection"] + ";Pooling=False");
            await connection.OpenAsync(Ct);
            await Run(connection, $"CREATE TABLE {Filler} (x BLOB)");
            await Run(connection, Limit.Full);
            // What is free inside the file is used up as well.
            while (await Run(connection, $"INSERT INTO {Filler} VALUES (zeroblob(3000))"))
            {
            }

            _limit.IsFull = true;
            return new Room(this);
        }

        private static async Task<bool> Run(SqliteConnection connection, string sql)
        {
            try
            {
                await using var command = connection.CreateCommand();
                command.CommandText = sql;
                await command.ExecuteNonQueryAsync(Ct);
                return true;
            }
            catch (SqliteException full) when (full.SqliteErrorCode == 13)
            {
                return false;
            }
        }

        private sealed class Room(SmallDiskApp app) : IAsyncDisposable
        {
            public async ValueTask DisposeAsync()
            {
                app._limit.IsFull = false;
                await using var connection = new SqliteConnection(app.Settings["Database:Connection"] + ";Pooling=False");
                await connection.OpenAsync(Ct);
                await Run(connection, $"DROP TABLE IF EXISTS {Filler}");
            }
        }

        /// <summary>Every connection of the host learns how large the file may be.</summary>
        private sealed class Limit : DbConnectionInterceptor
        {
            // No lower than the file is, which is what SQLite makes of it.
            public const string Full = "PRAGMA max_page_count = 1";

            public bool IsFull { get; set; }

            public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
            {
                using var command = connection.CreateCommand();
                command.CommandText = IsFull ? Full : "PRAGMA max_page_count = 1000000000";
                command.ExecuteNonQuery();
            }

            public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
            {
                ConnectionOpened(connection, eventData);
                return Task.CompletedTask;
            }
        }
    }
}
