#!/usr/bin/env dotnet
#:include shared/Shell.cs
#:include shared/Postgres.cs
// Everything that must be green before a push, and what CI runs:  dotnet run scripts/check.cs
// The last line says "N passed, N failed": tests, and one failure for each other step that did not succeed. The exit code is
// 0 only when nothing failed and something passed.
using System.Diagnostics;
using System.Xml.Linq;

const string Functional = "DemoExam.FunctionalTests";
var total = Stopwatch.StartNew();
var reports = Directory.CreateTempSubdirectory("demoexam-check-");
var (passed, failed) = (0, 0);
var broken = new List<string>();
var red = new List<string>();

Step("Debian packages", () => Shell.Install("postgresql", "chromium", "poppler-utils", "libnss3-tools", "qpdf", "mupdf-tools", "zbar-tools", "openssl",
    "softhsm2", "libengine-pkcs11-openssl", "libengine-gost-openssl", "imagemagick", "python3", "python3-yaml", "systemd",
    "default-jre-headless", "libpdfbox2-java", "libactivation-java", "libjaxb-api-java", "fonts-paratype") ? 0 : 1);
if (!Step("Restore exactly what the lock files say", () => Dotnet("restore", "DemoExam.sln", "--locked-mode", "-v", "q"))
    || !Step("Build, warnings are errors", () => Dotnet("build", "DemoExam.sln", "--no-restore", "-v", "q")))
{
    return End();
}

Step("Format", () => Dotnet("format", "DemoExam.sln", "--no-restore", "--verify-no-changes"));
Step("Tools", () => Dotnet("tool", "restore", "-v", "q"));
foreach (var provider in new[] { "Sqlite", "Postgres", "SqlServer" })
{
    Step($"No model change without a migration: {provider}", () => Shell.Run("dotnet",
        ["ef", "migrations", "has-pending-model-changes", "--no-build", "--project", "src/DemoExam", "--context", $"{provider}Db"],
        new Dictionary<string, string> { ["Database__Provider"] = provider, ["Database__Connection"] = provider == "Sqlite" ? "Data Source=:memory:" : "Server=none;Database=none" }));
}

Test("Unit tests", "DemoExam.UnitTests");
Test("Functional tests on SQLite", Functional, ["--filter-not-trait", "Kind=Browser"]);
using (var postgres = Postgres.Start())
{
    if (Step("Start PostgreSQL", () => postgres is null ? 1 : 0))
    {
        Test("Functional tests on PostgreSQL", Functional, ["--filter-not-trait", "Kind=Browser"],
            new Dictionary<string, string> { ["DEMOEXAM_TEST_PROVIDER"] = "Postgres", ["DEMOEXAM_TEST_CONNECTION"] = postgres!.Connection });
    }
}

// No SQL Server can be had here; where there is one, what every database must do alike is tried on it too.
if (Environment.GetEnvironmentVariable("DEMOEXAM_TEST_SQLSERVER") is { Length: > 0 })
{
    Test("Contract of the databases on SQL Server", Functional, ["--filter-trait", "Contract=Database"], new Dictionary<string, string> { ["DEMOEXAM_TEST_PROVIDER"] = "SqlServer" });
}

Step("Several nodes by the guide", () => Dotnet("run", "scripts/cluster.cs"));
Step("Mixed load", () => Dotnet("run", "scripts/load.cs", "0.5"));
Test("Browser tests", Functional, ["--filter-trait", "Kind=Browser"]);
return End();

int End()
{
    reports.Delete(recursive: true);
    Console.WriteLine();
    // Once more at the end: whoever reads a log of thousands of lines reads its tail.
    foreach (var test in red)
    {
        Console.WriteLine($"failed: {test}");
    }

    Console.WriteLine($"{total.Elapsed.TotalMinutes:0.0} minutes{string.Concat(broken.Select(step => $"; not done: {step}"))}");
    Console.WriteLine($"{passed} passed, {failed} failed");
    return failed == 0 && passed > 0 ? 0 : 1;
}

bool Step(string name, Func<int> run)
{
    Console.WriteLine();
    Console.WriteLine($"── {name}");
    var watch = Stopwatch.StartNew();
    var before = failed;
    var good = run() == 0;
    if (!good)
    {
        broken.Add(name);
        // A step that failed without a failed test is a failure of its own.
        failed += failed == before ? 1 : 0;
    }

    Console.WriteLine($"   {(good ? "done" : "NOT DONE")} in {watch.Elapsed.TotalSeconds:0} s");
    return good;
}

int Dotnet(params string[] arguments) => Shell.Run("dotnet", arguments);

void Test(string name, string project, string[]? filter = null, Dictionary<string, string>? environment = null) => Step(name, () =>
{
    var report = Path.Combine(reports.FullName, $"{Guid.NewGuid():N}.trx");
    var exit = Shell.Run("dotnet",
        [
            "exec", $"artifacts/bin/{project}/debug/{project}.dll", "--no-progress", "--no-ansi", .. filter ?? [],
            "--results-directory", reports.FullName, "--report-xunit-trx", "--report-xunit-trx-filename", Path.GetFileName(report),
        ], environment);
    if (!File.Exists(report))
    {
        return exit == 0 ? 1 : exit;
    }

    var results = XDocument.Load(report).Descendants().ToArray();
    red.AddRange(results.Where(e => e.Name.LocalName == "UnitTestResult" && (string?)e.Attribute("outcome") == "Failed")
        .Select(e => $"{name}: {(string?)e.Attribute("testName")}: {e.Descendants().FirstOrDefault(d => d.Name.LocalName == "Message")?.Value}"));
    var counters = results.Single(e => e.Name.LocalName == "Counters");
    var (good, all) = (Count("passed"), Count("total"));
    // What neither passed nor failed did not run; a skipped test is no success.
    var skipped = Count("notExecuted");
    passed += good;
    failed += all - good - skipped;
    Console.WriteLine($"   {good} passed, {all - good - skipped} failed{(skipped == 0 ? "" : $", {skipped} skipped")}");
    return exit;

    int Count(string kind) => (int?)counters.Attribute(kind) ?? 0;
});
