#!/usr/bin/env dotnet
#:project ../src/DemoExam
#:property Configuration=Release
#:property NoWarn=CS8002;NU1510
#:include shared/Shell.cs
// 800 experts score on one running service:  dotnet run -c Release scripts/benchmark-scoring.cs [seconds of steady load, default 60]
// On PostgreSQL, in a database of its own that is dropped again:
//   dotnet run -c Release scripts/benchmark-scoring.cs 60 "Host=127.0.0.1;Username=postgres"
// 25 writes a second, then a burst of 100 a second for ten seconds. Requests leave when they are due, whether or not earlier ones were
// answered, and are timed from that moment, so that a slow service can't hide behind a slow client. Every tenth is sent twice, as a
// tablet does that lost the answer. Afterwards the entries in the database are counted: none may be lost, none doubled.
// The floor is measured in the same run and at the same rate: one committed row of the same size in the same database, and one
// answer of the service that does nothing. Exit code: 0 when p95 is below 300 ms in both loads and nothing was lost or doubled.
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DemoExam.Data;
using DemoExam.Data.Providers;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Domain.Scoring;
using DemoExam.Domain.Venues;
using DemoExam.Security;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

const int Exams = 200, Scorers = 4, Seats = 12, Limit = 300;
const string Password = "seven quiet lamps", Region = "39";
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var seconds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 60;
var server = args.Length > 1 ? args[1] : null;
var folder = Directory.CreateTempSubdirectory("demoexam-benchmark-").FullName;
var database = $"demoexam_benchmark_{Environment.ProcessId}";
var connection = server is null ? $"Data Source={Path.Combine(folder, "demoexam.db")}" : $"{server};Database={database}";
var address = new Uri($"http://127.0.0.1:{Shell.FreePort()}");
var settings = new Dictionary<string, string>
{
    ["DataFolder"] = folder,
    ["Database__Provider"] = server is null ? "Sqlite" : "Postgres",
    ["Database__Connection"] = connection,
    ["PublicAddress"] = address.ToString(),
    ["urls"] = address.ToString(),
    ["Logging__LogLevel__Default"] = "Error",
};
try
{
    foreach (var verbs in new string[][] { ["migrate"], ["demo", "--fill-only"] })
    {
        using var step = Service(verbs);
        step.WaitForExit();
        if (step.ExitCode != 0)
        {
            return Fail("The demonstration region could not be made.");
        }
    }

    Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {(server is null ? "SQLite" : "PostgreSQL")}. Load of others before the start: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}.");
    var jobs = await Seed();
    using var service = Service("serve");
    using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 2000 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
    await Until(http);
    var tokens = new ConcurrentDictionary<string, string>();
    await Parallel.ForEachAsync(jobs.Select(j => j.User).Distinct(), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (user, ct) =>
    {
        var answer = await http.PostAsJsonAsync("/api/v1/sign-in", new { userName = user, password = Password }, ct);
        answer.EnsureSuccessStatusCode();
        tokens[user] = (string)(await answer.Content.ReadFromJsonAsync<JsonNode>(ct))!["accessToken"]!;
    });
    // Everybody opens a sheet before the first mark, as in the morning of an exam.
    await Parallel.ForEachAsync(jobs.DistinctBy(j => j.User), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (job, ct) => (await Send(http, tokens, HttpMethod.Get, job.User, job.Sheet, null, ct)).EnsureSuccessStatusCode());
    Console.WriteLine($"{tokens.Count} experts are signed in and have opened a sheet.");

    var due = new ConcurrentQueue<Job>(jobs.OrderBy(_ => Random.Shared.Next()));
    var sent = new ConcurrentDictionary<Guid, bool>();
    await Run("warm-up", 25, 10, Write);
    Console.WriteLine();
    Console.WriteLine($"{"",-34}{"per second",12}{"requests",10}{"p50 ms",9}{"p95 ms",9}{"p99 ms",9}{"worst",9}");
    var floors = new List<double>();
    foreach (var rate in new[] { 25, 100 })
    {
        var length = rate == 25 ? Math.Min(seconds, 20) : 10;
        var row = await Run("floor: one row committed", rate, length, Commit);
        var nothing = await Run("floor: an answer that does nothing", rate, length, () => Nothing(http));
        floors.Add(row + nothing);
    }

    var steady = await Run("score writes, steady", 25, seconds, Write);
    var burst = await Run("score writes, burst", 100, 10, Write);
    service.Kill();
    service.WaitForExit();

    await using var db = Open();
    var stored = await db.ScoreEntries.AsNoTracking().IgnoreAutoIncludes().Select(e => new { e.Id, Sheet = EF.Property<ScoreSheetId>(e, "SheetId"), e.AspectId, e.ExpertId }).ToListAsync();
    var mine = stored.Where(e => sent.ContainsKey(e.Id.Value)).ToList();
    var lost = sent.Count(s => s.Value) - mine.Count(e => sent[e.Id.Value]);
    var doubled = mine.Count - mine.DistinctBy(e => (e.Sheet, e.AspectId, e.ExpertId)).Count() + (mine.Count - mine.DistinctBy(e => e.Id).Count());
    Console.WriteLine();
    Console.WriteLine($"{sent.Count} events of {tokens.Count} experts, {sent.Count(s => s.Value)} confirmed, {mine.Count} in the database: {lost} lost, {doubled} doubled.");
    Console.WriteLine($"p95 against the floor: steady {steady / floors[0]:0.0}, burst {burst / floors[1]:0.0} times. Limit {Limit} ms: {(steady < Limit && burst < Limit ? "kept" : "BROKEN")}.");
    return lost == 0 && doubled == 0 && steady < Limit && burst < Limit ? 0 : 1;

    async Task Write()
    {
        if (!due.TryDequeue(out var job))
        {
            throw new InvalidOperationException("There are no aspects left; shorten the run.");
        }

        var id = Guid.CreateVersion7();
        sent[id] = false;
        var body = new { entryId = id, kind = "value", value = 1, replaces = Array.Empty<Guid>(), enteredAt = DateTimeOffset.UtcNow };
        for (var again = id.GetHashCode() % 10 == 0 ? 2 : 1; again > 0; again--)
        {
            using var answer = await Send(http, tokens, HttpMethod.Put, job.User, job.Score, body, default);
            if (answer.IsSuccessStatusCode)
            {
                sent[id] = true;
            }
            else
            {
                Console.WriteLine($"{(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            }
        }
    }

    async Task Commit()
    {
        await using var one = Open();
        await one.Database.ExecuteSqlRawAsync("INSERT INTO benchmark_floor VALUES ({0}, {1})", Guid.CreateVersion7().ToString(), new string('x', 300));
    }
}
finally
{
    if (server is not null)
    {
        await using var admin = new Npgsql.NpgsqlConnection($"{server};Database=postgres");
        await admin.OpenAsync();
        await using var drop = new Npgsql.NpgsqlCommand($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", admin);
        await drop.ExecuteNonQueryAsync();
    }

    Directory.Delete(folder, recursive: true);
}

static async Task Nothing(HttpClient http) => (await http.GetAsync("/healthz")).EnsureSuccessStatusCode();

// Sends when it is due and times from then on; answers p95.
static async Task<double> Run(string name, int rate, int seconds, Func<Task> work)
{
    var times = new ConcurrentBag<double>();
    var open = new List<Task>();
    var watch = Stopwatch.StartNew();
    for (var i = 0; i < rate * seconds; i++)
    {
        var at = TimeSpan.FromSeconds(i / (double)rate);
        if (at - watch.Elapsed is { Ticks: > 0 } wait)
        {
            await Task.Delay(wait);
        }

        open.Add(Task.Run(async () =>
        {
            await work();
            times.Add((watch.Elapsed - at).TotalMilliseconds);
        }));
    }

    await Task.WhenAll(open);
    var sorted = times.Order().ToList();
    if (name != "warm-up")
    {
        Console.WriteLine($"{name,-34}{rate,12}{sorted.Count,10}{At(0.5),9:0.0}{At(0.95),9:0.0}{At(0.99),9:0.0}{sorted[^1],9:0.0}");
    }

    return At(0.95);

    double At(double share) => sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
}

static async Task<HttpResponseMessage> Send(HttpClient http, ConcurrentDictionary<string, string> tokens, HttpMethod method, string user, string address, object? body, CancellationToken ct)
{
    using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : JsonContent.Create(body) };
    request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", tokens[user]);
    return await http.SendAsync(request, ct);
}

static async Task Until(HttpClient http)
{
    for (var tries = 0; ; tries++)
    {
        try
        {
            (await http.GetAsync("/healthz")).EnsureSuccessStatusCode();
            return;
        }
        catch (HttpRequestException) when (tries < 240)
        {
            await Task.Delay(500);
        }
    }
}

static int Fail(string why)
{
    Console.Error.WriteLine(why);
    return 2;
}

// The service of this build, with our own runtime settings: its output lies beside us.
Process Service(params string[] verbs)
{
    var name = Path.Combine(AppContext.BaseDirectory, typeof(DemoExamDb).Assembly.GetName().Name!);
    return Shell.Start("dotnet", ["exec", $"{name}.dll", .. verbs], settings, capture: false);
}

DemoExamDb Open() => server is null
    ? new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(connection).Options)
    : new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(connection).Options);

