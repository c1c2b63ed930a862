#!/usr/bin/env dotnet
#:include shared/Shell.cs
// Adds one migration to all three databases:  dotnet run scripts/add-migration.cs AddVenueCapacity
// No server is needed. Each run names its provider, so that the matching context is the registered one.
if (args is not [var name])
{
    Console.Error.WriteLine("Usage: dotnet run scripts/add-migration.cs <NameThatSaysWhatChanged>");
    return 2;
}

Run("tool", "restore");
Run("build", "src/DemoExam");
foreach (var provider in new[] { "Sqlite", "Postgres", "SqlServer" })
{
    Environment.SetEnvironmentVariable("Database__Provider", provider);
    Environment.SetEnvironmentVariable("Database__Connection", provider == "Sqlite" ? "Data Source=:memory:" : "Server=none;Database=none");
    Run("ef", "migrations", "add", name, "--no-build", "--project", "src/DemoExam", "--context", $"{provider}Db", "--output-dir", $"Data/Migrations/{provider}");
}

return 0;

static void Run(params string[] arguments)
{
    if (Shell.Run("dotnet", arguments) is not 0 and var failure)
    {
        Environment.Exit(failure);
    }
}
