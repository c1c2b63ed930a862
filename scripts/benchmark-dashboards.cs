#!/usr/bin/env dotnet
#:project ../src/DemoExam
#:property Configuration=Release
#:property NoWarn=CS8002;NU1510
#:include shared/Shell.cs
#:include shared/ManyResults.cs
// Every page of figures over 250,000 results:  dotnet run -c Release scripts/benchmark-dashboards.cs [results, default 250000]
// On PostgreSQL, in a database of its own that is dropped again:
//   dotnet run -c Release scripts/benchmark-dashboards.cs 250000 "Host=127.0.0.1;Username=postgres"
// Each page is asked for as a browser does, twice to warm up and then ten times, one after the other. Beside it stands the plain aggregate of the same run: results
// of the year by grade, straight from the database. Exit code: 0 when the median of every dashboard is below 500 ms. Reports, which are made now and then, are told, but not judged.
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using DemoExam.Data;

const int Limit = 500, Times = 10;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var wanted = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 250_000;
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
    ["Jobs__Enabled"] = "false",
    ["Logging__LogLevel__Default"] = "Error",
};
// A college's dashboard is the organiser's, a region's the operator's, that of all regions the administrator's. Quality reads every sheet of 300 exams: a report.
(string User, string[] Paths)[] dashboards =
[
    ("operator", ["/", "/figures", "/programmes", "/programmes/outcomes", "/experts/shortage", "/expiries", "/calendar?view=venues", "/regions/39"]),
    ("organiser", ["/", "/figures", "/programmes/outcomes", "/experts/shortage"]),
    ("admin", ["/", "/figures", "/programmes/outcomes", "/experts/shortage"]),
];
string[] reports = ["/quality", "/reports/region", "/reports/college", "/reports/workload", "/reports/gaps", "/reports/supplement"];
try
{
    foreach (var verbs in new string[][] { ["migrate"], ["demo", "--fill-only"] })
    {
        using var step = Service(verbs);
        step.WaitForExit();
        if (step.ExitCode != 0)
        {
            Console.Error.WriteLine("The demonstration region could not be made.");
            return 2;
        }
    }

    await using DbConnection direct = server is null ? new Microsoft.Data.Sqlite.SqliteConnection(connection) : new Npgsql.NpgsqlConnection(connection);
    await direct.OpenAsync();
    var watch = Stopwatch.StartNew();
    var results = await new ManyResults(direct, server is null).Fill(wanted, DateOnly.FromDateTime(DateTime.UtcNow));
    Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {(server is null ? "SQLite" : "PostgreSQL")}, {results} results made in {watch.Elapsed.TotalSeconds:0} s. Load of others: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}.");

    using var service = Service("serve");
    using var http = new HttpClient { BaseAddress = address };
    for (var tries = 0; !await IsUp(http); tries++)
    {
        if (tries == 240)
        {
            return 2;
        }

        await Task.Delay(500);
    }

    var password = Regex.Match(File.ReadAllText(Path.Combine(folder, "demo-sign-ins.txt")), @"Password of all: (\S+)").Groups[1].Value;
    var plain = await Median(Aggregate);
    Console.WriteLine($"{"",-40}{"median ms",12}{"worst ms",12}{"times the plain aggregate",28}");
    Tell("plain aggregate", plain, "");
    var slow = new List<string>();
    foreach (var (user, paths) in dashboards)
    {
        using var client = await SignedIn(user, password);
        foreach (var path in paths)
        {
            var time = await Median(async () => (await client.GetAsync(path)).EnsureSuccessStatusCode());
            Tell($"{path} ({user})", time, "");
            slow.AddRange(time.Median >= Limit ? [$"{path} ({user})"] : []);
        }
    }

    using (var client = await SignedIn("operator", password))
    {
        foreach (var path in reports)
        {
            Tell(path, await Median(async () => (await client.GetAsync(path)).EnsureSuccessStatusCode()), "   (report)");
        }
    }

    service.Kill();
    service.WaitForExit();
    Console.WriteLine($"Limit {Limit} ms: {(slow.Count == 0 ? "kept" : $"BROKEN by {string.Join(", ", slow)}")}.");
    return slow.Count == 0 ? 0 : 1;

    void Tell(string what, (double Median, double Worst) time, string note) => Console.WriteLine($"{what,-40}{time.Median,12:0.0}{time.Worst,12:0.0}{time.Median / plain.Median,28:0.0}{note}");

    async Task Aggregate()
    {
        await using var command = direct.CreateCommand();
        var year = DateTime.UtcNow.Year;
        command.CommandText = $"SELECT r.\"Grade\", COUNT(*) FROM \"Results\" r JOIN \"Exams\" e ON e.\"Id\" = r.\"ExamId\" WHERE e.\"RegionCode\" = '39' AND e.\"FirstDay\" >= '{year}-01-01' AND e.\"FirstDay\" <= '{year}-12-31' GROUP BY r.\"Grade\"";
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
        }
    }
}
finally
{
    if (server is not null)
    {
        Npgsql.NpgsqlConnection.ClearAllPools();
        await using var admin = new Npgsql.NpgsqlConnection($"{server};Database=postgres");
        await admin.OpenAsync();
        await using var drop = new Npgsql.NpgsqlCommand($"DROP DATABASE IF EXISTS {database} WITH (FORCE)", admin);
        await drop.ExecuteNonQueryAsync();
    }

    Directory.Delete(folder, recursive: true);
}

static async Task<(double Median, double Worst)> Median(Func<Task> work)
{
    var times = new List<double>();
    for (var i = 0; i < Times + 2; i++)
    {
        var watch = Stopwatch.StartNew();
        await work();
        if (i >= 2)
        {
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
    }

    times.Sort();
    return (times[times.Count / 2], times[^1]);
}

static async Task<bool> IsUp(HttpClient http)
{
    try
    {
        return (await http.GetAsync("/healthz")).IsSuccessStatusCode;
    }
    catch (HttpRequestException)
    {
        return false;
    }
}

async Task<HttpClient> SignedIn(string user, string password)
{
    var http = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    var token = Regex.Match(await http.GetStringAsync("/sign-in"), "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
    var answer = await http.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["Input.UserName"] = user, ["Input.Password"] = password, ["__RequestVerificationToken"] = token }));
    answer.EnsureSuccessStatusCode();
    return answer.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in" ? throw new InvalidOperationException($"{user} could not sign in.") : http;
}

// The service of this build, with our own runtime settings: its output lies beside us.
Process Service(params string[] verbs)
{
    var name = Path.Combine(AppContext.BaseDirectory, typeof(DemoExamDb).Assembly.GetName().Name!);
    return Shell.Start("dotnet", ["exec", $"{name}.dll", .. verbs], settings, capture: false);
}
