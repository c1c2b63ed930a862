#!/usr/bin/env dotnet
#:project ../src/DemoExam
#:property Configuration=Release
#:property NoWarn=CS8002;NU1510;MSB3277
#:include shared/Shell.cs
#:include shared/Postgres.cs
#:include shared/RunningService.cs
#:include shared/CopiedRows.cs
#:include shared/ScoringLoad.cs
// What the running service promises, against floors of the same run:  dotnet run -c Release scripts/benchmark.cs [part …] [--rows=1000000] [--seconds=10] [--connections=32] [--database=sqlite|postgres]
// Parts: start, verification, scoring, lists, queue, issuing; none means all, on both databases where a part runs on both. Each prints lines of one table. Seconds of the
// clock are worth what the machine has to spare, so the load of others and the processor time of the service stand beside them. Exit code 0 when all is kept.
using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DemoExam.Data;
using DemoExam.Data.Providers;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const int Few = 10_000, Turns = 3, Writers = 8;
var binary = Path.Combine(AppContext.BaseDirectory, "DemoExam.dll");
if (args is ["queue-node", var kindOfNode, var connectionOfNode, var folderOfNode])
{
    await QueueNode(kindOfNode, connectionOfNode, folderOfNode);
    return 0;
}

string[] known = ["start", "verification", "scoring", "lists", "queue", "issuing"];
var parts = args.Where(a => !a.StartsWith("--", StringComparison.Ordinal)).ToList();
var (many, seconds, only) = (int.Parse(Option("rows", "1000000")), int.Parse(Option("seconds", "10")), Option("database", ""));
// Of people who check at the same moment.
var connections = int.Parse(Option("connections", "32"));
if (parts.Except(known).FirstOrDefault() is { } stranger)
{
    Console.Error.WriteLine($"There is no part {stranger}; there are {string.Join(", ", known)}.");
    return 2;
}

var broken = 0;
Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}.");
Console.WriteLine("| What | Measured | Floor of the same run | Promise | | Load |");
Console.WriteLine("|---|---|---|---|---|---|");
foreach (var part in known.Where(p => parts.Count == 0 || parts.Contains(p)))
{
    switch (part)
    {
        case "start":
            await Start();
            break;
        case "queue":
            await Queue();
            break;
        case "issuing":
            await Issuing();
            break;
        default:
            foreach (var server in new[] { false, true }.Where(s => only.Length == 0 || only == (s ? "postgres" : "sqlite")))
            {
                using var place = await Place.Make(binary, server);
                await (part switch { "verification" => Verification(place), "scoring" => Scoring(place), _ => Lists(place) });
            }

            break;
    }
}

return broken == 0 ? 0 : 1;

string Option(string name, string usual) => args.FirstOrDefault(a => a.StartsWith($"--{name}=", StringComparison.Ordinal))?.Split('=')[1] ?? usual;

void Tell(string what, string measured, string floor, string promise, bool? kept)
{
    broken += kept == false ? 1 : 0;
    Console.WriteLine($"| {what} | {measured} | {floor} | {promise} | {kept switch { true => "kept", false => "not reached", _ => "" }} | {File.ReadAllText("/proc/loadavg").Split(' ')[0]} |");
}

// From the start of the process to the first page, as published for this kind of machine; the floor is the least that a process of the service can do.
async Task Start()
{
    using var place = await Place.Make(binary, server: false);
    var published = Path.Combine(place.Folder, "published");
    var (exit, said) = Shell.Capture("dotnet", "publish", Path.Combine(Shell.Root, "src/DemoExam"), "-c", "Release", "-r", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, "-o", published, "-v", "q");
    if (exit != 0)
    {
        throw new InvalidOperationException(said);
    }

    var (starts, processor, resident, own) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
    for (var i = 0; i < 3; i++)
    {
        var watch = Stopwatch.StartNew();
        using var service = await RunningService.Start(Path.Combine(published, "DemoExam.dll"), place.Settings, "/sign-in");
        starts.Add(watch.Elapsed.TotalSeconds);
        processor.Add(service.Processor.TotalSeconds);
        await Task.Delay(TimeSpan.FromSeconds(15));
        resident.Add(service.Memory.Resident);
        own.Add(service.Memory.Own);
    }

    var least = Stopwatch.StartNew();
    RunningService.Do(Path.Combine(published, "DemoExam.dll"), place.Settings, "--version");
    var floor = least.Elapsed.TotalSeconds;
    Tell("start to the first page, SQLite", $"{Load.Middle(starts):0.0} s, {Load.Middle(processor):0.0} s of processor", $"{floor:0.0} s (`--version`)", "below 2 s", Load.Middle(starts) < 2);
    // Files that are mapped are the page cache of the machine, which takes them back when it needs to; what a service holds is its own memory.
    Tell("memory of its own when idle", $"{Load.Middle(own):0} MB; {Load.Middle(resident):0} MB resident with mapped files", "", "below 200 MB", Load.Middle(own) < 200);
}

