using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Venues;
using DemoExam.Features.Exams;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Exams;

public sealed class ExamLifeTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_confirms_and_the_chief_starts_and_ends_the_work_on_the_exam_page()
    {
        var exam = await app.Given.AScheduledExam(2);
        var address = $"/exams/{exam.Id}";

        (await app.PostForm(address, TestUser.RegionalOperator, Nothing, Form("Confirm"))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.PostForm(address, exam.ChiefUser, Nothing, Form("Start"))).Status.ShouldBe(HttpStatusCode.Redirect);
        var started = await app.Get(address, exam.ChiefUser);
        started.Text.ShouldContain("без отметки 2 кандидата");
        (await app.Query(db => db.ScoreSheets.CountAsync(s => s.ExamId == exam.Id))).ShouldBe(2 * exam.Package.CriteriaOf(exam.Scope).Count());

        (await app.PostForm(address, exam.ChiefUser, new Dictionary<string, object?> { ["outcome"] = "Absent" }, Form("Outcome"))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.PostForm(address, exam.ChiefUser, new Dictionary<string, object?> { ["group"] = 1 }, Form("AllPresent"))).Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.PostForm(address, exam.ChiefUser, Nothing, Form("Finish"))).Status.ShouldBe(HttpStatusCode.Redirect);

        var view = await app.Send(new GetExam(exam.Id), exam.ChiefUser);
        view.Status.ShouldBe(ExamStatus.Scoring);
        view.Groups.SelectMany(g => g.Candidates).Select(c => c.Outcome).Order().ShouldBe([ParticipationOutcome.Present, ParticipationOutcome.Absent]);
    }

    [Fact]
    public async Task A_refused_step_shows_the_page_again_with_the_rule()
    {
        var exam = await app.Given.AConfirmedExam(1);
        var suspended = exam.Venue.AccreditationFor(exam.Package.Code, exam.Scope.Level, app.Clock.Today, app.Clock.Today).Id;
        await app.Change(async db => (await db.Venues.SingleAsync(v => v.Id == exam.Venue.Id, Ct)).SetStatus(suspended, AccreditationStatus.Suspended));

        var page = await app.PostForm($"/exams/{exam.Id}", exam.ChiefUser, Nothing, Form("Start"));

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.TextOf(".error-summary").ShouldContain(exam.Venue.Name);
        (await app.Send(new GetExam(exam.Id), exam.ChiefUser)).Status.ShouldBe(ExamStatus.Confirmed);
    }

    [Fact]
    public async Task Calling_an_exam_off_needs_a_reason_and_frees_everything_that_it_had_booked()
    {
        var exam = await app.Given.AScheduledExam(1);
        var refused = await app.PostForm($"/exams/{exam.Id}", TestUser.RegionalOperator, new Dictionary<string, object?> { ["reason"] = "" }, Form("Cancel"));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);

        var done = await app.PostForm($"/exams/{exam.Id}", TestUser.RegionalOperator, new Dictionary<string, object?> { ["reason"] = "Авария на площадке" }, Form("Cancel"));

        done.Status.ShouldBe(HttpStatusCode.Redirect);
        (await app.Query(db => db.Bookings.CountAsync(b => b.ExamId == exam.Id))).ShouldBe(0);
        (await app.Get($"/exams/{exam.Id}", TestUser.RegionalOperator)).Text.ShouldContain("Авария на площадке");
    }

    [Fact]
    public async Task An_exam_can_not_start_before_its_first_day()
    {
        var exam = await app.Given.AConfirmedExam(1);
        await app.Change(async db => await db.Exams.Where(e => e.Id == exam.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.FirstDay, app.Clock.Today.AddDays(1)).SetProperty(x => x.LastDay, app.Clock.Today.AddDays(1)), Ct));

        var refused = () => app.Send(new StartExam(exam.Id), exam.ChiefUser);

        (await refused.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.ExamDayHasCome);
    }

    [Fact]
    public async Task Only_the_chief_expert_of_the_exam_starts_it()
    {
        var exam = await app.Given.AConfirmedExam(1);
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

    private static readonly Dictionary<string, object?> Nothing = [];

    private static string Form(string handler) => $"form[action*='handler={handler}']";
}
