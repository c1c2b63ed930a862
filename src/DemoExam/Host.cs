using DemoExam.Data;
using DemoExam.Features.Candidates;
using DemoExam.Features.Conduct;
using DemoExam.Features.Documents;
using DemoExam.Features.Mail;
using DemoExam.Features.Passports;
using DemoExam.Features.Reports;
using DemoExam.Features.Scoring;
using DemoExam.Jobs;
using DemoExam.Pipeline;
using DemoExam.Security;
using DemoExam.Telemetry;
using DemoExam.Web;

namespace DemoExam;

/// <summary>Puts the service together: what is added, in order.</summary>
internal static class Host
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            // The service's own files lie beside its binary, wherever it is started from; a test host names another place.
            ContentRootPath = args.Any(a => a.StartsWith("--contentRoot", StringComparison.OrdinalIgnoreCase)) ? null : AppContext.BaseDirectory,
        });
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, $"{typeof(Host).Assembly.GetName().Name}.staticwebassets.runtime.json")))
        {
            // Started from a build instead of a published folder: static files are still in the source tree.
            builder.WebHost.UseStaticWebAssets();
        }

        // Looked through as a whole by developers and by every test; at a start it would only take time.
        builder.Host.UseDefaultServiceProvider(o => o.ValidateOnBuild = o.ValidateScopes = builder.Environment.IsDevelopment());

        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddTelemetry();
        builder.Services.AddDatabase(builder.Configuration);
        builder.Services.AddSecurity(builder.Configuration);
        builder.Services.AddPipeline();
        builder.Services.AddJobs(builder.Configuration);
        builder.Services.AddPassports(builder.Configuration);
        builder.Services.AddMail();
        builder.Services.AddDocuments();
        builder.Services.AddReports();
        builder.Services.AddConduct();
        builder.Services.AddScoring();
        builder.Services.AddProductionCalendar();
        builder.Services.AddReadinessChecklist();
        builder.Services.AddCandidates();
        builder.Services.AddWeb(builder.Configuration);

        return builder.Build();
    }

    /// <summary>Makes the service ready to answer: its database, where SQLite is migrated and a server must have been migrated before, and its doors.</summary>
    /// <exception cref="DatabaseFault">Migrations are pending on a database server, or a newer version has changed the database.</exception>
    /// <exception cref="Credentials.Pdf.TemplateFault">A layout, form or mail in the folder of templates can't be used.</exception>
    public static Task Prepare(WebApplication app, CancellationToken ct) =>
        // Each takes half of the time of a start, and neither needs the other.
        Task.WhenAll(Task.Run(() => PrepareDoors(app), ct), PrepareData(app, ct));

    private static void PrepareDoors(WebApplication app)
    {
        app.UseWeb();
        app.Services.PrepareLayouts();
        app.Services.PrepareMail();
        app.Services.PrepareDocuments();
    }

    private static async Task PrepareData(WebApplication app, CancellationToken ct)
    {
        var migrator = app.Services.GetRequiredService<Migrator>();
        if (await migrator.RequireCurrent(ct))
        {
            try
            {
                await migrator.Migrate(ct);
            }
            catch (System.Data.Common.DbException failure)
            {
                throw new DatabaseFault($"The database does not answer: {failure.Message}", failure);
            }
        }

        await app.Services.PreparePassports(ct);
        app.Services.ScheduleJobs();
        // What a stopped or killed process left is taken up at once, not at the next sweep. Only now is the address known that it prints.
        app.Lifetime.ApplicationStarted.Register(() => app.Services.GetRequiredService<PassportIssuing>().Nudge());
    }
}
