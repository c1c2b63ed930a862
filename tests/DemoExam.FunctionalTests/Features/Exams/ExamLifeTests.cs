using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Venues;
using DemoExam.Features.Conduct;
using DemoExam.Features.Exams;
using DemoExam.Features.Results;
using DemoExam.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Exams;

public sealed class ExamLifeTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_exam_goes_its_whole_way_by_the_roles_that_may_and_its_page_shows_the_history()
    {
        var exam = await app.Given.AScheduledExam(2);
        var address = $"/exams/{exam.Id}";

        await Done(address, TestUser.RegionalOperator, "Confirm");
        await Done($"{address}/preparation", TestUser.Technical(exam.Technical.Id), "Begin");
        await Done($"{address}/draw", exam.ChiefUser, "Draw");
        var items = (await app.Send(new GetPreparation(exam.Id), exam.ChiefUser)).Items;
        items.Select(i => i.Key).ShouldContain("network", "the package is of 09.");
        items.Select(i => i.Key).ShouldNotContain("food", "the package is not of 43.");
        foreach (var item in items)
        {
            await app.Send(new CheckReadiness(exam.Id, item.Key, ReadinessState.There, null), exam.ChiefUser);
        }

        await Done($"{address}/preparation", exam.ChiefUser, "Sign");
        await app.Send(new RecordBriefing(exam.Id, [.. exam.Candidates.Select(c => c.Id)], [exam.Chief.Id, exam.Technical.Id, .. exam.Scorers.Select(s => s.Id)]), TestUser.Technical(exam.Technical.Id));
        await app.Send(new AdmitCandidate(exam.Id, exam.Candidates[0].Id, IdentityDocument.Passport, "4417"), exam.ChiefUser);
        await app.Send(new RecordOutcome(exam.Id, exam.Candidates[1].Id, ParticipationOutcome.Absent), exam.ChiefUser);
        await Done($"{address}/day", exam.ChiefUser, "Start", ("group", 1));
        (await app.Query(db => db.ScoreSheets.CountAsync(s => s.ExamId == exam.Id))).ShouldBe(2 * exam.Package.CriteriaOf(exam.Scope).Count());
        await Done(address, exam.ChiefUser, "Finish");
        await Done(address, exam.ChiefUser, "Reconcile");

        var view = await app.Send(new GetExam(exam.Id), exam.ChiefUser);
        view.Status.ShouldBe(ExamStatus.Reconciling);
        view.Groups.SelectMany(g => g.Candidates).Select(c => c.Outcome).ShouldBe([ParticipationOutcome.Present, ParticipationOutcome.Absent], ignoreOrder: true);
        view.History.Select(h => (h.From, h.To)).ShouldBe([
            (ExamStatus.Submitted, ExamStatus.Confirmed), (ExamStatus.Confirmed, ExamStatus.Preparation), (ExamStatus.Preparation, ExamStatus.Ready),
            (ExamStatus.Ready, ExamStatus.Running), (ExamStatus.Running, ExamStatus.Scoring), (ExamStatus.Scoring, ExamStatus.Reconciling)]);
        (await app.Get(address, exam.OrganiserUser)).Html.QuerySelectorAll("section[aria-labelledby=history-title] .time-line > li").Length.ShouldBe(6);
    }

    [Fact]
    public async Task Signatures_and_the_announcement_move_a_locked_exam_on_and_it_closes_after_the_term_for_appeals()
    {
        var exam = await app.Given.AScoredExam(1);
        foreach (var criterion in exam.Package.CriteriaOf(exam.Scope))
        {
            await app.Send(new LockCriterion(exam.Id, criterion.Letter), exam.ChiefUser);
        }

        await app.Send(new LockResults(exam.Id), exam.ChiefUser);
        await app.Send(new SignProtocol(exam.Id), exam.ChiefUser);
        foreach (var index in new[] { 0, 1, 2 })
        {
            await app.Send(new SignProtocol(exam.Id), exam.ScorerUser(index));
        }

        (await Status(exam)).ShouldBe(ExamStatus.Locked, "the board member has not signed");
        await app.Send(new SignProtocolForBoard(exam.Id, "Членова М. П.", "член ГЭК"), exam.OrganiserUser);
        (await Status(exam)).ShouldBe(ExamStatus.ProtocolSigned);
        await app.Send(new AnnounceResults(exam.Id), exam.OrganiserUser);
        (await Status(exam)).ShouldBe(ExamStatus.ResultsAnnounced);

        var close = () => app.Send(new CloseExam(exam.Id), exam.OrganiserUser);
        (await close.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.AppealTermIsOver);
        (await app.Query(db => db.Enrolments.Where(e => e.CandidateId == exam.Candidates[0].Id).Select(e => e.IdentityTail).SingleAsync(Ct))).ShouldBe("4417");
        app.Clock.Advance(TimeSpan.FromDays(7));
        try
        {
            await close();
        }
        finally
        {
            app.Clock.Advance(TimeSpan.FromDays(-7));
        }

        (await Status(exam)).ShouldBe(ExamStatus.Closed);
        (await app.Query(db => db.Enrolments.Where(e => e.CandidateId == exam.Candidates[0].Id).Select(e => e.IdentityTail).SingleAsync(Ct))).ShouldBeNull("what was kept of the document is gone");
    }

    [Fact]
    public async Task A_draft_keeps_everybody_booked_and_goes_to_the_operator_who_may_send_it_back()
    {
        var exam = await app.Given.AScheduledExam(1);
        (await app.PostForm($"/exams/{exam.Id}", TestUser.RegionalOperator, new Dictionary<string, object?> { ["reason"] = "" }, Form("Return"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await Done($"/exams/{exam.Id}", TestUser.RegionalOperator, "Return", ("reason", "Нет резервного эксперта"));

        var page = await app.Get($"/exams/{exam.Id}", exam.OrganiserUser);
        page.Text.ShouldContain("Нет резервного эксперта");
        (await app.Query(db => db.Bookings.CountAsync(b => b.ExamId == exam.Id))).ShouldBeGreaterThan(0);
        var confirm = () => app.Send(new ConfirmExam(exam.Id), TestUser.RegionalOperator);
        var refusal = await confirm.ShouldThrowAsync<RuleViolation>();
        refusal.Rule.ShouldBe(ExamRules.StepIsAllowed);
        refusal.Refusals[0].Facts["allowed"].ShouldBe(new[] { ExamStatus.Submitted });
        var stranger = () => app.Send(new SubmitExam(exam.Id), TestUser.Organiser);
        await stranger.ShouldThrowAsync<Forbidden>();
        await Done($"/exams/{exam.Id}", exam.OrganiserUser, "Submit");
        (await Status(exam)).ShouldBe(ExamStatus.Submitted);
    }

    [Fact]
    public async Task A_suspended_exam_needs_reason_and_document_stops_the_clocks_and_goes_on_where_it_stopped()
    {
        var exam = await app.Given.ARunningExam(1);
        (await app.PostForm($"/exams/{exam.Id}", exam.ChiefUser, new Dictionary<string, object?> { ["reason"] = "Запах гари", ["document"] = " " }, Form("Suspend"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        await Done($"/exams/{exam.Id}", exam.ChiefUser, "Suspend", ("reason", "Запах гари"), ("document", "Акт № 2"));

        (await app.Get($"/exams/{exam.Id}", exam.OrganiserUser)).Text.ShouldContain("Запах гари (Акт № 2)");
        (await app.Send(new GetExamDay(exam.Id), exam.ChiefUser)).Groups.Single().Time.IsStopped.ShouldBeTrue();
        var admit = () => app.Send(new FinishWork(exam.Id), exam.ChiefUser);
        (await admit.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.StepIsAllowed);
        var other = () => app.Send(new ResumeExam(exam.Id), TestUser.Chief(exam.Scorers[0].Id));
        await other.ShouldThrowAsync<Forbidden>();
        await Done($"/exams/{exam.Id}", exam.ChiefUser, "Resume");
        (await Status(exam)).ShouldBe(ExamStatus.Running);
    }

    // Each command against the states that its own line of the reference's life cycle doesn't name.
    [Fact]
    public async Task Every_forbidden_transition_is_refused_by_a_named_rule_that_says_where_it_is_possible()
    {
        var submitted = await app.Given.AScheduledExam(1);
        var running = await app.Given.ARunningExam(1);
        var announced = await app.Given.ALockedExam(1);
        (ExamState Exam, Func<ExamState, Task> Step)[] forbidden =
        [
            (submitted, e => app.Send(new SubmitExam(e.Id), e.OrganiserUser)),
            (submitted, e => app.Send(new SignReadiness(e.Id), e.ChiefUser)),
            (submitted, e => app.Send(new StartExam(e.Id), e.ChiefUser)),
            (submitted, e => app.Send(new FinishWork(e.Id), e.ChiefUser)),
            (submitted, e => app.Send(new SuspendExam(e.Id, "Причина", "Акт"), e.OrganiserUser)),
            (submitted, e => app.Send(new ResumeExam(e.Id), e.OrganiserUser)),
            (running, e => app.Send(new ConfirmExam(e.Id), TestUser.RegionalOperator)),
            (running, e => app.Send(new BeginPreparation(e.Id), e.ChiefUser)),
            (running, e => app.Send(new CancelExam(e.Id, "Причина", "Приказ"), e.OrganiserUser)),
            (running, e => app.Send(new BeginReconciliation(e.Id), e.ChiefUser)),
            (running, e => app.Send(new CloseExam(e.Id), e.OrganiserUser)),
            (announced, e => app.Send(new CancelExam(e.Id, "Причина", "Приказ"), e.OrganiserUser)),
            (announced, e => app.Send(new FinishWork(e.Id), e.ChiefUser)),
            (announced, e => app.Send(new RecordOutcome(e.Id, e.Candidates[0].Id, ParticipationOutcome.Absent), e.ChiefUser)),
        ];

        foreach (var (exam, step) in forbidden)
        {
            var before = await Status(exam);
            var refusal = (await Should.ThrowAsync<RuleViolation>(() => step(exam))).Refusals.ShouldHaveSingleItem();
            refusal.Rule.ShouldBe(ExamRules.StepIsAllowed);
            ((ExamStatus[])refusal.Facts["allowed"]!).ShouldNotContain(before);
            (await Status(exam)).ShouldBe(before);
        }
    }

    [Fact]
    public async Task A_refused_step_shows_the_page_again_with_the_rule()
    {
        var exam = await app.Given.AnAdmittedExam(1);
        var suspended = exam.Venue.AccreditationFor(exam.Package.Code, exam.Scope.Level, app.Clock.Today, app.Clock.Today).Id;
        await app.Change(async db => (await db.Venues.SingleAsync(v => v.Id == exam.Venue.Id, Ct)).SetStatus(suspended, AccreditationStatus.Suspended));

        var page = await app.PostForm($"/exams/{exam.Id}/day", exam.ChiefUser, new Dictionary<string, object?> { ["group"] = 1 }, Form("Start"));

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.TextOf(".error-summary").ShouldContain(exam.Venue.Name);
        (await app.Send(new GetExam(exam.Id), exam.ChiefUser)).Status.ShouldBe(ExamStatus.Ready);
    }

    [Fact]
    public async Task Calling_an_exam_off_needs_a_reason_and_frees_everything_that_it_had_booked()
    {
        var exam = await app.Given.AScheduledExam(1);
        var refused = await app.PostForm($"/exams/{exam.Id}", TestUser.RegionalOperator, new Dictionary<string, object?> { ["reason"] = "", ["document"] = "" }, Form("Cancel"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var done = await app.PostForm($"/exams/{exam.Id}", TestUser.RegionalOperator, new Dictionary<string, object?> { ["reason"] = "Авария на площадке", ["document"] = "Приказ № 14" }, Form("Cancel"));

        done.Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.Query(db => db.Bookings.CountAsync(b => b.ExamId == exam.Id))).ShouldBe(0);
        (await app.Get($"/exams/{exam.Id}", TestUser.RegionalOperator)).Text.ShouldContain("Авария на площадке");
    }

    [Fact]
    public async Task An_exam_can_not_start_before_its_first_day()
    {
        var exam = await app.Given.AnAdmittedExam(1);
        await app.Change(async db => await db.Exams.Where(e => e.Id == exam.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.FirstDay, app.Clock.Today.AddDays(1)).SetProperty(x => x.LastDay, app.Clock.Today.AddDays(1)), Ct));

        var refused = () => app.Send(new StartExam(exam.Id), exam.ChiefUser);

        (await refused.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.ExamDayHasCome);
    }

    [Fact]
    public async Task Only_the_chief_expert_of_the_exam_starts_it()
    {
        var exam = await app.Given.AnAdmittedExam(1);
        var other = await app.Given.AScheduledExam(1);

        var stranger = () => app.Send(new StartExam(exam.Id), other.ChiefUser);
        (await stranger.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.ConductedByItsChief);
        var organiser = () => app.Send(new StartExam(exam.Id), TestUser.Organiser);
        await organiser.ShouldThrowAsync<Forbidden>();
    }

    [Fact]
    public async Task An_organiser_can_not_confirm_an_exam_through_the_API()
    {
        var exam = await app.Given.AScheduledExam(1);
        using var api = await app.Api(TestUser.OrganiserOf(exam.College));

        var answer = await api.PostAsync($"/api/v1/exams/{exam.Id}/confirm", null, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString().ShouldBe("forbidden");
    }

    [Fact]
    public async Task A_scoring_expert_sees_only_exams_with_a_duty_of_their_own()
    {
        var mine = await app.Given.AScheduledExam(1);
        var other = await app.Given.AScheduledExam(1);

        var list = await app.Get("/exams", mine.ScorerUser());

        list.Text.ShouldContain((await app.Send(new GetExam(mine.Id), mine.ScorerUser())).Number);
        (await app.Get($"/exams/{other.Id}", mine.ScorerUser())).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Exams_are_listed_page_by_page_without_gap_or_repetition()
    {
        for (var i = 0; i < 5; i++)
        {
            await app.Given.AScheduledExam(1);
        }

        var seen = new List<ExamId>();
        string? after = null;
        do
        {
            var page = await app.Send(new ListExams(After: after, Size: 2), TestUser.RegionalOperator);
            seen.AddRange(page.Items.Select(e => e.Id));
            after = page.Next;
        }
        while (after is not null);

        seen.ShouldBeUnique();
        seen.Count.ShouldBe(await app.Query(db => db.Exams.CountAsync()));
    }

    private async Task<ExamStatus> Status(ExamState exam) => await app.Query(db => db.Exams.Where(e => e.Id == exam.Id).Select(e => e.Status).SingleAsync(Ct));

    private async Task Done(string address, TestUser user, string handler, params (string Name, object? Value)[] fields)
    {
        var page = await app.PostForm(address, user, fields.ToDictionary(f => f.Name, f => f.Value), Form(handler));
        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);
    }

    private static string Form(string handler) => $"form[action*='handler={handler}']";
}
