#!/usr/bin/env dotnet
#:include shared/Shell.cs
// Adds one migration to all three databases:  dotnet run scripts/add-migration.cs AddVenueCapacity
// and writes the models anew that the service starts with; without a name only these.
// No server is needed. Each run names its provider, so that the matching context is the registered one.
if (args.Length > 1)
{
    Console.Error.WriteLine("Usage: dotnet run scripts/add-migration.cs [NameThatSaysWhatChanged]");
    return 2;
}

const string Compiled = "src/DemoExam/Data/Compiled";
if (Directory.Exists(Path.Combine(Shell.Root, Compiled)))
{
    // What was written for the former model may not compile with the new one; without it the model is made at each start.
    Directory.Delete(Path.Combine(Shell.Root, Compiled), recursive: true);
}

Run("tool", "restore");
Run("build", "src/DemoExam");
foreach (var provider in new[] { "Sqlite", "Postgres", "SqlServer" })
{
    Environment.SetEnvironmentVariable("Database__Provider", provider);
    Environment.SetEnvironmentVariable("Database__Connection", provider == "Sqlite" ? "Data Source=:memory:" : "Server=none;Database=none");
    if (args is [var name])
    {
        Run("ef", "migrations", "add", name, "--no-build", "--project", "src/DemoExam", "--context", $"{provider}Db", "--output-dir", $"Data/Migrations/{provider}");
    }

    Run("ef", "dbcontext", "optimize", "--no-build", "--project", "src/DemoExam", "--context", $"{provider}Db", "--output-dir", $"Data/Compiled/{provider}", "--namespace", $"DemoExam.Data.Compiled.{provider}");
}

return 0;

static void Run(params string[] arguments)
{
    if (Shell.Run("dotnet", arguments) is not 0 and var failure)
    {
        Environment.Exit(failure);
    }
}
