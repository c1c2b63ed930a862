using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Jobs;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Faults;

/// <summary>Two real processes over one campaign of re-issue, one of them killed in the middle of it. SQLite has one process; there it is killed and its successor goes on.</summary>
public sealed class TwoNodesTests(TwoNodesTests.PresentApp app) : IClassFixture<TwoNodesTests.PresentApp>
{
    private const int Passports = 150;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_campaign_over_which_a_node_dies_replaces_each_passport_once()
    {
        var exam = await app.Given.ALockedExam(Passports, new Domain.Packages.ExamScope(Domain.Packages.ExamLevel.Interim));
        await app.Issue();
        var begin = new BeginCampaign(new CampaignChoice(null, exam.Id, null, null), SupersedingCategory.Correction, "Опечатка в макете");
        if (!Databases.OnPostgres)
        {
            // Nobody wakes the jobs of another process there; they look when they start.
            await app.Send(begin, TestUser.RegionalOperator);
        }

        var first = await RealService.Start(app);
        var second = Databases.OnPostgres ? await RealService.Start(app) : null;
        if (second is not null)
        {
            await app.Send(begin, TestUser.RegionalOperator);
        }

        try
        {
            using (first)
            {
                // Whoever is being disposed of is killed.
                await Waiting.Until(async () => await Replaced(exam) > 0, "the campaign has begun", 2);
            }

            (await Replaced(exam)).ShouldBeLessThan(Passports, "The test must kill a node in the middle of the work.");
            second ??= await RealService.Start(app);
            await Waiting.Until(async () => await Replaced(exam) == Passports, "every passport is replaced", 200);
            second.ShouldRun();
            (await second.Terminate()).ShouldBe(0);
        }
        finally
        {
            second?.Dispose();
        }

        var passports = await app.PassportsOf(exam.Id);
        passports.Count.ShouldBe(2 * Passports);
        passports.Where(p => p.IsLasting).Select(p => p.CandidateId).ShouldBe(exam.Candidates.Select(c => c.Id), ignoreOrder: true);
        (await app.OrdersOf(exam.Id)).ShouldAllBe(o => o.Status == PassportOrderStatus.Done);
        await app.ShouldPassAudit();
    }

    private Task<int> Replaced(ExamState exam) => app.Query(db => db.Passports.CountAsync(p => p.ExamId == exam.Id && p.PassportVersion == 2, Ct));

    [Fact]
    public async Task A_node_starts_while_a_killed_one_still_holds_a_recurring_job()
    {
        const string Held = "hangfire:lock:recurring-job:" + Schedule.SendMail;
        if (Databases.OnPostgres)
        {
            // As a node leaves it that is killed between taking the lock and giving it back; elsewhere a lock ends with its process.
            await app.Query(db => db.Database.ExecuteSqlAsync($"INSERT INTO hangfire.lock (resource, updatecount, acquired) VALUES ({Held}, 0, now() AT TIME ZONE 'utc')", Ct));
        }

        using var node = await RealService.Start(app);
        node.ShouldRun();
        (await node.Terminate()).ShouldBe(0);
    }

    /// <summary>A host at the present time, as the processes beside it are.</summary>
    public sealed class PresentApp : App
    {
        public PresentApp() => Clock.Now = TimeProvider.System.GetUtcNow();
    }
}
