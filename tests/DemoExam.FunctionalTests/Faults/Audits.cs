using DemoExam.Data;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Faults;

/// <summary>What every fault ends with.</summary>
internal static class Audits
{
    /// <summary>The command of the operator finds nothing.</summary>
    public static async Task ShouldPassAudit(this App app)
    {
        var settings = app.Services.GetRequiredService<IConfiguration>();
        var audit = await Tool.DemoExam("audit", $"--Database:Provider={settings["Database:Provider"]}", $"--Database:Connection={settings["Database:Connection"]}", $"--DataFolder={app.Folder}", "--Logging:LogLevel:Default=Error");
        audit.Exit.ShouldBe(0, audit.Output + audit.Errors);
    }

    /// <summary>The same inside of this process, for tests of many cases.</summary>
    public static async Task ShouldBeHealthy(this App app)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var scope = app.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
        foreach (var exam in await db.Exams.Select(e => e.Id).ToListAsync(ct))
        {
            var found = await InstallationAudit.Exam(db, exam, ct);
            found.Trail.ShouldBeEmpty();
            found.Contents.ShouldBeEmpty();
        }

        (await InstallationAudit.Whole(db, ct)).ShouldBeEmpty();
    }
}
