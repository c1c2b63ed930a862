using System.Globalization;
using System.Net;
using DemoExam.Features.Exams;
using DemoExam.Features.My;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Exams;

/// <summary>Exams by day, and files for calendar programs.</summary>
public sealed class CalendarTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_month_holds_its_exams_with_preparatory_days_and_hours_of_the_venue()
    {
        var exam = await app.Given.AScheduledExam(3);
        var view = await app.Send(new GetExam(exam.Id), exam.OrganiserUser);

        var month = await app.Send(new GetCalendar(CalendarSpan.Month, view.FirstDay), exam.OrganiserUser);
        month.From.Day.ShouldBe(1);
        month.To.AddDays(1).Day.ShouldBe(1);
        var found = month.Exams.Single(e => e.Id == exam.Id);
        (found.PreparatoryDay, found.FirstDay, found.LastDay, found.Candidates).ShouldBe((view.PreparatoryDay, view.FirstDay, view.LastDay, 3));
        var zone = TimeZoneInfo.FindSystemTimeZoneById(view.TimeZone);
        found.Shifts.Select(s => s.StartsAt).ShouldBe(view.Groups.Select(g => TimeZoneInfo.ConvertTime(g.StartsAt, zone).DateTime));
        month.Venues.ShouldContain(v => v.Id == exam.Venue.Id);

        var later = await app.Send(new GetCalendar(CalendarSpan.Month, view.LastDay.AddMonths(2)), exam.OrganiserUser);
        later.Exams.ShouldNotContain(e => e.Id == exam.Id);
    }

    [Theory]
    [InlineData("2026-06-14", "2026-06-08")]
    [InlineData("2026-06-15", "2026-06-15")]
    [InlineData("2027-01-01", "2026-12-28")]
    public async Task A_week_runs_from_monday_to_sunday(string day, string monday)
    {
        var week = await app.Send(new GetCalendar(CalendarSpan.Week, DateOnly.Parse(day, CultureInfo.InvariantCulture)), TestUser.RegionalOperator);
        week.From.ShouldBe(DateOnly.Parse(monday, CultureInfo.InvariantCulture));
        week.From.DayOfWeek.ShouldBe(DayOfWeek.Monday);
        week.To.ShouldBe(week.From.AddDays(6));
    }

    [Fact]
    public async Task A_cancelled_exam_and_exams_of_others_are_not_in_the_calendar()
    {
        var cancelled = await app.Given.AScheduledExam(1);
        await app.Send(new CancelExam(cancelled.Id, "Перенос ремонта мастерской", "Приказ № 7"), TestUser.RegionalOperator);
        var exam = await app.Given.AScheduledExam(1);
        var other = await app.Given.AScheduledExam(1);
        var day = (await app.Send(new GetExam(exam.Id), exam.OrganiserUser)).FirstDay;

        var all = (await app.Send(new GetCalendar(CalendarSpan.Month, day), TestUser.RegionalOperator)).Exams.Select(e => e.Id).ToList();
        all.ShouldContain(exam.Id);
        all.ShouldNotContain(cancelled.Id);

        var scorer = (await app.Send(new GetCalendar(CalendarSpan.Month, day), exam.ScorerUser())).Exams.Select(e => e.Id).ToList();
        scorer.ShouldContain(exam.Id);
        scorer.ShouldNotContain(other.Id);
    }

    [Theory]
    [InlineData("month")]
    [InlineData("week")]
    [InlineData("venues")]
    public async Task Every_view_leads_to_the_exam(string view)
    {
        var exam = await app.Given.AScheduledExam(2);
        var day = (await app.Send(new GetExam(exam.Id), exam.OrganiserUser)).FirstDay;

        var page = await app.Get($"/calendar?view={view}&day={day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}", exam.OrganiserUser);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Html.QuerySelectorAll($"main a.event[href='/exams/{exam.Id}']").Length.ShouldBeGreaterThan(0);
        page.Html.QuerySelectorAll("main .switch a[aria-current=page]").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_day_that_is_none_shows_the_present_month()
    {
        (await app.Get("/calendar?day=2026-02-31", TestUser.RegionalOperator)).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    // The oracle reads the file line by line as RFC 5545 says: unfold, then name and value.
    [Fact]
    public async Task The_file_holds_the_preparatory_day_and_each_group_and_names_no_candidate()
    {
        var exam = await app.Given.AScheduledExam(4);
        var view = await app.Send(new GetExam(exam.Id), exam.OrganiserUser);
        using var client = await app.As(exam.OrganiserUser);
        var answer = await client.GetAsync($"/api/v1/exams/{exam.Id}/calendar.ics", Ct);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/calendar; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync(Ct);

        text.Split("\r\n").ShouldAllBe(line => System.Text.Encoding.UTF8.GetByteCount(line) <= 75);
        var lines = text.Replace("\r\n ", "").Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Count(l => l == "BEGIN:VEVENT").ShouldBe(1 + view.Groups.Count);
        lines.ShouldContain($"DTSTART;VALUE=DATE:{view.PreparatoryDay:yyyyMMdd}");
        foreach (var group in view.Groups)
        {
            lines.ShouldContain($"DTSTART:{group.StartsAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
            lines.ShouldContain($"DTEND:{group.EndsAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        }

        lines.Count(l => l == "STATUS:TENTATIVE").ShouldBe(1 + view.Groups.Count, "the operator has not confirmed it yet");
        exam.Candidates.ShouldAllBe(c => !text.Contains(c.Name.Surname));
    }

    [Fact]
    public async Task A_candidate_gets_the_own_group_and_nobody_elses_exam()
    {
        var exam = await app.Given.AScheduledExam(2);
        var other = await app.Given.AScheduledExam(1);
        (await app.Send(new GetMyCalendarFile(exam.Id), exam.HolderUser(1))).Split("BEGIN:VEVENT").Length.ShouldBe(2);
        await Should.ThrowAsync<DemoExam.Pipeline.NotFound>(() => app.Send(new GetMyCalendarFile(other.Id), exam.HolderUser(1)));
    }
}