// Checks by the address of the QR code against the health of the same process, by wrk on the same machine; meanwhile one passport is revoked.
async Task Verification(Place place)
{
    if (!Shell.Install("wrk"))
    {
        return;
    }

    await using var direct = await place.Open();
    var copies = new CopiedRows(direct, !place.IsServer);
    var rates = new Dictionary<int, double>();
    var before = 1;
    foreach (var rows in new[] { Few, many })
    {
        await FillPassports(copies, before, rows);
        // What years would bring, and be settled by then.
        await copies.Run(place.IsServer ? "VACUUM ANALYZE" : "ANALYZE");
        before = rows;
        using var service = await RunningService.Start(binary, place.Settings);
        var lua = Path.Combine(place.Folder, "wrk.lua");
        Load[] loads = [new("health", "/healthz"), new("JSON", null), new("page", null, "text/html")];
        // In turn, because the pace of a machine changes by the minute; the first turn is for the compiler.
        for (var turn = 0; turn <= Turns; turn++)
        {
            foreach (var load in loads)
            {
                load.Run(service, lua, rows, connections, seconds, counts: turn > 0);
            }
        }

        var floor = loads[0];
        foreach (var checks in loads[1..])
        {
            rates.TryAdd(rows, checks.Processor);
            Tell($"check by token, {checks.Name}, {place.Name}, {rows:N0} passports", $"{checks.Text}: {100 * checks.Against(floor):0} %", floor.Text, "50 % of the rate, p99 below 10 ms", checks.Against(floor) >= 0.5 && checks.P99 < 10 && checks.Errors == 0);
        }

        if (rows == many)
        {
            var slower = rates[many] / rates[Few];
            Tell($"check with {many:N0} passports against {Few:N0}, {place.Name}", $"{slower:0.00} times the processor time", $"{rates[Few]:0.00} ms", "at most 1.15", slower <= 1.15);
            await Revocation(place, service, copies);
        }
    }
}

async Task Revocation(Place place, RunningService service, CopiedRows copies)
{
    var token = $"{await copies.Scalar("SELECT \"Token\" FROM \"Passports\" WHERE \"Status\" = 2 AND \"Visibility\" = 1 AND \"ProposedAt\" IS NULL AND \"PassportVersion\" = 1 ORDER BY \"Number\" DESC LIMIT 1")}";
    var id = Guid.Parse($"{await copies.Scalar($"SELECT \"Id\" FROM \"Passports\" WHERE \"Token\" = '{token}'")}");
    using var proposer = await service.As("operator", place.Password);
    using var second = await service.As("admin", place.Password);
    (await proposer.PostAsJsonAsync($"/api/v1/passports/{id}/revoke", new { category = "issuedInError", reason = "Benchmark" })).EnsureSuccessStatusCode();
    var answers = new ConcurrentBag<(long Asked, string State)>();
    using var end = new CancellationTokenSource(TimeSpan.FromSeconds(4));
    var asking = Enumerable.Range(0, 4).Select(n => Task.Run(async () =>
    {
        for (var i = 0; !end.IsCancellationRequested; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/p/{token}");
            request.Headers.Accept.ParseAdd("application/json");
            request.Headers.Add("X-Forwarded-For", $"10.{n}.{i / 256 % 256}.{i % 256}");
            var asked = Stopwatch.GetTimestamp();
            using var answer = await service.Http.SendAsync(request);
            answers.Add((asked, (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["state"]!));
        }
    })).ToList();
    await Task.Delay(1500);
    (await second.PostAsync($"/api/v1/passports/{id}/confirm-revocation", null)).EnsureSuccessStatusCode();
    var revoked = Stopwatch.GetTimestamp();
    await Task.WhenAll(asking);
    var (valid, later) = (answers.Count(a => a.Asked < revoked && a.State == "valid"), answers.Where(a => a.Asked >= revoked).ToList());
    var stale = later.Count(a => a.State != "revoked");
    Tell($"“valid” after a revocation, {place.Name}", $"{stale} of {later.Count:N0} later answers", $"{valid:N0} valid before", "none", stale == 0 && later.Count > 0 && valid > 0);
}

