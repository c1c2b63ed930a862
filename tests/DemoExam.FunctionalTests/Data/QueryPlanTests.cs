using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using DemoExam.Data;
using DemoExam.Data.Providers;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Data;

/// <summary>A page of a list and a check of a passport must cost the same with a million rows as with ten: no query of theirs reads or sorts a whole table.</summary>
public sealed class QueryPlanTests(QueryPlanTests.PlannedApp app) : IClassFixture<QueryPlanTests.PlannedApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/api/v1/passports")]
    [InlineData("/api/v1/candidates")]
    [InlineData("/api/v1/experts")]
    [InlineData("/api/v1/accounts")]
    [InlineData("/api/v1/exams")]
    [InlineData("/api/v1/exams?status=ResultsAnnounced")]
    [InlineData("/api/v1/organisations")]
    [InlineData("/api/v1/venues")]
    public async Task Every_page_of_a_list_is_read_off_an_index(string address)
    {
        await app.Filled;
        foreach (var user in new[] { TestUser.RegionalOperator, TestUser.Administrator })
        {
            using var client = await app.Api(user);
            var path = $"{address}{(address.Contains('?') ? '&' : '?')}size=1";
            // The rights and the session of a user are looked up once.
            (await client.GetAsync(path, Ct)).StatusCode.ShouldBe(HttpStatusCode.OK, $"{user.Role} {path}");
            for (var (next, pages) = ("", 1); pages <= 2; pages++)
            {
                JsonNode? list = null;
                var (queries, faults) = await app.Plans.Of(async () => list = JsonNode.Parse(await client.GetStringAsync(path + next, Ct)));
                queries.ShouldBeGreaterThan(0);
                faults.ShouldBeEmpty($"{user.Role} {path}{next}");
                list!["next"].ShouldNotBeNull($"{address} has one page only");
                next = $"&after={Uri.EscapeDataString((string)list["next"]!)}";
            }
        }
    }

    [Theory]
    [InlineData("/passports")]
    [InlineData("/candidates")]
    [InlineData("/experts")]
    [InlineData("/users")]
    [InlineData("/exams")]
    [InlineData("/admin/mail")]
    [InlineData("/admin/mail?status=Failed")]
    [InlineData("/admin/mail?status=Sent")]
    [InlineData("/passports/corrections")]
    public async Task Nothing_else_on_the_page_of_a_list_reads_a_whole_table(string address)
    {
        await app.Filled;
        foreach (var user in address.StartsWith("/admin", StringComparison.Ordinal) ? new[] { TestUser.Administrator } : [TestUser.RegionalOperator, TestUser.Administrator])
        {
            (await app.Get(address, user)).Status.ShouldBe(HttpStatusCode.OK, $"{user.Role} {address}");
            var (queries, faults) = await app.Plans.Of(() => app.Get(address, user));
            queries.ShouldBeGreaterThan(0);
            faults.ShouldBeEmpty($"{user.Role} {address}");
        }
    }

    [Fact]
    public async Task A_check_by_link_or_number_looks_one_row_up()
    {
        var passport = await app.Filled;
        foreach (var address in new[] { $"/p/{passport.Token}", $"/check?code={Uri.EscapeDataString(passport.Number)}", $"/api/v1/check?code={Uri.EscapeDataString(passport.Number)}" })
        {
            var (_, faults) = await app.Plans.Of(async () => (await app.Get(address, TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.OK, address));
            faults.ShouldBeEmpty(address);
        }

        // What finds the passport goes past EF Core, where nothing listens; so does what every mark asks about its exam.
        (string, object)[] bare =
        [
            (PublishedPassports.ByToken, "1"), (PublishedPassports.ByNumber, "1"), (PublishedPassports.ByNumber.Replace("\"Number\" =", "\"CertificateSerial\" =", StringComparison.Ordinal), "1"),
            (ExamsAtWork.StateOf, Guid.Empty),
        ];
        bare = Databases.OnPostgres ? [.. bare, (PublishedPassports.ByTokens, new[] { "1", "2" })] : bare;
        foreach (var (sql, value) in bare)
        {
            var fault = await FaultOf(_ => sql, ("@asked", value));
            (fault is not null).ShouldBe(sql.Contains("\"CertificateSerial\" =", StringComparison.Ordinal), $"{sql}\n{fault}");
        }
    }

    [Fact]
    public async Task A_worker_finds_what_is_due_without_passing_what_is_done()
    {
        await app.Filled;
        const string Moment = "'2026-11-01 00:00:00Z'";
        (await FaultOf(db => string.Format(CultureInfo.InvariantCulture, db.ClaimOrdersSql, $"'{Guid.Empty}'", Moment, 500, Moment, Moment))).ShouldBeNull();
    }

    [Fact]
    public async Task A_query_without_an_index_is_found()
    {
        await app.Filled;
        // Neither column has an index.
        var (_, whole) = await app.Plans.Of(() => app.Query(db => db.Passports.Where(p => p.CertificateSerial == "1").Select(p => p.Id).ToListAsync(Ct)));
        whole.ShouldHaveSingleItem().ShouldStartWith("reads a whole table");
        var (_, sorted) = await app.Plans.Of(() => app.Query(db => db.Passports.OrderBy(p => p.CertificateSerial).Select(p => p.Id).Take(10).ToListAsync(Ct)));
        // Of the two faults PostgreSQL names the sort first, SQLite the reading.
        sorted.ShouldHaveSingleItem().ShouldStartWith(Databases.OnPostgres ? "sorts more than the page" : "reads a whole table");
        var list = await app.Query(db => db.Passports.OrderBy(p => p.Id).Select(p => p.StatusList).FirstAsync(Ct));
        var (_, some) = await app.Plans.Of(() => app.Query(db => db.Passports.Where(p => p.StatusList == list).OrderBy(p => p.CertificateSerial).Select(p => p.Id).Take(10).ToListAsync(Ct)));
        some.ShouldHaveSingleItem().ShouldStartWith("sorts more than the page");
    }

    // Of a statement that goes past EF Core, where nothing listens.
    private Task<string?> FaultOf(Func<DemoExamDb, string> sql, params (string Name, object Value)[] parameters) => app.Query(async db =>
    {
        await db.Database.OpenConnectionAsync(Ct);
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql(db);
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        return await QueryPlans.FaultOf(command, Ct);
    });

    /// <summary>The host with its queries watched, and more than a page of everything.</summary>
    public sealed class PlannedApp : App
    {
        private readonly Lazy<Task<SkillsPassport>> _filled;

        public PlannedApp() => _filled = new(Fill);

        public QueryPlans Plans { get; } = new();

        /// <summary>A passport of those that are there.</summary>
        public Task<SkillsPassport> Filled => _filled.Value;

        protected override void Configure(IServiceCollection services)
        {
            services.ConfigureDbContext<SqliteDb>(o => o.AddInterceptors(Plans));
            services.ConfigureDbContext<PostgresDb>(o => o.AddInterceptors(Plans));
        }

        private async Task<SkillsPassport> Fill()
        {
            ExamState last = null!;
            for (var i = 0; i < 3; i++)
            {
                last = await Given.ALockedExam(3);
                _ = await Api(last.ScorerUser());
            }

            await RunJob<IssuePassportsJob>(job => job.Run(Ct));
            return await Query(db => db.Passports.AsNoTracking().FirstAsync(p => p.ExamId == last.Id, Ct));
        }
    }
}
