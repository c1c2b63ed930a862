#!/usr/bin/env dotnet
#:project ../tests/DemoExam.FunctionalTests
#:property Configuration=Release
// 2,000 passports through the real background job on the real host, stored, and each checked again from the database:
//   dotnet run -c Release scripts/benchmark-issuing.cs [exams of 50 candidates, default 40]
// On SQLite; on PostgreSQL with DEMOEXAM_TEST_PROVIDER=Postgres and DEMOEXAM_TEST_CONNECTION="Host=…;Username=…".
using System.Diagnostics;
using DemoExam.Credentials.Verification;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

var exams = args is [var given] ? int.Parse(given) : 40;
await using var app = new App();
await app.InitializeAsync();
Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {(Databases.OnPostgres ? "PostgreSQL" : "SQLite")}");

// One exam first, until the compiler has done its last tier.
await app.Given.ALockedExam(50);
await app.RunJob<IssuePassportsJob>(job => job.Run(CancellationToken.None));
for (var i = 0; i < exams; i++)
{
    await app.Given.ALockedExam(50);
}

var due = await app.Query(db => db.PassportOrders.CountAsync(o => o.Status == PassportOrderStatus.Open));
var (watch, cpu, allocated) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, GC.GetTotalAllocatedBytes());
await app.RunJob<IssuePassportsJob>(job => job.Run(CancellationToken.None));
watch.Stop();
var spent = Environment.CpuUsage.TotalTime - cpu;
Console.WriteLine($"{due:N0} passports issued and stored in {watch.Elapsed.TotalSeconds:0.0} s, {due / watch.Elapsed.TotalSeconds:N0} a second; "
    + $"{spent.TotalMilliseconds / due:0.00} CPU ms and {(GC.GetTotalAllocatedBytes() - allocated) / 1024.0 / due:N0} KB allocated for each, database and job included");

var verifier = app.Services.GetRequiredService<Verifier>();
var ids = await app.Query(db => db.Passports.Select(p => p.Id).ToListAsync());
var good = 0;
foreach (var some in ids.Chunk(100))
{
    var files = await app.Query(db => db.PassportDocuments.Where(d => some.Contains(d.PassportId)).Select(d => d.Pdf).ToListAsync());
    good += files.Count(file => verifier.CheckFile(file).IsGenuine);
}

Console.WriteLine($"{good:N0} of {ids.Count:N0} stored passports are genuine");
await DisposeDatabases();
return good == ids.Count && due == exams * 50 ? 0 : 1;

// As the test runner does at its end.
static async Task DisposeDatabases() => await new Databases().DisposeAsync();
