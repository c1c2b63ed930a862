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
string[] dashboards = ["/", "/figures", "/programmes", "/programmes/outcomes", "/quality", "/experts/shortage", "/expiries", "/calendar?view=venues", "/regions/39"];
string[] reports = ["/reports/region", "/reports/college", "/reports/workload", "/reports/gaps", "/reports/supplement"];
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
    using var http = new HttpClient(new SocketsHttpHandler { UseCookies = true }) { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    for (var tries = 0; !await IsUp(http); tries++)
    {
        if (tries == 240)
        {
            return 2;
        }

        await Task.Delay(500);
    }

    await SignIn(http, Regex.Match(File.ReadAllText(Path.Combine(folder, "demo-sign-ins.txt")), @"Password of all: (\S+)").Groups[1].Value);
    var plain = await Median(Aggregate);
    Console.WriteLine($"{"",-28}{"median ms",12}{"worst ms",12}{"times the plain aggregate",28}");
    Console.WriteLine($"{"plain aggregate",-28}{plain.Median,12:0.0}{plain.Worst,12:0.0}{1,28:0.0}");
    var slow = new List<string>();
    foreach (var path in dashboards.Concat(reports))
    {
        var (median, worst) = await Median(async () => (await http.GetAsync(path)).EnsureSuccessStatusCode());
        Console.WriteLine($"{path,-28}{median,12:0.0}{worst,12:0.0}{median / plain.Median,28:0.0}{(dashboards.Contains(path) ? "" : "   (report)")}");
        if (dashboards.Contains(path) && median >= Limit)
        {
            slow.Add(path);
        }
    }

    service.Kill();
    service.WaitForExit();
    Console.WriteLine($"Limit {Limit} ms: {(slow.Count == 0 ? "kept" : $"BROKEN by {string.Join(", ", slow)}")}.");
    return slow.Count == 0 ? 0 : 1;

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

static async Task SignIn(HttpClient http, string password)
{
    var form = await http.GetStringAsync("/sign-in");
    var token = Regex.Match(form, "name=\"__RequestVerificationToken\"[^>]*value=\"([^\"]+)\"").Groups[1].Value;
    var answer = await http.PostAsync("/sign-in", new FormUrlEncodedContent(new Dictionary<string, string> { ["Input.UserName"] = "operator", ["Input.Password"] = password, ["__RequestVerificationToken"] = token }));
    answer.EnsureSuccessStatusCode();
    if (answer.RequestMessage!.RequestUri!.AbsolutePath == "/sign-in")
    {
        throw new InvalidOperationException("The operator could not sign in.");
    }
}

// The service of this build, with our own runtime settings: its output lies beside us.
Process Service(params string[] verbs)
{
    var name = Path.Combine(AppContext.BaseDirectory, typeof(DemoExamDb).Assembly.GetName().Name!);
    return Shell.Start("dotnet", ["exec", $"{name}.dll", .. verbs], settings, capture: false);
}