// Marks by eight experts at once, each after the answer to the one before, against one row saved through EF Core in the same database.
async Task Scoring(Place place)
{
    await using var db = place.Db();
    var jobs = await ScoringLoad.Seed(db, 60);
    await db.Database.ExecuteSqlRawAsync("CREATE TABLE benchmark_floor (id varchar(40) PRIMARY KEY, payload varchar(400))");
    var flushes = Flushes(place.Folder);
    using var service = await RunningService.Start(binary, place.Settings);
    var clients = new Dictionary<string, HttpClient>();
    foreach (var (user, sheet) in jobs.DistinctBy(j => j.User).Select(j => (j.User, j.Sheet)))
    {
        clients[user] = await service.As(user, ScoringLoad.Password);
        (await clients[user].GetAsync(sheet)).EnsureSuccessStatusCode();
    }

    // Each aspect of a candidate is written once; half of the experts spend theirs while the service compiles its ways, which takes thousands of marks.
    var users = jobs.GroupBy(j => j.User).ToList();
    var times = new ConcurrentBag<double>();
    await Write(users.Take(users.Count / 2));
    times.Clear();
    var (rates, floors, together, processor) = (new List<double>(), new List<double>(), new List<double>(), TimeSpan.Zero);
    // In turn, because the pace of a machine changes by the minute.
    foreach (var mine in users.Skip(users.Count / 2).Chunk(users.Count / 2 / Turns))
    {
        var (before, done) = (service.Processor, times.Count);
        var watch = await Write(mine);
        processor += service.Processor - before;
        rates.Add((times.Count - done) / watch.TotalSeconds);
        floors.Add(await Rows(1, Math.Max(2, watch.TotalSeconds)));
        // SQLite has one writer at a time, whoever waits.
        together.Add(place.IsServer ? await Rows(Writers, Math.Max(2, watch.TotalSeconds)) : floors[^1]);
    }

    var (rate, share) = (Load.Middle(rates), Against(floors));
    var sorted = times.Order().ToList();
    var p99 = sorted[(int)(sorted.Count * 0.99)];
    var floor = $"{Load.Middle(floors):0} rows/s by EF Core one after another{(place.IsServer ? $" ({Load.Middle(together):0} by {Writers} at once: {100 * Against(together):0} %)" : "")}; {flushes:0} fdatasync/s";
    Tell($"marks through the API, {place.Name}", $"{rate:0}/s ({100 * share:0} %), p99 {p99:0} ms, {processor.TotalMilliseconds / times.Count:0.0} ms of processor each", floor, "50 % of the rate, p99 below 50 ms", share >= 0.5 && p99 < 50);
    foreach (var client in clients.Values)
    {
        client.Dispose();
    }

    double Against(List<double> rows) => Load.Middle([.. rates.Zip(rows, (r, f) => r / f)]);

    async Task<TimeSpan> Write(IEnumerable<IEnumerable<Job>> people)
    {
        var (clock, waiting) = (Stopwatch.StartNew(), new ConcurrentQueue<IEnumerable<Job>>(people));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (waiting.TryDequeue(out var mine))
            {
                foreach (var job in mine)
                {
                    var sent = Stopwatch.GetTimestamp();
                    using var answer = await clients[job.User].PutAsJsonAsync(job.Score, new { entryId = Guid.CreateVersion7(), kind = "value", value = 1, replaces = Array.Empty<Guid>(), enteredAt = DateTimeOffset.UtcNow });
                    answer.EnsureSuccessStatusCode();
                    times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                }
            }
        })));
        return clock.Elapsed;
    }

    async Task<double> Rows(int writers, double length)
    {
        var (clock, rows) = (Stopwatch.StartNew(), 0);
        await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => Task.Run(async () =>
        {
            while (clock.Elapsed.TotalSeconds < length)
            {
                await using var one = place.Bare();
                one.Add(new BareRow { Id = Guid.CreateVersion7().ToString(), Payload = new string('x', 300) });
                await one.SaveChangesAsync();
                Interlocked.Increment(ref rows);
            }
        })));
        return rows / clock.Elapsed.TotalSeconds;
    }
}

