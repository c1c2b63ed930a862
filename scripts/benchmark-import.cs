#!/usr/bin/env dotnet
#:project ../src/DemoExam
#:property Configuration=Release
#:property NoWarn=CS8002;NU1510
#:include shared/Shell.cs
// A college brings 5,000 candidates:  dotnet run -c Release scripts/benchmark-import.cs
// On PostgreSQL, in a database of its own that is dropped again:
//   dotnet run -c Release scripts/benchmark-import.cs "Host=127.0.0.1;Username=postgres"
// A running service gets the list as .csv and as .xlsx, first with 50 planted errors: the preview must name every planted cell and no
// other, and the import must refuse and leave the register as it was. Then the corrected list must be imported whole.
// The floor is measured in the same run: 5,000 bare rows of the same width inserted in one transaction into the same database.
// Exit code: 0 when every count is right and the first preview took at most 5 and the import at most 20 seconds.
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DemoExam.Data;
using DemoExam.Data.Providers;
using DemoExam.Features.Shared.Import;
using Microsoft.EntityFrameworkCore;

const int People = 5000, Planted = 50, PreviewLimit = 5, ImportLimit = 20;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var server = args.Length > 0 ? args[0] : null;
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
            Console.Error.WriteLine("The demonstration region could not be made.");
            return 2;
        }
    }

    Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {(server is null ? "SQLite" : "PostgreSQL")}. Load of others before the start: {File.ReadAllText("/proc/loadavg").Split(' ')[0]}.");
    await using var db = Open();
    var college = await db.Organisations.Where(o => o.RegionCode == "39" && o.ParentId == null).OrderBy(o => o.NameNorm).Select(o => o.Name).FirstAsync();
    using var service = Service("serve");
    using var http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(5) };
    await Until(http);
    var password = (await File.ReadAllLinesAsync(Path.Combine(folder, "demo-sign-ins.txt"))).First(line => line.Contains("Password of all: ", StringComparison.Ordinal)).Split(": ")[1].Trim();
    var signIn = await http.PostAsJsonAsync("/api/v1/sign-in", new { userName = "operator", password });
    signIn.EnsureSuccessStatusCode();
    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)(await signIn.Content.ReadFromJsonAsync<JsonNode>())!["accessToken"]!);

    Console.WriteLine();
    Console.WriteLine($"{"",-44}{"seconds",9}");
    var wrong = new List<string>();
    var slow = false;
    foreach (var (format, series) in new[] { (TableFormat.Csv, 'а'), (TableFormat.Xlsx, 'б') })
    {
        var before = await db.Candidates.CountAsync();
        var (bad, cells) = List(format, series, college, withErrors: true);
        var (good, _) = List(format, series, college, withErrors: false);

        var preview = await Timed($"{format}: preview, {Planted} errors, {People} rows", "/api/v1/candidates/import/preview", bad, HttpStatusCode.OK, PreviewLimit);
        var shown = preview["problems"]!.AsArray().Where(p => !(bool)p!["isWarning"]!).Select(p => (string)p!["cell"]!).ToHashSet();
        Check(shown.SetEquals(cells), $"{format}: {shown.Count} cells shown, {cells.Count} planted");
        await Timed($"{format}: import refused", "/api/v1/candidates/import", bad, HttpStatusCode.Conflict, ImportLimit);
        Check(await db.Candidates.CountAsync() == before, $"{format}: the refused list has changed the register");
        var report = await Timed($"{format}: import, {People} rows", "/api/v1/candidates/import", good, HttpStatusCode.OK, ImportLimit);
        Check((int)report["registered"]! == People && await db.Candidates.CountAsync() == before + People, $"{format}: not everybody is registered");
    }

    var floor = Stopwatch.StartNew();
    await Floor(db);
    Console.WriteLine($"{$"floor: {People} bare rows in one transaction",-44}{floor.Elapsed.TotalSeconds,9:0.00}");
    Console.WriteLine();
    wrong.ForEach(Console.WriteLine);
    Console.WriteLine($"Counts {(wrong.Count == 0 ? "right" : "WRONG")}; limits of {PreviewLimit} s and {ImportLimit} s {(slow ? "BROKEN" : "kept")}.");
    service.Kill();
    service.WaitForExit();
    return wrong.Count == 0 && !slow ? 0 : 1;

    async Task<JsonNode> Timed(string name, string path, TableFile file, HttpStatusCode expected, int limit)
    {
        var watch = Stopwatch.StartNew();
        using var body = new ByteArrayContent(file.Content) { Headers = { ContentType = MediaTypeHeaderValue.Parse(file.ContentType) } };
        using var answer = await http.PostAsync(path, body);
        var content = await answer.Content.ReadFromJsonAsync<JsonNode>();
        Console.WriteLine($"{name,-44}{watch.Elapsed.TotalSeconds,9:0.00}");
        Check(answer.StatusCode == expected, $"{name}: answer {(int)answer.StatusCode}");
        slow |= watch.Elapsed.TotalSeconds > limit;
        return content!;
    }

    void Check(bool isTrue, string fault)
    {
        if (!isTrue)
        {
            wrong.Add(fault);
        }
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

// The list and the cells that are wrong in it: every hundredth row, five kinds in turn.
static (TableFile File, HashSet<string> Cells) List(TableFormat format, char series, string college, bool withErrors)
{
    var cells = new HashSet<string>();
    var rows = new List<TableRow> { new(["Фамилия", "Имя", "Отчество", "Дата рождения", "Категория", "Организация", "Группа", "Почта"], IsHeading: true) };
    for (var i = 0; i < People; i++)
    {
        var name = string.Concat(i.ToString("00000", CultureInfo.InvariantCulture).Select(digit => (char)('а' + digit - '0')));
        object?[] row =
        [
            $"Списков-{series}{name}", "Анна", "Сергеевна", new DateOnly(2005, 1, 1).AddDays(i % 1000).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture),
            "Выпускник", college, $"ИС-{i % 40}", $"{series}{i}@college.example",
        ];
        if (withErrors && i % (People / Planted) == 7)
        {
            var (column, value) = (i / (People / Planted) % 5) switch { 0 => (0, null), 1 => (3, "31.02.2008"), 2 => (4, "Космонавт"), 3 => (5, "Колледж, которого нет"), _ => (7, "не почта") };
            row[column] = value;
            cells.Add(SheetCell.Letters(column) + (i + 2).ToString(CultureInfo.InvariantCulture));
        }

        rows.Add(new TableRow(row));
    }

    return (TableFile.Of("list", rows, [20, 12, 16, 14, 14, 40, 10, 26], format, CultureInfo.GetCultureInfo("ru")), cells);
}

static async Task Floor(DemoExamDb db)
{
    await db.Database.ExecuteSqlRawAsync("CREATE TABLE benchmark_floor (id varchar(40) PRIMARY KEY, payload varchar(400))");
    await using var transaction = await db.Database.BeginTransactionAsync();
    for (var i = 0; i < People; i++)
    {
        await db.Database.ExecuteSqlRawAsync("INSERT INTO benchmark_floor VALUES ({0}, {1})", Guid.CreateVersion7().ToString(), new string('x', 300));
    }

    await transaction.CommitAsync();
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

// The service of this build, with our own runtime settings: its output lies beside us.
Process Service(params string[] verbs)
{
    var name = Path.Combine(AppContext.BaseDirectory, typeof(DemoExamDb).Assembly.GetName().Name!);
    return Shell.Start("dotnet", ["exec", $"{name}.dll", .. verbs], settings, capture: false);
}

DemoExamDb Open() => server is null
    ? new SqliteDb(new DbContextOptionsBuilder<SqliteDb>().UseSqlite(connection).Options)
    : new PostgresDb(new DbContextOptionsBuilder<PostgresDb>().UseNpgsql(connection).Options);
