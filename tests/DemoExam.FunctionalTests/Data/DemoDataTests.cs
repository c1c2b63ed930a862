using DemoExam.Data;
using DemoExam.Data.Demo;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Passports;
using DemoExam.Features.Programmes;
using DemoExam.FunctionalTests.Architecture;
using DemoExam.FunctionalTests.Support;
using DemoExam.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Data;

/// <summary>The region that a newcomer sees first.</summary>
public sealed class DemoDataTests
{
    [Fact]
    public async Task The_demo_command_makes_a_region_in_every_state_and_keeps_it()
    {
        var folder = Databases.NewFolder();
        string[] settings = [.. (await Databases.New(folder)).Select(s => $"--{s.Key}={s.Value}"), "--applicationName=DemoExam", "--Jobs:Enabled=false", "--Logging:LogLevel:Default=Error"];

        (await CommandLine.Run(["demo", "--fill-only", .. settings])).ShouldBe(0);

        await using (var host = Host.Build(settings))
        {
            await using var scope = host.Services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<DemoExamDb>();
            var ct = TestContext.Current.CancellationToken;
            (await db.Venues.CountAsync(v => v.RegionCode == DemoRegion.Code, ct)).ShouldBe(20);
            (await db.Experts.CountAsync(ct)).ShouldBe(60);
            // 600 people, two of them entered twice, and nine experts who went to school.
            (await db.Candidates.CountAsync(c => c.RegionCode == DemoRegion.Code, ct)).ShouldBe(611);
            (await db.ExpertCredentials.CountAsync(c => c.TrainedAs != null, ct)).ShouldBe(4);
            // What the press told of the two regions is what their registers answer.
            var articles = await host.Services.GetRequiredService<RunAsSystem>().Send(new GetArticles(), ct);
            articles.SelectMany(a => a.Figures).Count(f => f.Counted > 0).ShouldBe(14);
            articles.SelectMany(a => a.Figures).Where(f => !f.Agrees).ShouldBeEmpty();
            (await db.Exams.Select(e => e.Status).Distinct().ToListAsync(ct)).ShouldBe(Enum.GetValues<ExamStatus>(), ignoreOrder: true);
            (await db.Passports.Select(p => p.Status).Distinct().ToListAsync(ct)).ShouldBe(Enum.GetValues<PassportStatus>(), ignoreOrder: true);
            (await db.PassportOrders.Where(o => o.Status != PassportOrderStatus.Done).Select(o => o.Status).ToListAsync(ct)).ShouldBe([PassportOrderStatus.Failed]);
            (await db.PassportDocuments.CountAsync(ct)).ShouldBe(await db.PassportOrders.CountAsync(o => o.Status == PassportOrderStatus.Done, ct));
        }

        // Starting it again changes nothing; a region that was interrupted, or somebody's data, is left alone.
        var signIns = Path.Combine(folder, "demo-sign-ins.txt");
        var first = await File.ReadAllTextAsync(signIns, TestContext.Current.CancellationToken);
        (await CommandLine.Run(["demo", "--fill-only", .. settings])).ShouldBe(0);
        (await File.ReadAllTextAsync(signIns, TestContext.Current.CancellationToken)).ShouldBe(first);
        File.Delete(signIns);
        (await CommandLine.Run(["demo", "--fill-only", .. settings])).ShouldBe(1);
        await Databases.Remove(folder);
    }

    [Fact]
    public void The_region_can_be_made_on_any_day_at_any_hour()
    {
        var calendar = new WorkingCalendar([], new Dictionary<string, IReadOnlySet<DateOnly>>());
        var checklist = ReadinessChecklist.Load(Path.Combine(Sources.Root, "templates/checklists/readiness.json"));
        for (var hours = 0; hours < 24 * 28; hours += 7)
        {
            var now = new DateTimeOffset(2026, 12, 20, 0, 30, 0, TimeSpan.Zero).AddHours(hours);
            var today = DateOnly.FromDateTime(now.AddHours(2).DateTime);
            var random = new Random(39);
            var region = new DemoRegion(random, now, today);

            var exams = new DemoExams(region, region.Scales(), calendar, checklist, random, now, today);

            exams.Exams.SelectMany(e => e.Bookings).GroupBy(b => (b.Kind, b.ResourceId, b.Number, b.Day, b.Slot)).Where(g => g.Count() > 1).ShouldBeEmpty($"booked twice at {now}");
            exams.Sheets.SelectMany(s => s.Entries).ShouldAllBe(e => e.EnteredAt <= now);
        }
    }
}