// First, deep and filtered pages with few and with many rows in each table.
async Task Lists(Place place)
{
    await using var direct = await place.Open();
    var copies = new CopiedRows(direct, !place.IsServer);
    var small = await Pages(Few, 1);
    var large = await Pages(many, Few);
    foreach (var (path, (milliseconds, processor)) in large)
    {
        var (few, fewProcessor) = small[path];
        Tell($"{path}, {place.Name}", $"{milliseconds:0.0} ms, {processor:0.0} ms of processor with {many:N0} rows", $"{few:0.0} ms, {fewProcessor:0.0} ms of processor with {Few:N0}", "at most 1.20", Math.Min(milliseconds / few, processor / fewProcessor) <= 1.2);
    }

    async Task<Dictionary<string, (double, double)>> Pages(int rows, int before)
    {
        await FillPassports(copies, before, rows);
        await copies.Fill("Candidates", "\"MergedInto\" IS NULL AND \"ErasedAt\" IS NULL", before, rows, ("Id", copies.Id(3)), ("NameNorm", $"'КОПИЙ' || {copies.Digits(7)}"), ("PersonalNumber", "NULL"));
        await copies.Fill("Exams", "\"Status\" = 9", before, rows, ("Id", copies.Id(4)), ("Number", $"'ДЭ-39-2019-' || {copies.Digits(7)}"), ("PreparatoryDay", copies.Day("i % 1000")), ("FirstDay", copies.Day("i % 1000 + 1")), ("LastDay", copies.Day("i % 1000 + 1")));
        await copies.Fill("AuditRecords", "\"Number\" = 1", before, rows, ("Id", copies.Id(5)), ("ExamId", copies.Id(4)));
        await copies.Run("ANALYZE");
        using var service = await RunningService.Start(binary, place.Settings);
        using var http = await service.Browser("operator", place.Password);
        var venue = Guid.Parse($"{await copies.Scalar("SELECT \"VenueId\" FROM \"Exams\" WHERE \"Number\" LIKE 'ДЭ-39-2019-%' LIMIT 1")}");
        var audited = Guid.Parse($"{await copies.Scalar("SELECT \"ExamId\" FROM \"AuditRecords\" ORDER BY \"At\" DESC, \"Number\" DESC LIMIT 1")}");
        var office = Guid.Parse($"{await copies.Scalar("SELECT \"OrganisationId\" FROM \"Candidates\" WHERE \"NameNorm\" LIKE 'КОПИЙ%' LIMIT 1")}");
        var (deepNumber, deepDay) = (5_000, new DateOnly(2020, 1, 1).AddDays(500));
        string[] paths =
        [
            "/candidates", $"/candidates?after={WebUtility.UrlEncode("КОПИЙ0005000~0")}", $"/candidates?organisationId={office}",
            "/passports", $"/passports?after={WebUtility.UrlEncode($"ПК-39-2019-{deepNumber:000000}-0")}", "/passports?status=issued",
            "/exams", $"/exams?after={WebUtility.UrlEncode($"{deepDay:yyyy-MM-dd}~ДЭ-39-2019-9999999")}", $"/exams?venueId={venue}",
            $"/exams/{audited}/trail",
        ];
        string[] names = ["candidates, first page", "candidates, deep page", "candidates, of a college", "passports, first page", "passports, deep page", "passports, in force", "exams, first page", "exams, deep page", "exams, of a venue", "audit trail of an exam"];
        // A service that has just started compiles its ways for thousands of requests; both sizes are asked when that is behind them.
        const int WarmRounds = 150, Times = 60;
        foreach (var path in Enumerable.Repeat(paths, WarmRounds).SelectMany(p => p))
        {
            await Ask(path);
        }

        var answer = new Dictionary<string, (double, double)>();
        foreach (var (path, name) in paths.Zip(names))
        {
            var times = new List<double>();
            var began = service.Processor;
            for (var i = 0; i < Times; i++)
            {
                times.Add(await Ask(path));
            }

            answer[name] = (Load.Middle(times), (service.Processor - began).TotalMilliseconds / Times);
        }

        async Task<double> Ask(string path)
        {
            var watch = Stopwatch.StartNew();
            var page = await http.GetAsync(path);
            return page.IsSuccessStatusCode ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"{path}: {page.StatusCode}");
        }

        return answer;
    }
}

