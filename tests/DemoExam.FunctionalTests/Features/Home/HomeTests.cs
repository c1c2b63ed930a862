using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Domain.Scoring;
using DemoExam.Features.Passports;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Home;

public sealed class HomeTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task A_visitor_finds_the_check_and_the_sign_in()
    {
        var page = await app.Get("/", TestUser.Anonymous);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.QuerySelector("form[action='/check'] input[name=code]").ShouldNotBeNull();
        page.Html.QuerySelector("main a[href='/sign-in']").ShouldNotBeNull();
    }

    [Fact]
    public async Task Each_role_sees_its_next_step()
    {
        var submitted = await app.Given.AScheduledExam(1);
        var confirmed = await app.Given.AConfirmedExam(1);
        var running = await app.Given.ARunningExam(1);

        (await app.Get("/", TestUser.RegionalOperator)).Html.QuerySelector($"ul.todo a[href='/exams/{submitted.Id}']").ShouldNotBeNull();
        (await app.Get("/", confirmed.ChiefUser)).Html.QuerySelector($"ul.todo a[href='/exams/{confirmed.Id}/preparation']").ShouldNotBeNull();
        (await app.Get("/", running.ChiefUser)).Html.QuerySelector($"ul.todo a[href='/exams/{running.Id}/day']").ShouldNotBeNull();
        (await app.Get("/", running.ScorerUser())).Html.QuerySelector($"ul.todo a[href='/scoring/{running.Id}']").ShouldNotBeNull();
        (await app.Get("/", TestUser.Technical(running.Technical.Id))).Html.QuerySelector($"ul.todo a[href='/exams/{running.Id}/day']").ShouldNotBeNull();
        (await app.Get("/", running.HolderUser(0))).Html.QuerySelector("ul.todo a[href='/my']").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_waits_for_a_second_person_stands_on_the_home_page_of_who_may_decide()
    {
        var exam = await app.Given.ALockedExam(1);
        await app.RunJob<IssuePassportsJob>(job => job.Run(TestContext.Current.CancellationToken));
        var passport = await app.Query(db => db.Passports.Where(p => p.ExamId == exam.Id).Select(p => p.Id).SingleAsync(TestContext.Current.CancellationToken));
        var proposer = TestUser.RegionalOperator with { Organisation = exam.College };
        await app.Send(new RequestUnlock(exam.Id, UnlockRequestId.New(), null, null, UnlockBasis.AppealDecision, "Протокол № 3", app.Clock.Today, "Апелляция удовлетворена"), exam.ChiefUser);
        await app.Send(new RevokePassport(passport, RevocationCategory.IssuedInError, "Приказ № 5"), proposer);

        var home = await app.Get("/", TestUser.RegionalOperator);
        home.Html.QuerySelector($"ul.todo a[href='/exams/{exam.Id}/unlocks']").ShouldNotBeNull();
        home.Html.QuerySelector($"ul.todo a[href='/passports/{passport}']").ShouldNotBeNull();
        (await app.Get("/", proposer)).Html.QuerySelector($"ul.todo a[href='/passports/{passport}']").ShouldBeNull("who proposed it may not decide");
    }

    [Fact]
    public async Task Nobody_s_home_shows_another_region()
    {
        var submitted = await app.Given.AScheduledExam(1);
        await app.Change(async db =>
        {
            if (!db.Regions.Any(r => r.Code == "28"))
            {
                db.Regions.Add(new Domain.Organisations.Region("28", "Амурская область", "Amur Region", "Asia/Yakutsk"));
            }

            await Task.CompletedTask;
        });

        var page = await app.Get("/", TestUser.RegionalOperator with { Region = "28" });

        page.Html.QuerySelector($"a[href='/exams/{submitted.Id}']").ShouldBeNull();
    }
}
