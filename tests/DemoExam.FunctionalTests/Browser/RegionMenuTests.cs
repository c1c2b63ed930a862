using DemoExam.Domain;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Employers;
using DemoExam.Features.Programmes;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Browser;

/// <summary>What a region does with its facts is found from the menu, by clicks alone, by whoever may see it.</summary>
[Collection(BrowserApp.Collection)]
[Trait("Kind", "Browser")]
public sealed class RegionMenuTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    [Fact]
    public async Task Everything_of_the_region_is_reached_from_the_menu_by_its_role()
    {
        var exam = await app.Given.ALockedExam(2);
        var (programme, group) = (ProgrammeId.New(), TrainingGroupId.New());
        await app.Send(new RegisterProgramme(ProgrammeKind.ExpertTraining, "Подготовка экспертов", "Training of Experts", ProgrammeEnding.None, exam.College) { Id = programme }, TestUser.RegionalOperator);
        await app.Send(new OpenTrainingGroup(programme, "Весна", app.Clock.Today.AddDays(-30), app.Clock.Today.AddDays(-1)) { Id = group }, TestUser.RegionalOperator);
        await app.Send(new EnrolParticipants(programme, group, exam.College), TestUser.RegionalOperator);
        var (application, employer) = (EmployerApplicationId.New(), TestUser.EmployerOf((await app.Given.AnEmployer()).Id));
        await app.Send(new ApplyAsEmployer(TestUser.TestRegion, "ООО «Дело»", "Калининград", "3906000012", "Анна Кадрова", "hr@employer.test", null, true) { Id = application }, TestUser.Anonymous);
        var (operates, organises, rules, nobody) = (TestUser.RegionalOperator, exam.OrganiserUser, TestUser.Administrator, TestUser.Anonymous);
        string[] reports = ["region", "college", "workload", "gaps", "supplement"];
        (string What, TestUser User, string[] Clicks)[] rows =
        [
            ("programmes", operates, ["/programmes", $"/programmes/{programme}"]),
            ("programmes", organises, ["/programmes", $"/programmes/{programme}"]),
            ("credential of a training", operates, ["/programmes", $"/programmes/{programme}", $"/programmes/{programme}/groups/{group}", "/credential"]),
            ("credential of a training", organises, ["/programmes", $"/programmes/{programme}", $"/programmes/{programme}/groups/{group}", "/credential"]),
            ("renewals", operates, ["/expiries"]),
            ("shortage of experts", operates, ["/experts", "/experts/shortage"]),
            ("shortage of experts", organises, ["/experts", "/experts/shortage"]),
            ("outcomes", operates, ["/programmes", $"/programmes/outcomes?year={app.Clock.Today.Year}"]),
            ("whom to ask", organises, ["/programmes", $"/programmes/{programme}", $"/programmes/{programme}/follow-up"]),
            ("import of outcomes", organises, ["/programmes", $"/programmes/{programme}", $"/programmes/{programme}/outcomes/import"]),
            ("plan of renewal", operates, ["/venues", "/venues/renewal"]),
            ("kinds of venues", organises, ["/venues", $"/venues/{exam.Venue.Id}"]),
            ("dashboard", operates, ["/figures"]),
            ("dashboard", organises, ["/figures"]),
            ("dashboard", rules, ["/figures"]),
            ("missed terms", operates, ["/figures", $"/figures/missed?year={app.Clock.Today.Year}"]),
            ("missed terms", organises, ["/figures", $"/figures/missed?year={app.Clock.Today.Year}"]),
            ("quality", operates, ["/quality"]),
            ("the press's figures", operates, ["/programmes", "/programmes/articles"]),
            .. reports.Select(report => ("report", operates, new[] { "/reports", $"/reports/{report}" })),
            .. reports[1..].Select(report => ("report", organises, new[] { "/reports", $"/reports/{report}" })),
            .. reports.Select(report => ("report", rules, new[] { "/reports", $"/reports/{report}" })),
            ("employers", operates, ["/employers", $"/employers/{application}"]),
            ("employers", rules, ["/employers"]),
            ("what employers look for", operates, ["/employers", "/needs"]),
            ("what employers look for", organises, ["/needs"]),
            ("what employers look for", exam.HolderUser(), ["/needs"]),
            ("posting a need", employer, ["/needs", "/needs/new"]),
            ("received passports", employer, ["/received"]),
            ("checking many passports", employer, ["/check"]),
            ("asking to be let in", nobody, ["/employers/apply"]),
            ("public register", nobody, [$"/regions/{TestUser.TestRegion}"]),
        ];

        var failures = new List<string>();
        foreach (var of in rows.GroupBy(r => r.User))
        {
            var page = await app.Open(of.Key, "/");
            foreach (var (what, _, clicks) in of)
            {
                await page.GotoAsync("/");
                foreach (var (click, at) in clicks.Select((c, i) => (c, i)))
                {
                    var link = page.Locator(click == "/credential" ? "main a[href$='/credential']" : $"{(at == 0 && of.Key != nobody ? "nav" : "main")} a[href='{click}']").First;
                    if (await link.CountAsync() == 0)
                    {
                        failures.Add($"{of.Key.Role ?? "nobody"}: {what} has no link {click} on {page.Url}");
                        break;
                    }

                    var answer = await page.RunAndWaitForResponseAsync(() => link.ClickAsync(), r => r.Request.IsNavigationRequest && r.Request.ResourceType == "document");
                    if (answer.Status != 200)
                    {
                        failures.Add($"{of.Key.Role ?? "nobody"}: {what} answers {answer.Status} at {answer.Url}");
                    }

                    // Asked again and again: an event of a quick page may be over before anybody waits for it.
                    await page.WaitForFunctionAsync("url => location.href === url && document.readyState !== 'loading'", answer.Url);
                }
            }

            await page.Context.CloseAsync();
        }

        failures.ShouldBeEmpty();
    }
}