// Claims and completions by the service's own statements, in two processes: the queue by itself, and with all that is stored of each passport but without drawing it.
async Task Queue()
{
    const int Warm = 20_000;
    using var place = await Place.Make(binary, server: true);
    await using var direct = await place.Open();
    var copies = new CopiedRows(direct, isSqlite: false);
    var orders = Math.Min(many, 20_000);
    var floor = await PlainQueue(copies);
    var next = 1;
    var bare = await OfTwoNodes("bare");
    Tell("orders claimed and completed, two nodes, PostgreSQL", $"{bare.Rate:0}/s", $"{floor:0}/s by two plain statements for 500 rows", "5,000/s", bare.Rate >= 5000);
    var whole = await OfTwoNodes("whole");
    Tell("the same with passport, document and line of the log of each", $"{whole.Rate:0}/s", "", "", null);
    Tell("the same, one node killed midway", $"{orders:N0} orders, {whole.Passports:N0} passports, {whole.Lines:N0} lines of the log, all after {whole.Seconds:0.0} s", "", "each exactly once", whole.Passports == orders && whole.Lines == orders);

    // The rate of the first half by both; for the second half one is dead.
    async Task<(double Rate, double Seconds, int Passports, int Lines)> OfTwoNodes(string kind)
    {
        using var nodes = new QueueNodes(kind, 2, place);
        // Each has compiled its own ways, and once more for speed, before it counts.
        await FillOrders(copies, next, next += Warm);
        await Until(() => OrdersLeft(copies), 0);
        var (issuedBefore, counted) = (await copies.Count("SELECT COUNT(*) FROM \"Passports\""), next);
        await FillOrders(copies, next, next += orders);
        var watch = Stopwatch.StartNew();
        await Until(() => OrdersLeft(copies), orders / 2);
        var (done, half) = (orders - await OrdersLeft(copies), watch.Elapsed.TotalSeconds);
        nodes.KillOne();
        await Until(() => OrdersLeft(copies), 0);
        var total = watch.Elapsed.TotalSeconds;
        var issued = await copies.Count("SELECT COUNT(*) FROM \"Passports\"") - issuedBefore;
        var lines = await copies.Count($"SELECT COUNT(*) FROM \"LogEntries\" e JOIN \"Passports\" p ON p.\"Id\" = e.\"PassportId\" WHERE p.\"PassportVersion\" >= {counted + 10} AND e.\"Kind\" = 1");
        return (done / half, total, issued, lines);
    }

    static async Task<double> PlainQueue(CopiedRows copies)
    {
        await FillOrders(copies, 5_000_000, 5_010_000);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < 20; i++)
        {
            await copies.Run("UPDATE \"PassportOrders\" SET \"Status\" = 1, \"LeaseOwner\" = '00000000-0000-0000-0000-000000000001', \"LeaseUntil\" = now() WHERE \"Id\" IN (SELECT \"Id\" FROM \"PassportOrders\" WHERE \"Status\" = 0 ORDER BY \"NotBefore\", \"Id\" LIMIT 500 FOR UPDATE SKIP LOCKED)");
            await copies.Run("UPDATE \"PassportOrders\" SET \"Status\" = 2, \"CompletedAt\" = now() WHERE \"Status\" = 1 AND \"LeaseOwner\" = '00000000-0000-0000-0000-000000000001'");
        }

        return 10_000 / watch.Elapsed.TotalSeconds;
    }
}

