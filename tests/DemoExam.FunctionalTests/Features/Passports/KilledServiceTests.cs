using System.Collections.Concurrent;
using System.Diagnostics;
using DemoExam.Data;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>The service is killed without warning in the middle of a bulk issue. Afterwards nothing may be missing and nothing double.</summary>
public sealed class KilledServiceTests(App app) : IClassFixture<App>
{
    private const int Candidates = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Killed_during_bulk_issue_and_started_again_the_service_issues_every_passport_exactly_once()
    {
        var exam = await app.Given.ALockedExam(Candidates, new ExamScope(ExamLevel.Interim));

        var left = 0;
        for (var kill = 1; kill <= 2; kill++)
        {
            using var service = Serve();
            try
            {
                await OnAThreadOfItsOwn(() => Until(() => IssuedNow() > left, service));
            }
            finally
            {
                service.Kill();
                await service.WaitForExitAsync(TestContext.Current.CancellationToken);
            }

            left = await Issued();
            left.ShouldBeInRange(1, Candidates - 1, "The test must kill the service in the middle of its work.");
            (await app.OrdersOf(exam.Id)).Count(o => o.Status == PassportOrderStatus.Done).ShouldBe(left, "Passport and order are one transaction.");
        }

        using (var service = Serve())
        {
            try
            {
                await OnAThreadOfItsOwn(() => Until(() => IssuedNow() == Candidates, service));
            }
            finally
            {
                service.Kill();
                await service.WaitForExitAsync(TestContext.Current.CancellationToken);
            }
        }

        var (passports, orders) = (await app.PassportsOf(exam.Id), await app.OrdersOf(exam.Id));
        orders.ShouldAllBe(o => o.Status == PassportOrderStatus.Done);
        passports.Select(p => p.OrderId).ShouldBe(orders.Select(o => o.Id), ignoreOrder: true);
        passports.Select(p => p.CandidateId).ShouldBe(exam.Candidates.Select(c => c.Id), ignoreOrder: true);
        passports.Select(p => p.Number).ShouldBe(orders.Select(o => o.Number));
        foreach (var passport in passports)
        {
            var verdict = app.Offline(await app.PdfOf(passport));
            verdict.IsGenuine.ShouldBeTrue($"{passport.Number}: {string.Join(", ", verdict.Reasons)}");
            verdict.Values!.Number.ShouldBe(passport.Number);
        }

        Task<int> Issued() => app.Query(db => db.Passports.CountAsync(p => p.ExamId == exam.Id));

        int IssuedNow()
        {
            using var scope = app.Services.CreateScope();
            return scope.ServiceProvider.GetRequiredService<DemoExamDb>().Passports.Count(p => p.ExamId == exam.Id);
        }
    }

    // The real binary on the same database and keys. Small batches and short leases, so that there is something to interrupt
    // and nobody waits a minute for the dead.
    private Process Serve()
    {
        var database = app.Services.GetRequiredService<DatabaseOptions>();
        return Tool.StartDemoExam(
            "serve", $"--DataFolder={app.Folder}", $"--Database:Provider={database.Provider}", $"--Database:Connection={database.Connection}",
            "--urls=http://127.0.0.1:0", "--PublicAddress=https://passports.example", "--Passports:BatchSize=5", "--Passports:Lease=00:00:05",
            "--Logging:LogLevel:Default=Error");
    }

    // Two hundred passports take less than a second. Waiting among the tasks of all other tests could miss the middle of it.
    private static Task OnAThreadOfItsOwn(Action watch) => Task.Factory.StartNew(watch, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Until(Func<bool> condition, Process service)
    {
        // Nobody reads what the service says; a full pipe would stop it.
        var output = new ConcurrentQueue<string?>();
        service.OutputDataReceived += (_, line) => output.Enqueue(line.Data);
        service.ErrorDataReceived += (_, line) => output.Enqueue(line.Data);
        service.BeginOutputReadLine();
        service.BeginErrorReadLine();
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            service.HasExited.ShouldBeFalse($"The service ended by itself: {string.Join('\n', output)}");
            watch.Elapsed.ShouldBeLessThan(Patience);
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(2);
        }
    }
}
