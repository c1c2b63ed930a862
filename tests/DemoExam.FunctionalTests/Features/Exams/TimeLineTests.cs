using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Exams;

/// <summary>Terms around an exam. The days were read off a wall calendar: 12 June 2026, a Friday, is the Day of Russia.</summary>
[Trait(Databases.Contract, Databases.Database)]
public sealed class TimeLineTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Terms_count_calendar_days_and_working_days_of_the_region()
    {
        var exam = await app.Given.AScheduledExam(1);
        var first = (await app.Send(new GetExam(exam.Id), exam.OrganiserUser)).FirstDay;
        first.ShouldBe(new DateOnly(2026, 6, 10), "the days below belong to this one");

        var line = (await app.Send(new GetTimeLine(exam.Id), exam.OrganiserUser)).ToDictionary(m => m.What);

        line[Milestone.PlanConfirmed].ShouldBe(new MilestoneLine(Milestone.PlanConfirmed, new DateOnly(2026, 5, 21), MilestoneState.Late, null));
        line[Milestone.PlanKnown].By.ShouldBe(new DateOnly(2026, 6, 3));
        line[Milestone.WorkDone].State.ShouldBe(MilestoneState.Due);
        line[Milestone.AppealsClosed].By.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_done_is_said_with_its_time_and_appeals_skip_the_holiday()
    {
        var exam = await app.Given.ALockedExam(1);
        var announced = await app.Query(db => Task.FromResult(db.ResultProtocols.Single(p => p.ExamId == exam.Id).AnnouncedAt!.Value));

        var line = (await app.Send(new GetTimeLine(exam.Id), exam.OrganiserUser)).ToDictionary(m => m.What);

        line.Values.Where(m => m.What != Milestone.AppealsClosed && m.State != MilestoneState.Done).Select(m => m.What).ShouldBeEmpty();
        line[Milestone.ResultsAnnounced].DoneAt.ShouldBe(announced);
        line[Milestone.ProtocolSigned].DoneAt.ShouldNotBeNull();
        line[Milestone.AppealsClosed].By.ShouldBe(announced.UtcDateTime.Day switch
        {
            10 => new DateOnly(2026, 6, 11),
            11 => new DateOnly(2026, 6, 15),
            _ => throw new InvalidOperationException($"No day was read off the calendar for {announced}."),
        });
    }

    [Fact]
    public async Task A_cancelled_exam_waits_for_nothing_and_a_strangers_exam_is_not_found()
    {
        var exam = await app.Given.AScheduledExam(1);
        await app.Send(new CancelExam(exam.Id, "Нет электричества", "Приказ № 7"), TestUser.RegionalOperator);
        (await app.Send(new GetTimeLine(exam.Id), exam.OrganiserUser)).ShouldBeEmpty();

        var other = await app.Given.AScheduledExam(1);
        await Should.ThrowAsync<DemoExam.Pipeline.NotFound>(() => app.Send(new GetTimeLine(other.Id), exam.ScorerUser()));
    }

    [Fact]
    public async Task The_page_of_the_exam_shows_every_term_and_which_is_late()
    {
        var exam = await app.Given.AScheduledExam(1);
        var page = await app.Get($"/exams/{exam.Id}", exam.OrganiserUser);
        page.Status.ShouldBe(System.Net.HttpStatusCode.OK, page.Text);
        page.Html.QuerySelectorAll("section[aria-labelledby=time-title] .time-line > li").Length.ShouldBe(Enum.GetValues<Milestone>().Length);
        page.Html.QuerySelectorAll("section[aria-labelledby=time-title] .time-line > li.warning").Length.ShouldBe(1);
    }
}
