using System.IO.Compression;
using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Documents;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Venues;
using DemoExam.Features.Conduct;
using DemoExam.Features.Documents;
using DemoExam.Features.Exams;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Exams;

public sealed class PreparationTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_missing_blocks_ready_and_is_said_all_at_once()
    {
        var exam = await app.Given.AConfirmedExam(1);
        await app.Send(new BeginPreparation(exam.Id), TestUser.Technical(exam.Technical.Id));
        var items = (await app.Send(new GetPreparation(exam.Id), exam.ChiefUser)).Items.Where(i => i.IsMandatory).ToList();
        foreach (var item in items.Skip(2))
        {
            await app.Send(new CheckReadiness(exam.Id, item.Key, ReadinessState.There, null), exam.ChiefUser);
        }

        var unexplained = () => app.Send(new CheckReadiness(exam.Id, items[0].Key, ReadinessState.Missing, " "), exam.ChiefUser);
        (await unexplained.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.MissingIsExplained);
        await app.Send(new CheckReadiness(exam.Id, items[0].Key, ReadinessState.Missing, "Нет двух столов"), exam.ChiefUser);

        var page = await app.PostForm($"/exams/{exam.Id}/preparation", exam.ChiefUser, new Dictionary<string, object?>(), "form[action*='handler=Sign']");

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.TextOf(".error-summary").ShouldContain("Нет двух столов");
        page.TextOf(".error-summary").ShouldContain(items[1].Name.Russian);
        page.TextOf(".error-summary").ShouldContain("жеребьёвку");
        var sign = () => app.Send(new SignReadiness(exam.Id), exam.ChiefUser);
        (await sign.ShouldThrowAsync<RuleViolation>()).Refusals.Select(r => r.Rule).ShouldBe([ExamRules.ItemIsThere, ExamRules.ItemIsChecked, ExamRules.PlacesAreDrawn], ignoreOrder: true);
    }

    [Fact]
    public async Task Case_6_a_certificate_that_was_suspended_since_the_plan_blocks_ready()
    {
        var exam = await app.Given.AReadyExam(1);
        await app.Given.On(exam, (e, _) => e.CheckReadiness(exam.Chief.Id, "Главный", "workplaces", ReadinessState.Missing, "Переставляем", app.Clock.Now));
        await app.Given.On(exam, (e, _) => e.CheckReadiness(exam.Chief.Id, "Главный", "workplaces", ReadinessState.There, null, app.Clock.Now));
        var certificate = exam.Venue.AccreditationFor(exam.Package.Code, exam.Scope.Level, app.Clock.Today, app.Clock.Today).Id;
        await app.Change(async db => (await db.Venues.SingleAsync(v => v.Id == exam.Venue.Id, Ct)).SetStatus(certificate, AccreditationStatus.Suspended));

        var sign = () => app.Send(new SignReadiness(exam.Id), exam.ChiefUser);

        (await sign.ShouldThrowAsync<RuleViolation>()).Refusals.ShouldHaveSingleItem().Field.ShouldBe("VenueId");
        (await app.Send(new GetPreparation(exam.Id), exam.OrganiserUser)).Missing.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_mandatory_line_that_turns_out_missing_takes_readiness_back()
    {
        var exam = await app.Given.AReadyExam(1);

        await app.Send(new CheckReadiness(exam.Id, "workplaces", ReadinessState.Missing, "Сломан стол"), TestUser.Technical(exam.Technical.Id));

        var view = await app.Send(new GetPreparation(exam.Id), exam.ChiefUser);
        view.Status.ShouldBe(ExamStatus.Preparation);
        view.ReadyAt.ShouldBeNull();
        (await app.Send(new GetExam(exam.Id), exam.ChiefUser)).History[^1].To.ShouldBe(ExamStatus.Preparation);
    }

    [Fact]
    public async Task Preparation_begins_on_its_day_and_only_by_the_experts_who_conduct_the_exam()
    {
        var exam = await app.Given.AConfirmedExam(1);
        var scorer = () => app.Send(new BeginPreparation(exam.Id), exam.ScorerUser());
        await scorer.ShouldThrowAsync<Forbidden>();
        var stranger = () => app.Send(new BeginPreparation(exam.Id), TestUser.Technical(exam.Scorers[0].Id));
        (await stranger.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.ConductedByItsExperts);
        app.Clock.Advance(TimeSpan.FromDays(-1));
        try
        {
            var early = () => app.Send(new BeginPreparation(exam.Id), exam.ChiefUser);
            (await early.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.PreparatoryDayHasCome);
        }
        finally
        {
            app.Clock.Advance(TimeSpan.FromDays(1));
        }
    }

    [Fact]
    public async Task The_briefing_register_says_who_when_and_by_whom_and_nobody_starts_without_it()
    {
        var exam = await app.Given.AConfirmedExam(2);
        await app.Given.On(exam, (e, db) =>
        {
            e.BeginPreparation([new ReadinessItem("workplaces", new Domain.Exams.Words("Места", "Places"), false)], app.Clock.Today);
            var draw = db.WorkplaceDraws.Add(new WorkplaceDraw(WorkplaceDrawId.New(), e.Id, 1, new byte[WorkplaceDraw.SeedLength], app.Clock.Now));
            draw.Property(d => d.DrawnAt).CurrentValue = app.Clock.Now;
            e.SignReadiness(exam.Chief.Id, draw.Entity, [], app.Clock.Now);
            foreach (var candidate in exam.Candidates)
            {
                e.Admit(exam.Chief.Id, candidate.Id, IdentityDocument.Passport, "4417", app.Clock.Today, app.Clock.Now);
            }
        });
        var start = () => app.Send(new StartExam(exam.Id), exam.ChiefUser);
        (await start.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.ExpertsAreBriefed);

        await app.Send(new RecordBriefing(exam.Id, [exam.Candidates[0].Id], [exam.Chief.Id, exam.Technical.Id, .. exam.Scorers.Select(s => s.Id)]), TestUser.Technical(exam.Technical.Id));
        var refusal = (await start.ShouldThrowAsync<RuleViolation>()).Refusals.ShouldHaveSingleItem();
        refusal.Rule.ShouldBe(ExamRules.BriefedBeforeWork);
        refusal.Facts["workplace"].ShouldBe(new[] { 2 }, "the second candidate sits there");

        app.Clock.Advance(TimeSpan.FromMinutes(7));
        var page = await app.PostForm($"/exams/{exam.Id}/briefing", exam.ChiefUser, new Dictionary<string, object?> { ["candidates"] = exam.Candidates[1].Id });
        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);
        var register = await app.Send(new GetBriefing(exam.Id), exam.OrganiserUser);
        register.Missing.ShouldBe(0);
        (register.Candidates[1].At!.Value - register.Candidates[0].At!.Value).ShouldBe(TimeSpan.FromMinutes(7));
        register.Candidates[0].By.ShouldNotBe(register.Candidates[1].By, "the technical expert briefed the first, the chief the second");
        await start();
    }

    [Fact]
    public async Task Duties_are_distributed_by_criterion_and_every_criterion_keeps_its_panel()
    {
        var exam = await app.Given.AConfirmedExam(1);
        var scorers = exam.Scorers.Select(s => s.Id).ToList();
        var thin = () => app.Send(new DistributeDuties(exam.Id, [new DutyChoice(scorers[0], "A")]), exam.ChiefUser);
        var refusal = (await thin.ShouldThrowAsync<RuleViolation>()).Refusals.ShouldHaveSingleItem();
        (refusal.Rule, refusal.Facts["criterion"], refusal.Facts["experts"]).ShouldBe((ExamRules.CriterionHasPanel, "B", 2));
        var unknown = () => app.Send(new DistributeDuties(exam.Id, [new DutyChoice(scorers[0], "ABZ")]), exam.ChiefUser);
        (await unknown.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.CriteriaAreInScope);

        var page = await app.PostForm($"/exams/{exam.Id}/duties", exam.ChiefUser, new Dictionary<string, object?>(), "main form[data-keep]");

        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);
        (await app.Send(new GetDuties(exam.Id), exam.OrganiserUser)).Experts.Select(e => e.Criteria).ShouldBe(["AB", "AB", "AB"]);
        (await app.Query(db => db.AuditRecords.CountAsync(r => r.ExamId == exam.Id && r.Deed == AuditDeed.DutiesDistributed, Ct))).ShouldBe(1);
        var running = await app.Given.ARunningExam(1);
        var late = () => app.Send(new DistributeDuties(running.Id, [new DutyChoice(running.Scorers[0].Id, "AB")]), running.ChiefUser);
        (await late.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.StepIsAllowed);
    }

    [Fact]
    public async Task A_task_variant_stays_locked_until_its_moment_and_every_opening_and_attempt_is_logged()
    {
        var exam = await app.Given.AConfirmedExam(1);
        var starts = await app.Query(db => db.Exams.Where(e => e.Id == exam.Id).SelectMany(e => e.Groups).Select(g => g.StartsAt).SingleAsync(Ct));
        // The exam starts at nine by the clock of Kaliningrad; the test's clock goes back to the evening before.
        app.Clock.Now = starts.AddHours(-1);
        try
        {
            var file = Zip("Задание № 4");
            var tooEarly = () => app.Send(new LayUpTaskVariant(exam.Id, TaskVariantId.New(), "Вариант 4", "4.zip", file, app.Clock.Today.AddDays(-1).ToDateTime(new TimeOnly(9, 0))), TestUser.RegionalOperator);
            (await tooEarly.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.TaskReleaseIsInTime);
            var organiser = () => app.Send(new LayUpTaskVariant(exam.Id, TaskVariantId.New(), "Вариант 4", "4.zip", file, app.Clock.Today.ToDateTime(new TimeOnly(8, 30))), exam.OrganiserUser);
            await organiser.ShouldThrowAsync<Forbidden>();
            var id = await app.Send(new LayUpTaskVariant(exam.Id, TaskVariantId.New(), "Вариант 4", "4.zip", file, app.Clock.Today.ToDateTime(new TimeOnly(8, 30))), TestUser.RegionalOperator);

            var open = () => app.Send(new OpenTaskVariant(exam.Id, id), exam.ChiefUser);
            (await open.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.TaskIsReleased);
            app.Clock.Advance(TimeSpan.FromMinutes(30));
            var opened = new ZipArchive(new MemoryStream((await open()).Content));
            opened.Entries.Count.ShouldBe(new ZipArchive(new MemoryStream(file)).Entries.Count + 1);
            using (var note = new StreamReader(opened.GetEntry("Кем открыто.txt")!.Open()))
            {
                (await note.ReadToEndAsync(Ct)).ShouldContain("экзамен");
            }

            var scorer = () => app.Send(new OpenTaskVariant(exam.Id, id), exam.ScorerUser());
            (await scorer.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.TaskIsForChief);

            var view = await app.Send(new GetTaskVariants(exam.Id), exam.OrganiserUser);
            view.Variants.ShouldHaveSingleItem().Sha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file)));
            view.Log.Select(l => l.Rule).ShouldBe([ExamRules.TaskIsForChief.Code, null, ExamRules.TaskIsReleased.Code]);
            (await app.Get($"/exams/{exam.Id}/tasks", TestUser.RegionalOperator)).Text.ShouldContain("Отказано: вариант ещё закрыт");
            (await app.Get($"/exams/{exam.Id}/tasks", exam.OrganiserUser)).Html.QuerySelector("form[action*='handler=Open']").ShouldBeNull("an organiser sees no task");
        }
        finally
        {
            app.Clock.Now = TestClock.Start;
        }
    }

    [Fact]
    public async Task A_task_says_on_every_page_who_opened_it_and_when_and_one_that_cannot_is_not_laid_up()
    {
        var exam = await app.Given.AConfirmedExam(1);
        // A sheet of this exam is a PDF as good as any.
        var printed = await app.Send(new PrintDocument(exam.Id, DocumentKind.ExamPlan), exam.OrganiserUser);
        var pdf = (await app.Send(new GetDocumentFile(printed.Code), exam.OrganiserUser)).Bytes;
        var starts = await app.Query(db => db.Exams.Where(e => e.Id == exam.Id).SelectMany(e => e.Groups).Select(g => g.StartsAt).SingleAsync(Ct));
        app.Clock.Now = starts.AddHours(-1);
        try
        {
            var opens = app.Clock.Today.ToDateTime(new TimeOnly(8, 0));
            var broken = () => app.Send(new LayUpTaskVariant(exam.Id, TaskVariantId.New(), "Вариант 5", "5.pdf", pdf[..^300], opens), TestUser.RegionalOperator);
            (await broken.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.TaskTakesMark);
            var id = await app.Send(new LayUpTaskVariant(exam.Id, TaskVariantId.New(), "Вариант 5", "5.pdf", pdf, opens), TestUser.RegionalOperator);

            var file = await app.Send(new OpenTaskVariant(exam.Id, id), exam.ChiefUser);

            var path = Path.Combine(app.Folder, $"{id}.pdf");
            await File.WriteAllBytesAsync(path, file.Content, Ct);
            var text = (await Tool.Run("pdftotext", "poppler-utils", "-raw", path, "-")).Output;
            text.ShouldContain("Открыто: ");
            text.ShouldContain("08:00");
            text.ShouldContain("План проведения");
            file.Content.AsSpan(0, pdf.Length).SequenceEqual(pdf).ShouldBeTrue("the fingerprint of the task can still be computed from the file");
        }
        finally
        {
            app.Clock.Now = TestClock.Start;
        }
    }

    [Fact]
    public async Task Case_27_a_place_that_breaks_after_the_draw_is_changed_once_for_a_reserve_place_and_the_draw_stays()
    {
        var exam = await app.Given.AReadyExam(2);
        // The scenario's certificate has as many places as candidates; two more make a reserve.
        await app.Change(db => db.Accreditations.Where(a => db.Exams.Any(e => e.Id == exam.Id && e.AccreditationId == a.Id)).ExecuteUpdateAsync(a => a.SetProperty(x => x.Workplaces, 4), Ct));
        var taken = () => app.Send(new SeatAtReserve(exam.Id, exam.Candidates[0].Id, 2, "Сломался компьютер"), exam.ChiefUser);
        (await taken.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.ReservePlaceIsFree);
        var beyond = () => app.Send(new SeatAtReserve(exam.Id, exam.Candidates[0].Id, 5, "Сломался компьютер"), exam.ChiefUser);
        (await beyond.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.ReservePlaceIsFree);

        await app.Send(new SeatAtReserve(exam.Id, exam.Candidates[0].Id, 4, "Сломался компьютер"), exam.ChiefUser);

        var day = await app.Send(new GetExamDay(exam.Id), exam.ChiefUser);
        day.Seats.Select(s => s.Workplace).ShouldBe([2, 4]);
        day.Incidents.ShouldHaveSingleItem().Measures.ShouldBe("1 → 4");
        (await app.Query(db => db.Bookings.Where(b => b.ExamId == exam.Id && b.Kind == BookedKind.Workplace).Select(b => b.Number).Distinct().ToListAsync(Ct))).Order().ShouldBe([2, 4]);
        (await app.Query(db => db.WorkplaceDraws.CountAsync(d => d.ExamId == exam.Id, Ct))).ShouldBe(1);
        var again = () => app.Send(new DrawWorkplaces(exam.Id), exam.ChiefUser);
        await again.ShouldThrowAsync<RuleViolation>();
    }

    private static byte[] Zip(string text)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        using (var writer = new StreamWriter(zip.CreateEntry("task.txt").Open()))
        {
            writer.Write(text);
        }

        return bytes.ToArray();
    }
}