// The service's own job, one node and two in turn: passports drawn, signed, stored and written into the log. A node draws on all processors, so a second one makes
// it faster only where there are more of them; what each passport costs must stay the same everywhere.
async Task Issuing()
{
    const int Warm = 6000, Orders = 6000;
    const double Flat = 1.15;
    using var place = await Place.Make(binary, server: true);
    await using var direct = await place.Open();
    var copies = new CopiedRows(direct, isSqlite: false);
    var next = 1;
    var (one, two) = (new List<Issue>(), new List<Issue>());
    for (var turn = 0; turn < Turns; turn++)
    {
        one.Add(await By(1));
        two.Add(await By(2));
    }

    var faster = Load.Middle([.. one.Zip(two, (single, both) => both.Rate / single.Rate)]);
    var dearer = Load.Middle([.. one.Zip(two, (single, both) => both.Nodes / single.Nodes)]);
    Tell("passports issued by the job of one node, PostgreSQL with commits on the disk", Text(one), "", "", null);
    Tell("the same by two nodes", $"{Text(two)}: {faster:0.00} times the rate, {dearer:0.00} times the processor time of a node for each", "", "1.8 times the rate where processors allow, else the same processor time (within 15 %)",
        faster >= 1.8 || (Environment.ProcessorCount < 8 && dearer <= Flat));

    async Task<Issue> By(int count)
    {
        using var nodes = new QueueNodes("drawn", count, place);
        await FillOrders(copies, next, next += Warm * count);
        await Until(() => OrdersLeft(copies), 0);
        var (issued, from) = (await copies.Count("SELECT COUNT(*) FROM \"Passports\""), next);
        // At rest, so that nothing of the warming up is counted.
        await Task.Delay(2000);
        await FillOrders(copies, from, next += Orders);
        var (watch, own, machine) = (Stopwatch.StartNew(), nodes.Processor, Busy());
        await Until(() => OrdersLeft(copies), 0);
        var (time, spent, all) = (watch.Elapsed.TotalSeconds, nodes.Processor - own, Busy() - machine);
        issued = await copies.Count("SELECT COUNT(*) FROM \"Passports\"") - issued;
        var files = await copies.Count($"SELECT COUNT(*) FROM \"PassportDocuments\" d JOIN \"Passports\" p ON p.\"Id\" = d.\"PassportId\" WHERE p.\"PassportVersion\" >= {from + 10} AND length(d.\"Pdf\") > 10000");
        return issued == Orders && files == Orders
            ? new Issue(Orders / time, spent.TotalMilliseconds / Orders, all / Orders)
            : throw new InvalidOperationException($"{Orders} orders, {issued} passports, {files} files.");
    }

    static string Text(List<Issue> turns) => $"{Load.Middle([.. turns.Select(t => t.Rate)]):0}/s, {Load.Middle([.. turns.Select(t => t.Nodes)]):0.00} ms of processor each, {Load.Middle([.. turns.Select(t => t.Machine)]):0.00} with the server's";

    // Milliseconds that all processors were busy since the machine started.
    static double Busy()
    {
        var ticks = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(double.Parse).ToList();
        // User, nice, system, idle, waiting for the disk, interrupts and soft ones; a tick is a hundredth.
        return (ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]) * 10;
    }
}

static Task<int> OrdersLeft(CopiedRows copies) => copies.Count("SELECT COUNT(*) FROM \"PassportOrders\" WHERE \"Status\" <> 2 AND \"PassportVersion\" > 9");

static async Task Until(Func<Task<int>> left, int most)
{
    for (var patience = Stopwatch.StartNew(); await left() > most; await Task.Delay(100))
    {
        if (patience.Elapsed > TimeSpan.FromMinutes(5))
        {
            throw new InvalidOperationException($"{await left()} orders are left.");
        }
    }
}

static async Task FillOrders(CopiedRows copies, int from, int to) => await copies.Fill("PassportOrders", "\"Status\" = 2 AND \"PassportVersion\" = 1 AND \"SupersedesId\" IS NULL", 500, from, to,
    ("Id", copies.Id(6)), ("PassportId", copies.Id(7)), ("Number", $"'ПК-39-2018-' || {copies.Digits(7)}"), ("Token", copies.Digits(22)), ("PassportVersion", "i + 10"), ("StatusList", "2000000"), ("StatusIndex", "i"),
    ("Status", "0"), ("Attempts", "0"), ("LeaseOwner", "NULL"), ("LeaseUntil", "NULL"), ("CompletedAt", "NULL"));

