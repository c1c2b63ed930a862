using System.Globalization;
using System.Text.RegularExpressions;
using DemoExam.Domain;
using DemoExam.Domain.Documents;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Passports;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Documents;
using DemoExam.Features.Employers;
using DemoExam.Features.Exams;
using DemoExam.Features.My;
using DemoExam.Features.Passports;
using DemoExam.Features.Programmes;
using DemoExam.Features.Scoring;
using DemoExam.Features.Specialities;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace DemoExam.FunctionalTests.Browser;

/// <summary>The main job as each role does it, by mouse and keyboard in a real browser.</summary>
[Collection(BrowserApp.Collection)]
[Trait("Kind", "Browser")]
public sealed partial class MainJobTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_registers_a_venue_and_its_certificate()
    {
        var package = await app.Given.APublishedPackage();
        var college = await app.Given.ACollege();
        var page = await app.Open(TestUser.RegionalOperator, "/venues");

        await page.Locator("a[href$='/venues/new']").First.ClickAsync();
        await page.Locator("[name='Input.OrganisationId']").SelectOptionAsync(college.Id.ToString());
        await page.Locator("[name='Input.Name']").FillAsync("Мастерская «Сетевое администрирование»");
        await page.Locator("[name='Input.NameEn']").FillAsync("Network Administration Workshop");
        await page.Locator("[name='Input.City']").FillAsync("Калининград");
        await page.Locator("[name='Input.Address']").FillAsync("ул. Садовая, 7");
        await page.Locator("[name='Input.Workplaces']").FillAsync("10");
        await Submit(page);
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Сетевое администрирование");

        await page.Locator("a[href$='/accredit']").First.ClickAsync();
        await page.Locator("[name='Input.PackageCode']").SelectOptionAsync(package.Code);
        await page.Locator("[name='Input.CertificateNumber']").FillAsync("0200/09.02.07");
        await page.Locator("[name='Input.Workplaces']").FillAsync("12");
        await Submit(page);
        // A certificate for more workplaces than the venue has is refused beside the field, and nothing typed is lost.
        await Assertions.Expect(page.Locator(".field.invalid [name='Input.Workplaces']")).ToHaveValueAsync("12");
        await Assertions.Expect(page.Locator("[name='Input.CertificateNumber']")).ToHaveValueAsync("0200/09.02.07");
        await page.Locator("[name='Input.Workplaces']").FillAsync("10");
        await Submit(page);

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("0200/09.02.07");
        (await app.Query(db => db.Venues.Where(v => v.City == "Калининград" && v.Workplaces == 10).SelectMany(v => v.Accreditations).AnyAsync(a => a.CertificateNumber == "0200/09.02.07", Ct))).ShouldBeTrue();
    }

    [Fact]
    public async Task An_organiser_plans_twenty_four_candidates_of_three_colleges_and_the_operator_confirms()
    {
        var package = await app.Given.APublishedPackage();
        var venue = await app.Given.AnAccreditedVenue(12);
        var colleges = new List<OrganisationId>();
        for (var i = 0; i < 24; i++)
        {
            if (i % 8 == 0)
            {
                colleges.Add((await app.Given.ACollege()).Id);
            }

            await app.Given.ACandidate(colleges[^1]);
        }

        await app.Given.AnExpert(CredentialType.ConductRight);
        for (var i = 0; i < 3; i++)
        {
            await app.Given.AnExpert();
        }

        var page = await app.Open(TestUser.Organiser, "/exams/new");
        await page.Locator("#Input_Scope").SelectOptionAsync(PlanDraft.ScopeKey(package.Id, ExamLevel.Base, false));
        await page.Locator("#Input_FirstDay").FillAsync(app.Clock.Today.AddDays(10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await page.Locator("#Input_FirstDay").DispatchEventAsync("change");
        await page.Locator($"input[name='Input.VenueId'][value='{venue.Id}']").CheckAsync();
        foreach (var college in colleges)
        {
            await page.Locator("#From").SelectOptionAsync($"{college}~");
            await Assertions.Expect(page.Locator(".plan-found input:checked")).ToHaveCountAsync(8);
            await page.Locator("button[formaction*='Seat']").ClickAsync();
            await Assertions.Expect(page.Locator(".plan-found")).ToHaveCountAsync(0);
        }

        await Assertions.Expect(page.Locator(".plan-shifts > li")).ToHaveCountAsync(2);
        await page.Locator("button[formaction*='Team']").ClickAsync();
        await Assertions.Expect(page.Locator(".plan-aside")).ToContainTextAsync("Правила не возражают");
        await BrowserApp.ShouldBeAccessible(page);
        await BrowserApp.Picture(page, "plan-1440-ru");
        await page.SetViewportSizeAsync(390, 844);
        await BrowserApp.ShouldBeWellLaidOut(page);
        await BrowserApp.Picture(page, "plan-390-ru");
        await page.Locator(".plan-aside button.primary").ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("ДЭ-39-");

        var exam = await app.Query(db => db.Exams.SingleAsync(e => e.VenueId == venue.Id, Ct));
        exam.Enrolments.Count.ShouldBe(24);
        exam.Groups.Count.ShouldBe(2);

        var operatorPage = await app.Open(TestUser.RegionalOperator, $"/exams/{exam.Id}");
        await operatorPage.Locator("form[action*='Confirm'] button").ClickAsync();
        await Assertions.Expect(operatorPage.Locator(".page-top .badge")).ToHaveTextAsync(new Regex("Подтвержд"));
    }

    [Fact]
    public async Task A_date_that_is_typed_while_the_plan_is_on_its_way_stays()
    {
        var package = await app.Given.APublishedPackage();
        var venue = await app.Given.AnAccreditedVenue(12);
        var page = await app.Open(TestUser.Organiser, "/exams/new");
        var asked = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        await page.RouteAsync("**/exams/new?handler=Show", async route =>
        {
            asked.TrySetResult();
            await go.Task;
            await route.ContinueAsync();
        });
        await page.Locator("#Input_Scope").SelectOptionAsync(PlanDraft.ScopeKey(package.Id, ExamLevel.Base, false));
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(10), Ct);

        // Typed, and not left yet: no event tells of it.
        var day = app.Clock.Today.AddDays(10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await page.Locator("#Input_FirstDay").EvaluateAsync("(field, day) => { field.value = day; }", day);
        go.SetResult();

        await Assertions.Expect(page.Locator($"input[name='Input.VenueId'][value='{venue.Id}']")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#Input_FirstDay")).ToHaveValueAsync(day);
    }

    [Fact]
    public async Task A_choice_whose_answer_is_lost_is_asked_about_again_and_then_told()
    {
        var package = await app.Given.APublishedPackage();
        var venue = await app.Given.AnAccreditedVenue(12);
        var page = await app.Open(TestUser.Organiser, "/exams/new");
        await page.Locator("#Input_FirstDay").FillAsync(app.Clock.Today.AddDays(10).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        var left = 1;
        await page.RouteAsync("**/exams/new?handler=Show", route => left-- > 0 ? route.AbortAsync() : route.ContinueAsync());
        await page.Locator("#Input_Scope").SelectOptionAsync(PlanDraft.ScopeKey(package.Id, ExamLevel.Base, false));
        var chosen = page.Locator($"input[name='Input.VenueId'][value='{venue.Id}']");
        await Assertions.Expect(chosen).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#plan-silent")).ToBeHiddenAsync();

        left = 2;
        await chosen.CheckAsync();
        await Assertions.Expect(page.Locator("#plan-silent")).ToBeVisibleAsync();
        await page.Locator("#plan-silent button").ClickAsync();
        await Assertions.Expect(page.Locator("#plan-silent")).ToBeHiddenAsync();
        await Assertions.Expect(chosen).ToBeCheckedAsync();
    }

    [Fact]
    public async Task The_chief_starts_experts_score_and_the_technical_expert_looks_on()
    {
        var exam = await app.Given.AnAdmittedExam(2);
        var chief = await app.Open(exam.ChiefUser, $"/exams/{exam.Id}/day");
        await chief.Locator("form[action*='Start'] button").ClickAsync();
        await Assertions.Expect(chief.Locator("form[action*='Start'] button")).ToHaveCountAsync(0);

        var scorer = await app.Open(exam.ScorerUser(), "/scoring", width: 820);
        await scorer.Locator("a[href*='/scoring/']").First.ClickAsync();
        await Assertions.Expect(scorer.Locator("h1")).ToBeVisibleAsync();

        var technical = await app.Open(TestUser.Technical(exam.Technical.Id), "/");
        await Assertions.Expect(technical.Locator("main")).ToContainTextAsync((await app.Send(new GetExam(exam.Id), exam.ChiefUser)).Number);
        (await app.Query(db => db.ScoreSheets.CountAsync(s => s.ExamId == exam.Id, Ct))).ShouldBe(2 * exam.Package.CriteriaOf(exam.Scope).Count());
    }

    [Fact]
    public async Task A_locked_result_becomes_a_passport_that_its_holder_downloads_and_a_stranger_verifies()
    {
        var exam = await app.Given.AScoredExam(2);
        var chief = await app.Open(exam.ChiefUser, $"/scoring/{exam.Id}");
        foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
        {
            await LockCriterion(chief, criterion.Letter);
        }

        await Assertions.Expect(chief.Locator("summary", new() { HasTextString = "Зафиксировать результаты" })).ToBeVisibleAsync();
        await chief.Locator("summary", new() { HasTextString = "Зафиксировать результаты" }).ClickAsync();
        await chief.Locator("dialog[open] button[type=submit]").ClickAsync();
        await Assertions.Expect(chief.Locator(".page-top .badge")).ToHaveTextAsync(new Regex("Заблок|Результат"));
        await app.RunJob<IssuePassportsJob>(job => job.Run(Ct));

        // Everybody signs the protocol, then the results are announced; until then its holder sees nothing.
        await Sign(chief, exam.Id.ToString());
        foreach (var scorer in Enumerable.Range(0, exam.Scorers.Count).Select(exam.ScorerUser))
        {
            var signing = await app.Open(scorer);
            await Sign(signing, exam.Id.ToString());
            await signing.Context.CloseAsync();
        }

        var organiser = await app.Open(exam.OrganiserUser, $"/exams/{exam.Id}/results");
        await organiser.Locator("details.board-signature summary").ClickAsync();
        await organiser.Locator("#board-name").FillAsync("Белова Мария Сергеевна");
        await organiser.Locator("#board-position").FillAsync("Член ГЭК");
        await organiser.Locator("details.board-signature button[type=submit]").ClickAsync();
        (await app.Get("/my", exam.HolderUser())).Html.QuerySelector("a[href*='/my/passports/']").ShouldBeNull();
        await organiser.Locator("summary", new() { HasTextString = "Объявить результаты" }).ClickAsync();
        await organiser.Locator("dialog[open] button[type=submit]").ClickAsync();
        await Assertions.Expect(organiser.Locator(".notice.good").First).ToBeVisibleAsync();
        await BrowserApp.ShouldBeAccessible(organiser);

        var holder = await app.Open(exam.HolderUser(), "/my", width: 390);
        await BrowserApp.ShouldBeWellLaidOut(holder);
        await holder.Locator($"a[href*='/my/exams/{exam.Id}']").First.ClickAsync();
        await BrowserApp.ShouldBeAccessible(holder);
        await holder.GotoAsync("/my");
        var waiting = holder.WaitForDownloadAsync();
        await holder.Locator("a[href*='/my/passports/']").First.ClickAsync();
        var pdf = await (await waiting).PathAsync();
        (await Tool.Run("qpdf", "qpdf", "--check", pdf)).Output.ShouldContain("No syntax or stream encoding errors");

        var png = Path.Combine(app.Folder, "passport");
        await Tool.Run("pdftoppm", "poppler-utils", "-r", "150", "-png", "-singlefile", pdf, png);
        var scanned = (await Tool.Run("zbarimg", "zbar-tools", "--quiet", "--raw", png + ".png")).Output.Trim();
        scanned.ShouldStartWith("https://passports.example/p/");
        var stranger = await app.Open(TestUser.Anonymous, new Uri(scanned).PathAndQuery, width: 390);
        await Assertions.Expect(stranger.Locator(".verdict")).ToContainTextAsync("Паспорт подлинный и действует");
        await BrowserApp.ShouldBeAccessible(stranger);
        await BrowserApp.Picture(stranger, "verified-390-ru");
    }

    [Fact]
    public async Task A_question_opens_as_a_dialog_on_a_slow_line_and_on_a_part_of_the_page_that_was_renewed()
    {
        var exam = await app.Given.AScoredExam(2);
        var letters = exam.Package.CriteriaOf(exam.Scope).Select(c => c.Letter).ToList();
        var chief = await app.Open(exam.ChiefUser, "/scoring");
        var arrived = new TaskCompletionSource();
        await chief.RouteAsync(new Regex("/js/site[.]"), async route =>
        {
            await arrived.Task;
            await route.ContinueAsync();
        });
        await chief.GotoAsync($"/scoring/{exam.Id}", new() { WaitUntil = WaitUntilState.Commit });
        await Question(chief, letters[1]).ClickAsync();
        await Assertions.Expect(chief.Locator("details.confirm[open]")).ToHaveCountAsync(1);
        arrived.SetResult();
        await Assertions.Expect(chief.Locator("dialog[open] button[type=submit]")).ToBeVisibleAsync();
        await chief.Locator("dialog[open] [data-close]").ClickAsync();

        await Assertions.Expect(chief.Locator("#board[data-watching]")).ToHaveCountAsync(1);
        await app.Send(new LockCriterion(exam.Id, letters[0]), exam.ChiefUser);
        await Assertions.Expect(Question(chief, letters[0])).ToHaveCountAsync(0);
        await Question(chief, letters[1]).ClickAsync();
        await chief.Locator("dialog[open] button[type=submit]").ClickAsync();
        await Assertions.Expect(Question(chief, letters[1])).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task An_administrator_sees_why_a_passport_failed_and_lets_it_be_tried_again()
    {
        var exam = await app.Given.ALockedExam(1);
        await Rename(exam, "Кандидатова\uE5C7");
        // A failure is tried again, later each time, before it is left to a person.
        for (var attempt = 0; attempt < PassportOrder.MostAttempts; attempt++)
        {
            await app.RunJob<IssuePassportsJob>(job => job.Run(Ct));
            app.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        var page = await app.Open(TestUser.Administrator, "/admin");
        var failed = page.Locator("tr", new() { Has = page.Locator($"a[href='/exams/{exam.Id}/passports']") });
        await Assertions.Expect(failed).ToContainTextAsync("U+E5C7");
        await BrowserApp.ShouldBeAccessible(page);
        await Rename(exam, "Кандидатова");
        await failed.Locator("button").ClickAsync();
        await Assertions.Expect(failed).ToHaveCountAsync(0);
        await app.RunJob<IssuePassportsJob>(job => job.Run(Ct));

        (await app.Query(db => db.Passports.CountAsync(p => p.ExamId == exam.Id, Ct))).ShouldBe(1);

        Task Rename(ExamState state, string surname) => app.Change(async db =>
        {
            var candidate = await db.Candidates.SingleAsync(c => c.Id == state.Candidates[0].Id, Ct);
            db.Entry(candidate).ComplexProperty(c => c.Name).CurrentValue = new PersonName(surname, "Ксения", "Кирилловна");
        });
    }

    [Theory]
    [InlineData("ru", false)]
    [InlineData("en", true)]
    public async Task Every_page_fits_a_phone_a_tablet_and_a_desk_and_is_accessible(string language, bool dark)
    {
        await app.Given.AScheduledExam(2);
        var running = await app.Given.ARunningExam(3);
        var locked = await app.Given.ALockedExam(3);
        await app.RunJob<IssuePassportsJob>(job => job.Run(Ct));
        var holder = locked.Candidates[0].Id;
        var passport = await app.Query(db => db.Passports.Where(p => p.ExamId == locked.Id && p.CandidateId == holder).Select(p => p.Id).SingleAsync(Ct));
        await app.Send(new AskCorrection(passport, CorrectionKind.Name, "Новикова", "Ксения", null, "Фамилия изменилась"), locked.HolderUser());
        var campaign = await app.Send(new BeginCampaign(new CampaignChoice(null, locked.Id, null, null), SupersedingCategory.Correction, "Опечатка в макете"), TestUser.RegionalOperator);
        var document = (await app.Send(new PrintDocument(locked.Id, DocumentKind.ExamProtocol), TestUser.RegionalOperator)).Code;
        var (programme, group) = (ProgrammeId.New(), TrainingGroupId.New());
        await app.Send(new RegisterProgramme(ProgrammeKind.EmploymentPromotion, $"Содействие занятости {programme.Value:N}"[..40], "Employment Promotion", ProgrammeEnding.Exam, locked.College) { Id = programme }, TestUser.RegionalOperator);
        await app.Send(new OpenTrainingGroup(programme, "Сварщики, весна", app.Clock.Today.AddDays(-90), app.Clock.Today.AddDays(-1)) { Id = group }, TestUser.RegionalOperator);
        await app.Send(new SetProgrammeTarget(programme, app.Clock.Today.Year, 24, 75), TestUser.RegionalOperator);
        await app.Send(new EnrolParticipants(programme, group, locked.College), TestUser.RegionalOperator);
        var participant = await app.Query(db => db.Participants.Where(p => p.GroupId == group && p.CandidateId == holder).Select(p => p.Id).SingleAsync(Ct));
        await app.Send(new RecordEmploymentOutcome(programme, participant, OutcomeKind.Employed, app.Clock.Today, "АО «Западная верфь»", OutcomeSource.Organisation), TestUser.RegionalOperator);
        var form = (await app.Send(new IssueOutcomeLinks(programme, group), TestUser.RegionalOperator))[0].Path;
        var (application, need, employer) = (EmployerApplicationId.New(), EmployerNeedId.New(), TestUser.EmployerOf((await app.Given.AnEmployer()).Id));
        await app.Send(new ApplyAsEmployer(TestUser.TestRegion, $"ООО «Дело {language}{dark}»", "Калининград", dark ? "3906000012" : "3906000037", "Анна Кадрова", "hr@employer.test", null, true) { Id = application }, TestUser.Anonymous);
        await app.Send(new RegisterSpeciality(SpecialityKind.Speciality, $"9{(dark ? 1 : 2)}.02.{(language == "ru" ? 11 : 12)}", "Специальность", "Speciality") { Id = SpecialityId.New() }, TestUser.RegionalOperator);
        await app.Send(new PostNeed($"9{(dark ? 1 : 2)}.02.{(language == "ru" ? 11 : 12)}", ExamLevel.Base, 3, app.Clock.Today.AddDays(40), "Две смены, обучение на рабочем месте") { Id = need }, employer);
        await app.Send(new SharePassport(passport, new ShareContents(true, true, [], []), app.Clock.Today.AddDays(20), null, employer.Organisation), locked.HolderUser());
        (TestUser User, string[] Paths)[] everything =
        [
            (TestUser.Anonymous, ["/", "/sign-in", "/check", "/problem/404", $"/regions/{TestUser.TestRegion}", form, "/employers/apply"]),
            (TestUser.Administrator, ["/", "/admin", "/admin/layouts", "/admin/mail", "/users", "/users/new", "/account", "/account/password", "/account/second-factor", "/account/passkeys", "/admin/sign-in", "/admin/access", "/admin/sample", "/expiries", "/setup", "/setup/region", "/setup/organisation", "/setup/key", "/setup/mail", "/setup/people"]),
            (TestUser.RegionalOperator,
            [
                "/", "/exams", "/calendar", "/calendar?view=week", "/calendar?view=venues", $"/exams/{locked.Id}", $"/exams/{locked.Id}/results", $"/exams/{locked.Id}/passports", "/passports", $"/passports/{passport}",
                "/passports/print", "/passports/corrections", "/passports/campaigns?count=true", $"/passports/campaigns/{campaign}",
                "/venues", $"/venues/{locked.Venue.Id}", $"/venues/{locked.Venue.Id}/accredit", "/venues/new", "/organisations", "/organisations/new",
                "/experts", $"/experts/{locked.Chief.Id}", "/experts/new", $"/experts/{locked.Chief.Id}/credentials/new", $"/experts/{locked.Chief.Id}/ties/new",
                "/packages", $"/packages/{locked.Package.Id}", "/packages/import", "/grade-scales", "/grade-scales/new", $"/exams/{locked.Id}/trail", $"/exams/{locked.Id}/unlocks",
                $"/exams/{running.Id}/invitations", $"/exams/{locked.Id}/documents", "/documents", $"/documents/{document}",
                "/candidates", $"/candidates/{locked.Candidates[0].Id}", "/candidates/new", "/candidates/import", "/candidates/codes", "/experts/duplicates", "/employers", $"/employers/{application}", "/needs",
                "/programmes", "/programmes/new", $"/programmes/{programme}", $"/programmes/{programme}/edit", $"/programmes/{programme}/groups/{group}", $"/programmes/{programme}/groups/{group}/participants/{participant}",
                "/programmes/outcomes", "/programmes/articles", "/reports", "/reports/region", "/reports/college", "/reports/workload", "/reports/gaps", "/reports/supplement", "/experts/shortage", $"/programmes/{programme}/follow-up", $"/programmes/{programme}/outcomes/import", $"/programmes/{programme}/groups/{group}/participants/{participant}/credential",
                "/figures", "/figures/missed", $"/venues/{locked.Venue.Id}/edit", $"/organisations/{locked.College}", $"/organisations/{locked.College}/edit", $"/candidates/{locked.Candidates[0].Id}/edit", $"/experts/{locked.Chief.Id}/edit", $"/candidates/{locked.Candidates[0].Id}/data",
            ]),
            (locked.OrganiserUser, ["/", "/exams/new", $"/exams/{running.Id}/draw"]),
            (running.ChiefUser, ["/", $"/exams/{running.Id}", $"/exams/{running.Id}/paper", $"/exams/{running.Id}/paper/print", $"/exams/{running.Id}/judges", "/scoring", $"/scoring/{running.Id}", $"/scoring/{running.Id}/A"]),
            (running.ScorerUser(), ["/", "/scoring", $"/scoring/{running.Id}/A/{running.Candidates[0].Id}", "/experts/me", "/my/invitations"]),
            (TestUser.Technical(running.Technical.Id), ["/"]),
            (locked.HolderUser(), ["/", "/account/access", "/my", $"/my/exams/{locked.Id}", $"/my/passports/{passport}", $"/my/passports/{passport}/preview", "/needs?mine=false"]),
            (employer, ["/", "/needs", "/needs/new", "/received", "/account"]),
        ];

        var failures = new List<string>();
        foreach (var (user, paths) in everything)
        {
            var page = await app.Open(user, paths[0], 1440, language, dark);
            foreach (var path in paths)
            {
                await page.SetViewportSizeAsync(1440, 900);
                var answer = await page.GotoAsync(path);
                await Check(path, user, async () =>
                {
                    answer!.Status.ShouldBe(path == "/problem/404" ? 404 : 200);
                    await BrowserApp.ShouldBeAccessible(page);
                });
                foreach (var width in new[] { 1440, 820, 390, 360 })
                {
                    await page.SetViewportSizeAsync(width, 900);
                    await Check(path, user, () => BrowserApp.ShouldBeWellLaidOut(page));
                    await BrowserApp.Picture(page, $"{user.Role ?? "nobody"}{Ids().Replace(path, "x")}-{width}-{language}");
                }
            }

            await page.Context.CloseAsync();
        }

        failures.ShouldBeEmpty();

        async Task Check(string path, TestUser user, Func<Task> check)
        {
            try
            {
                await check();
            }
            catch (ShouldAssertException failure)
            {
                failures.Add($"{path} as {user.Role ?? "nobody"}: {failure.Message}");
            }
        }
    }

    private static async Task Sign(IPage page, string exam)
    {
        await page.GotoAsync($"/exams/{exam}/results");
        await page.Locator("summary", new() { HasTextString = "Подписать" }).First.ClickAsync();
        await page.Locator("dialog[open] button[type=submit]").ClickAsync();
        await page.WaitForLoadStateAsync();
    }

    private static Task Submit(IPage page) => page.Locator("main form button.primary[type=submit]").First.ClickAsync();

    private static ILocator Question(IPage board, string letter) =>
        board.Locator("section[data-live=criteria] li", new() { HasTextRegex = new Regex($"Критерий {letter}\\.") }).Locator("summary");

    private static async Task LockCriterion(IPage chief, string letter)
    {
        await Question(chief, letter).ClickAsync();
        await chief.Locator("dialog[open] button[type=submit]").ClickAsync();
        await Assertions.Expect(Question(chief, letter)).ToHaveCountAsync(0);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Ids();
}
