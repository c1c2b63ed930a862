#!/usr/bin/env dotnet
#:project ../src/DemoExam
#:property Configuration=Release
#:property NoWarn=CS8002;NU1510
#:include shared/Shell.cs
#:include shared/ManyResults.cs
// Fills a database with many exam results:  dotnet run -c Release scripts/generate-results.cs <results> <connection>
// The connection is that of a database with the demonstration region: "Data Source=data/demo/demoexam.db" or "Host=…;Username=…;Database=…".
using System.Data.Common;
using System.Diagnostics;
using System.Globalization;

if (args is not [var count, var connection] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted))
{
    Console.Error.WriteLine("Usage: dotnet run -c Release scripts/generate-results.cs <results> <connection>");
    return 2;
}

var isSqlite = connection.Contains("Data Source", StringComparison.OrdinalIgnoreCase);
await using DbConnection database = isSqlite ? new Microsoft.Data.Sqlite.SqliteConnection(connection) : new Npgsql.NpgsqlConnection(connection);
await database.OpenAsync();
var watch = Stopwatch.StartNew();
var results = await new ManyResults(database, isSqlite).Fill(wanted, DateOnly.FromDateTime(DateTime.UtcNow));
Console.WriteLine($"{results} results after {watch.Elapsed.TotalSeconds:0} s.");
return 0;