// What a node does with the queue, over the service's own container.
static async Task QueueNode(string kind, string connection, string folder)
{
    var host = typeof(DemoExamDb).Assembly.GetType("DemoExam.Host")!.GetMethod("Build")!;
    string[] settings = ["--applicationName=DemoExam", "--Database:Provider=Postgres", $"--Database:Connection={connection}", $"--DataFolder={folder}", "--Pages:Enabled=false", "--Jobs:Enabled=false", "--Passports:Lease=00:00:10", "--Logging:LogLevel:Default=Error", "--PublicAddress=https://passports.example"];
    var app = (Microsoft.AspNetCore.Builder.WebApplication)host.Invoke(null, [settings])!;
    var system = app.Services.GetRequiredService<RunAsSystem>();
    var bytes = new byte[1024];
    var document = new SignedPdf(bytes, new string('0', 64), [], false, false, "00", "badge", "credential");
    var facts = new PublicFacts("Копия К. К.", "К.", "Сварка", "Welding", "базовый", "basic", 2026, "Оператор", "Operator", new DemoExam.Domain.Marks(5000), new DemoExam.Domain.Marks(10000));
    while (kind == "drawn")
    {
        await using var scope = app.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<IssuePassportsJob>(scope.ServiceProvider).Run(CancellationToken.None);
        await Task.Delay(20);
    }

    while (true)
    {
        var lease = Guid.CreateVersion7();
        var orders = await system.Send(new ClaimPassportOrders(lease, 500), CancellationToken.None);
        if (orders.Count == 0)
        {
            await Task.Delay(20);
            continue;
        }

        try
        {
            if (kind == "whole")
            {
                await system.Send(new CompletePassportOrders(lease, [.. orders.Select(o => new DrawnPassport(o, document, facts))]), CancellationToken.None);
                continue;
            }

            await using var scope = app.Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<DemoExamDb>().PassportOrders.Close(lease, [.. orders.Select(o => o.Id)], DateTimeOffset.UtcNow, CancellationToken.None);
        }
        catch (DemoExam.Domain.RuleViolation)
        {
            // It took longer than the lease, and another has them now.
        }
    }
}

static Task FillPassports(CopiedRows copies, int from, int to) => copies.Fill("Passports", "\"Status\" = 2 AND \"Visibility\" = 1 AND \"PassportVersion\" = 1", from, to,
    ("Id", copies.Id(1)), ("OrderId", copies.Id(2)), ("Number", $"'ПК-39-2019-' || {copies.Digits(7)}"), ("Token", copies.Digits(22)), ("PassportVersion", "i + 10"), ("StatusList", "i / 100000 + 1000"), ("StatusIndex", "i % 100000"));

// How often the disk of the folder takes a page and says that it has it.
static double Flushes(string folder)
{
    using var file = File.OpenHandle(Path.Combine(folder, "flush"), FileMode.Create, FileAccess.ReadWrite);
    var page = new byte[4096];
    var (watch, count) = (Stopwatch.StartNew(), 0);
    for (; watch.Elapsed.TotalSeconds < 2; count++)
    {
        RandomAccess.Write(file, page, count % 256 * page.Length);
        RandomAccess.FlushToDisk(file);
    }

    return count / watch.Elapsed.TotalSeconds;
}

/// <summary>One kind of request by wrk, again and again; the figures are the middle ones.</summary>
internal sealed class Load(string name, string? path, string accept = "application/json")
{
    private readonly List<double> _rates = [], _p99 = [], _processor = [];

    public string Name => name;

    public double Rate => Middle(_rates);

    public double P99 => Middle(_p99);

    public double Processor => Middle(_processor);

    public double Errors { get; private set; }

    public string Text => $"{Rate:0}/s, p99 {P99:0.0} ms, {Processor:0.00} ms of processor each" + (Errors > 0 ? $", {Errors} ERRORS" : "");

    /// <summary>Its rate as part of the other's: the middle of what each turn says, in which both had the same pace of the machine.</summary>
    public double Against(Load other) => Middle([.. _rates.Zip(other._rates, (mine, theirs) => mine / theirs)]);

    /// <summary>Asks for the path, or for passports at random, from two thousand addresses: as many as an hour brings, and none of them meets its limit.</summary>
    public void Run(RunningService service, string lua, int rows, int connections, int seconds, bool counts)
    {
        File.WriteAllText(lua, $$"""
            math.randomseed(os.time())
            request = function()
              local path = {{(path is null ? $"string.format(\"/p/%022d\", math.random(1, {rows - 1}))" : $"\"{path}\"")}}
              local from = string.format("10.0.%d.%d", math.random(0, 7), math.random(0, 255))
              return wrk.format("GET", path, { ["Accept"] = "{{accept}}", ["X-Forwarded-For"] = from })
            end
            """);
        var before = service.Processor;
        var (exit, said) = Shell.Capture("wrk", "-t1", $"-c{connections}", $"-d{seconds}s", "--latency", "-s", lua, service.Address.ToString());
        if (exit != 0)
        {
            throw new InvalidOperationException(said);
        }

        Errors += said.Contains("Non-2xx") ? Number(said, @"Non-2xx or 3xx responses: (\d+)") : 0;
        if (counts)
        {
            var p99 = Regex.Match(said, @"99%\s+([\d.]+)(us|ms|s)");
            var unit = p99.Groups[2].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 };
            _rates.Add(Number(said, @"Requests/sec:\s+([\d.]+)"));
            _p99.Add(double.Parse(p99.Groups[1].Value, CultureInfo.InvariantCulture) * unit);
            _processor.Add((service.Processor - before).TotalMilliseconds / Number(said, @"(\d+) requests in"));
        }
    }

    public static double Middle(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Number(string text, string pattern) => double.Parse(Regex.Match(text, pattern).Groups[1].Value, CultureInfo.InvariantCulture);
}

