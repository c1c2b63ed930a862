using System.CommandLine;
using DemoExam.Backup;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Signing;
using DemoExam.Data;
using DemoExam.Jobs;
using DemoExam.Move;
using DemoExam.Security;
using DemoExam.Telemetry;
using Microsoft.AspNetCore.DataProtection.KeyManagement;

namespace DemoExam;

/// <summary>What the binary can do: <c>serve</c> (default), <c>migrate</c>, <c>demo</c>, <c>verify</c>, <c>audit</c>, <c>backup</c>, <c>restore</c>, <c>move</c>, <c>keys</c>, <c>export-verifier</c>, <c>watch-log</c>.</summary>
internal static class CommandLine
{
    public static Task<int> Run(string[] args)
    {
        var root = new RootCommand("""
            DemoExam takes a demonstration exam from a certified venue to a signed skills passport.

            Settings come from appsettings.json, environment variables (Database__Provider) and the command line
            (--Database:Provider=Postgres). The ones to know:
              DataFolder            where the embedded database and the keys live       (default: ./data)
              Database:Provider     Sqlite, Postgres or SqlServer                       (default: Sqlite)
              Database:Connection   connection string for Postgres and SqlServer
              PublicAddress         address that people type and QR codes lead to       (default: the first listening address)
              Issuer:Name …         who answers for passports; printed and signed       (default: a demonstration issuer)
              Signing:KeyFile       PKCS#12 or PEM key that signs; with Signing:Password and Signing:RootFile
                                                                                        (default: made once in DataFolder/keys)
              urls                  addresses to listen on                              (default: http://localhost:5080)
            """);
        root.TreatUnmatchedTokensAsErrors = false;
        root.SetAction((parsed, ct) => Serve(args, ct));

        var web = new Option<bool>("--web") { Description = "Pages and API only; jobs run on other nodes." };
        var worker = new Option<bool>("--worker") { Description = "Jobs only; of the addresses only /healthz and /readyz answer." };
        var serve = new Command("serve", """
            Run the service: pages, API and jobs. Applies migrations first when the database is SQLite.

            Over one PostgreSQL or SQL Server database run as many nodes as you like, each with everything or with --web or
            --worker. Give each the same PublicAddress, signing key and templates, and run `DemoExam migrate` before the first.
            """) { web, worker };
        serve.TreatUnmatchedTokensAsErrors = false;
        serve.SetAction((parsed, ct) =>
        {
            var parts = NodeParts.Settings(parsed.GetValue(web), parsed.GetValue(worker));
            return Serve([.. Rest(args, "serve", web.Name, worker.Name), .. parts], ct, oneOfSeveral: parts.Length > 0);
        });
        root.Add(serve);

        var migrate = new Command("migrate", "Create or upgrade the schema, and the tables of the job server. Run it before new nodes start.") { TreatUnmatchedTokensAsErrors = false };
        migrate.SetAction((parsed, ct) => Migrate(Rest(args, "migrate"), ct));
        root.Add(migrate);

        var fillOnly = new Option<bool>("--fill-only") { Description = "Make the region and stop." };
        var demo = new Command("demo", "Fill an empty database with a lifelike region, print who can sign in, and run the service. Starts the same region again when it is there.") { TreatUnmatchedTokensAsErrors = false };
        demo.Add(fillOnly);
        demo.SetAction((parsed, ct) => Demo(Rest(args, "demo", fillOnly.Name), parsed.GetValue(fillOnly), ct));
        root.Add(demo);

        root.Add(VerifyCommand.Make());
        root.Add(KeysCommand.Make(taken => Rest(args, taken, "revoke")));
        root.Add(ExportCommand.Make(args));
        root.Add(WatchLogCommand.Make());
        root.Add(AuditCommand.Make(Host.Build, args));
        root.Add(BackupCommand.Make(args));
        root.Add(RestoreCommand.Make(args));
        root.Add(MoveCommand.Make(args));

        // Failures keep their own face; tools that start us to look at the host rely on it too.
        return root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    }

    private static async Task<int> Serve(string[] args, CancellationToken ct, bool oneOfSeveral = false)
    {
        try
        {
            var app = Host.Build(args);
            if (oneOfSeveral)
            {
                NodeParts.Require(app.Services);
            }

            await Host.Prepare(app, ct);
            await app.RunAsync(ct);
        }
        catch (Exception fault) when (IsFaultOfSettings(fault))
        {
            // Whoever starts the service reads what to do, not where in the code it was found.
            Console.Error.WriteLine(fault.Message);
            return 1;
        }

        return 0;
    }

    private static bool IsFaultOfSettings(Exception fault) =>
        fault is DatabaseFault or SigningKeyFault or TemplateFault or CalendarFault or NodeFault or TelemetryFault or Microsoft.Extensions.Options.OptionsValidationException;

    private static async Task<int> Migrate(string[] args, CancellationToken ct)
    {
        await using var app = Host.Build(args);
        var applied = await app.Services.GetRequiredService<Migrator>().Migrate(ct);
        app.Services.ScheduleJobs();
        // Made here once, so that no two nodes make one each at their first start.
        app.Services.GetRequiredService<IKeyManager>().MakeFirst(TimeProvider.System);
        Console.WriteLine(applied == 0 ? "The schema is up to date." : $"Applied {applied} migrations.");
        return 0;
    }

    private static async Task<int> Demo(string[] args, bool fillOnly, CancellationToken ct)
    {
        await using var app = Host.Build(args);
        var demo = ActivatorUtilities.CreateInstance<DemoData>(app.Services);
        demo.MakeSigningKey();
        await Host.Prepare(app, ct);
        switch (await demo.State(ct))
        {
            case DemoState.OtherData:
                Console.Error.WriteLine("The database holds data already, and it is not a complete demonstration region. Name an empty folder by --DataFolder, or another database.");
                return 1;
            case DemoState.Empty:
                await demo.Fill(ct);
                break;
        }

        if (fillOnly)
        {
            Console.WriteLine(demo.SignIns);
            return 0;
        }

        app.Lifetime.ApplicationStarted.Register(() => Console.WriteLine($"""

            The demonstration region is at {string.Join(" ", app.Urls)}

            {demo.SignIns}
            """));
        await app.RunAsync(ct);
        return 0;
    }

    private static string[] Rest(string[] args, params string[] taken) => [.. args.Where(a => !taken.Contains(a))];
}
