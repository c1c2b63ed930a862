using System.Text.RegularExpressions;
using DemoExam.Domain.Exams;
using DemoExam.Features.Conduct;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DemoExam.FunctionalTests.Browser;

/// <summary>An exam from the preparatory day to the end of the work, as chief and technical expert walk through it.</summary>
[Collection(BrowserApp.Collection)]
[Trait("Kind", "Browser")]
public sealed class ExamDayTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chief_and_technical_expert_walk_through_the_day_and_the_clock_follows()
    {
        var exam = await app.Given.AConfirmedExam(2);
        // A browser's clock can't be stopped like the host's; here both run by the same one.
        var technical = await app.Open(TestUser.Technical(exam.Technical.Id), $"/exams/{exam.Id}/preparation", width: 820);
        await technical.Locator("form[action*='Begin'] button").ClickAsync();
        await Look(technical, "preparation");
        while (await technical.Locator("button[value='There']").CountAsync() is > 0 and var left)
        {
            await technical.Locator("button[value='There']").First.ClickAsync();
            await Assertions.Expect(technical.Locator("button[value='There']")).ToHaveCountAsync(left - 1);
        }

        await technical.GotoAsync($"/exams/{exam.Id}/briefing");
        await Look(technical, "briefing");
        await technical.Locator(".day-foot button").ClickAsync();
        await Assertions.Expect(technical.Locator(".day-mark")).ToHaveCountAsync(0);

        var chief = await app.Open(exam.ChiefUser, $"/exams/{exam.Id}/duties", width: 820);
        await Look(chief, "duties");
        await chief.GotoAsync($"/exams/{exam.Id}/tasks");
        await Look(chief, "tasks");
        await app.Given.On(exam, (e, db) => db.WorkplaceDraws.Add(new WorkplaceDraw(Domain.WorkplaceDrawId.New(), e.Id, 1, new byte[WorkplaceDraw.SeedLength], app.Clock.Now)).Property(d => d.DrawnAt).CurrentValue = app.Clock.Now);
        await chief.GotoAsync($"/exams/{exam.Id}/preparation");
        await chief.Locator("form[action*='Sign'] button").ClickAsync();
        await Assertions.Expect(chief.Locator(".page-top .badge")).ToHaveTextAsync(new Regex("Готов"));

        await chief.GotoAsync($"/exams/{exam.Id}/day");
        foreach (var candidate in exam.Candidates)
        {
            var seat = chief.Locator($"#seat-{candidate.Id}");
            await seat.Locator("summary").First.ClickAsync();
            await seat.Locator("input[name='tail']").FillAsync("4417");
            await seat.Locator("form[action*='Admit'] button").ClickAsync();
            await Assertions.Expect(chief.Locator($"#seat-{candidate.Id} form[action*='Admit']")).ToHaveCountAsync(0);
        }

        await chief.Locator("form[action*='Start'] button").ClickAsync();
        await Assertions.Expect(chief.Locator(".day-time")).ToContainTextAsync("окончание");
        await Look(chief, "day");

        // What the technical expert does shows on the chief's page and on the wall by itself.
        await chief.GotoAsync($"/exams/{exam.Id}/clock");
        await Assertions.Expect(chief.Locator("[data-left]")).ToHaveTextAsync(new Regex(@"^\d:\d\d:\d\d$"));
        await Look(chief, "clock");
        await technical.GotoAsync($"/exams/{exam.Id}/day");
        var broken = technical.Locator($"#seat-{exam.Candidates[0].Id}");
        await broken.Locator("summary").First.ClickAsync();
        await broken.Locator("input[name='reason']").First.FillAsync("Погас монитор");
        await broken.Locator("form[action*='Stop'] button").ClickAsync();
        await technical.Locator("section[aria-labelledby=incidents-title] summary").ClickAsync();
        await technical.Locator("#incident-text").FillAsync("На месте погас монитор");
        await technical.Locator("#incident-measures").FillAsync("Монитор заменён");
        await technical.Locator("form[action*='Incident'] button").ClickAsync();
        await Assertions.Expect(technical.Locator("section[aria-labelledby=incidents-title]")).ToContainTextAsync("Монитор заменён");
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await technical.Locator($"#seat-{exam.Candidates[0].Id} form[action*='GoOn'] button").ClickAsync();
        await Assertions.Expect(chief.Locator("[data-own] li")).ToHaveCountAsync(1);

        var day = await app.Send(new GetExamDay(exam.Id), exam.ChiefUser);
        day.Seats.First().Time.GivenBack.ShouldBe(TimeSpan.FromMinutes(6));

        // The wall keeps counting through a reload without a network.
        await chief.WaitForFunctionAsync("async () => (await caches.open('demoexam-sheets')).match(location.href).then(Boolean)");
        await chief.Context.SetOfflineAsync(true);
        await chief.ReloadAsync();
        await Assertions.Expect(chief.Locator("[data-left]")).ToHaveTextAsync(new Regex(@"^\d:\d\d:\d\d$"));
        await Assertions.Expect(chief.Locator("[data-line]")).ToContainTextAsync("нет связи");
        await chief.Context.SetOfflineAsync(false);

        await chief.GotoAsync($"/exams/{exam.Id}/day");
        await chief.Locator("summary", new() { HasTextString = "Завершить" }).ClickAsync();
        await chief.Locator("form[action*='Finish'] button[type=submit]").ClickAsync();
        (await app.Query(db => db.Exams.Where(e => e.Id == exam.Id).Select(e => e.Status).SingleAsync(Ct))).ShouldBe(ExamStatus.Scoring);
    }

    private static async Task Look(IPage page, string name)
    {
        foreach (var width in new[] { 1440, 390, 820 })
        {
            await page.SetViewportSizeAsync(width, 900);
            await BrowserApp.ShouldBeWellLaidOut(page);
            await BrowserApp.Picture(page, $"{name}-{width}-ru");
        }

        await BrowserApp.ShouldBeAccessible(page);
    }
}