/// <summary>Passports a second, and milliseconds of processor for each: of the nodes, and of the whole machine.</summary>
internal readonly record struct Issue(double Rate, double Nodes, double Machine);

/// <summary>Nodes that work on the queue, in processes of their own, until they are disposed of.</summary>
internal sealed class QueueNodes(string kind, int count, Place place) : IDisposable
{
    private readonly List<Process> _processes =
        [.. Enumerable.Range(0, count).Select(_ => Shell.Start("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "benchmark.dll"), "queue-node", kind, place.Connection, place.Folder], null, capture: false))];

    /// <summary>Processor time of all of them since their start.</summary>
    public TimeSpan Processor
    {
        get
        {
            _processes.ForEach(p => p.Refresh());
            return TimeSpan.FromTicks(_processes.Sum(p => p.TotalProcessorTime.Ticks));
        }
    }

    public void KillOne() => _processes[0].Kill();

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            if (!process.HasExited)
            {
                process.Kill();
                process.WaitForExit();
            }

            process.Dispose();
        }
    }
}

internal sealed class BareRow
{
    public string Id { get; set; } = "";

    public string Payload { get; set; } = "";
}

internal sealed class BareDb(DbContextOptions<BareDb> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        var row = modelBuilder.Entity<BareRow>().ToTable("benchmark_floor");
        row.Property(r => r.Id).HasColumnName("id");
        row.Property(r => r.Payload).HasColumnName("payload");
    }
}

/// <summary>A database with the demonstration region, thrown away at the end.</summary>
internal sealed class Place(DirectoryInfo folder, Postgres? server) : IDisposable
{
    public Postgres? Database => server;

    public bool IsServer => server is not null;

    public string Name => IsServer ? "PostgreSQL" : "SQLite";

    public string Folder => folder.FullName;

    public string Connection => server is null ? $"Data Source={Path.Combine(Folder, "demoexam.db")}" : $"{server.Connection};Database=benchmark";

    public string Password => Regex.Match(File.ReadAllText(Path.Combine(Folder, "demo-sign-ins.txt")), @"Password of all: (\S+)").Groups[1].Value;

    public Dictionary<string, string> Settings => new()
    {
        ["DataFolder"] = Folder, ["Database__Provider"] = IsServer ? "Postgres" : "Sqlite", ["Database__Connection"] = Connection,
        ["TrustedProxies"] = "127.0.0.1", ["Limits__ApiPerAccount"] = "0", ["Limits__ApiPerAddress"] = "0", ["Logging__LogLevel__Default"] = "Error",
    };

    public static Task<Place> Make(string binary, bool server)
    {
        var place = new Place(Directory.CreateTempSubdirectory("demoexam-benchmark-"), server ? Postgres.Start(durable: true) ?? throw new InvalidOperationException("PostgreSQL is needed.") : null);
        place.Database?.CreateDatabase("benchmark");
        RunningService.Do(binary, place.Settings, "migrate");
        RunningService.Do(binary, place.Settings, "demo", "--fill-only");
        return Task.FromResult(place);
    }

    public async Task<DbConnection> Open()
    {
        DbConnection connection = IsServer ? new Npgsql.NpgsqlConnection(Connection) : new Microsoft.Data.Sqlite.SqliteConnection(Connection);
        await connection.OpenAsync();
        return connection;
    }

    public DemoExamDb Db() => IsServer
        ? new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(Connection).Options)
        : new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(Connection).Options);

    public BareDb Bare() => new(IsServer
        ? new DbContextOptionsBuilder<BareDb>().UseNpgsql(Connection).Options
        : new DbContextOptionsBuilder<BareDb>().UseSqlite(Connection).Options);

    public void Dispose()
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        server?.Dispose();
        folder.Delete(recursive: true);
    }
}