// 200 exams of today, each with four scoring experts and twelve candidates, each expert with three candidates of their own.
async Task<List<Job>> Seed()
{
    await using var db = Open();
    await db.Database.ExecuteSqlRawAsync("CREATE TABLE benchmark_floor (id varchar(40) PRIMARY KEY, payload varchar(400))");
    var package = await db.Packages.OrderBy(p => p.Code).FirstAsync(p => p.Status == PackageStatus.Published && p.SpecialityCode == "09.02.07");
    var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(2));
    var scope = new ExamScope(ExamLevel.Base);
    var measured = package.CriteriaOf(scope).SelectMany(c => c.Aspects.Where(a => a.Scale is not JudgementScale)).ToList();
    var letters = string.Concat(package.CriteriaOf(scope).Select(c => c.Letter));
    var role = await db.Roles.Where(r => r.Name == Roles.ScoringExpert).Select(r => r.Id).SingleAsync();
    var hash = new PasswordHasher<Account>().HashPassword(new Account(), Password);
    var college = new Organisation(OrganisationId.New(), OrganisationKind.Educational, "Колледж нагрузки", "Колледж нагрузки", "Load College", Region, "Калининград");
    var employer = new Organisation(OrganisationId.New(), OrganisationKind.Employer, "Завод нагрузки", "Завод нагрузки", "Load Works", Region, "Калининград");
    db.AddRange(college, employer);
    await db.SaveChangesAsync();
    var jobs = new List<Job>();
    for (var number = 1; number <= Exams; number++)
    {
        var venue = new Venue(VenueId.New(), college.Id, $"ЦПДЭ нагрузки № {number}", $"Load Venue No. {number}", Region, "Калининград", $"ул. Нагрузки, {number}", "Europe/Kaliningrad", Seats);
        venue.Accredit(AccreditationId.New(), new AccreditationTerms(package.Code, ExamLevel.Base, $"АТ-{number}", today.AddMonths(-1), today.AddMonths(1), Seats));
        var experts = Enumerable.Range(0, Scorers + 1).Select(i =>
        {
            var expert = new Expert(ExpertId.New(), new PersonName($"Нагрузкин{number}", $"{(char)('А' + i)}лександр", null), employer.Id, Region, null);
            expert.AddCredential(ExpertCredentialId.New(), i == 0 ? CredentialType.ConductRight : CredentialType.AssessmentRight, package.SpecialityCode, $"НГ-{number}-{i}", today.AddYears(-1), today.AddYears(1));
            return expert;
        }).ToList();
        var candidates = Enumerable.Range(1, Seats).Select(i => new Candidate(CandidateId.New(),
            new CandidateDetails(new PersonName($"Нагрузкина{number}", $"{(char)('А' + i)}нна", null), $"Nagruzkina{number} {i}", new DateOnly(2006, 3, 14), CandidateCategory.Graduate, college.Id, "НГ-1", null), Region)).ToList();
        db.Add(venue);
        db.AddRange(experts);
        db.AddRange(candidates);
        var exam = Exam.Schedule(ExamId.New(), $"НГ-{number:0000}", new ExamPlan(ExamType.StateAttestation, package, scope, venue, college.Id, today, today, today,
            [new PlannedGroup(new DateTimeOffset(today, new TimeOnly(9, 0), TimeSpan.FromHours(2)), [.. Enumerable.Range(1, Seats)], candidates)],
            [new(experts[0], ExamRole.ChiefExpert), .. experts.Skip(1).Select(e => new PlannedExpert(e, ExamRole.ScoringExpert, letters))],
            new OrganisationTree(new Dictionary<OrganisationId, OrganisationId?>())), today);
        exam.Confirm();
        exam.Start(experts[0].Id, today);
        candidates.ForEach(c => exam.RecordOutcome(experts[0].Id, c.Id, ParticipationOutcome.Present));
        db.Add(exam);
        db.AddRange(exam.NewSheets(package));
        foreach (var (expert, index) in experts.Skip(1).Select((e, i) => (e, i)))
        {
            var user = $"load-{number}-{index}@example.test";
            var account = new Account
            {
                Id = Guid.CreateVersion7(), UserName = user, NormalizedUserName = user.ToUpperInvariant(), Email = user, NormalizedEmail = user.ToUpperInvariant(), DisplayName = expert.Name.Initials,
                RegionCode = Region, ExpertId = expert.Id, PasswordHash = hash, SecurityStamp = Guid.NewGuid().ToString("N"), EmailConfirmed = true,
            };
            db.Users.Add(account);
            db.UserRoles.Add(new IdentityUserRole<Guid> { UserId = account.Id, RoleId = role });
            jobs.AddRange(from candidate in candidates.Where((_, i) => i % Scorers == index)
                          from aspect in measured
                          select new Job(user, $"/api/v1/exams/{exam.Id}/criteria/{aspect.Code[..1]}/sheets/{candidate.Id}", $"/api/v1/exams/{exam.Id}/candidates/{candidate.Id}/scores/{aspect.Id}"));
        }

        if (number % 20 == 0)
        {
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
    }

    return jobs;
}

internal sealed record Job(string User, string Sheet, string Score);
