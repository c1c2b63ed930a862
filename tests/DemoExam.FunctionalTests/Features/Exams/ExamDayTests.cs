using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Exams;
using DemoExam.Features.Conduct;
using DemoExam.Features.Exams;
using DemoExam.FunctionalTests.Support;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Exams;

/// <summary>The day itself. Ends were computed by hand: the base level of the package has 4 h 30 min.</summary>
public sealed class ExamDayTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Case_25_a_stop_for_one_candidate_and_extra_time_of_another_move_only_their_own_ends()
    {
        var exam = await app.Given.AnAdmittedExam(3);
        var began = app.Clock.Now;
        try
        {
            // 50 % of 4 h 30 min are 135 minutes.
            await app.Send(new GrantExtraTime(exam.Id, exam.Candidates[2].Id, 135, "Заключение ПМПК № 118"), exam.OrganiserUser);
            await app.Send(new StartExam(exam.Id), exam.ChiefUser);
            app.Clock.Advance(TimeSpan.FromMinutes(20));
            await app.Send(new StopClock(exam.Id, exam.Candidates[0].Id, "Завис компьютер"), TestUser.Technical(exam.Technical.Id));
            app.Clock.Advance(TimeSpan.FromMinutes(12));
            await app.Send(new LetClockGoOn(exam.Id, exam.Candidates[0].Id), TestUser.Technical(exam.Technical.Id));

            var day = await app.Send(new GetExamDay(exam.Id), exam.ChiefUser);

            day.Seats.Select(s => s.Time.EndsAt - began).ShouldBe([TimeSpan.FromMinutes(282), TimeSpan.FromMinutes(270), TimeSpan.FromMinutes(405)]);
            day.Stops.ShouldHaveSingleItem().Workplace.ShouldBe(1);
            var slots = await app.Query(db => db.Bookings.Where(b => b.ExamId == exam.Id && b.Kind == BookedKind.Workplace && b.Number == 3).Select(b => b.Slot).ToListAsync(Ct));
            // From 9:00 planned for 405 minutes: fourteen half hours, the last one begun.
            slots.Order().ShouldBe(Enumerable.Range(18, 14));
        }
        finally
        {
            app.Clock.Now = TestClock.Start;
        }
    }

    [Fact]
    public async Task Case_24_an_evacuation_pauses_everybody_and_overlapping_stops_are_given_back_once()
    {
        var exam = await app.Given.AnAdmittedExam(2);
        var began = app.Clock.Now;
        try
        {
            await app.Send(new StartExam(exam.Id), exam.ChiefUser);
            app.Clock.Advance(TimeSpan.FromMinutes(10));
            await app.Send(new StopClock(exam.Id, exam.Candidates[0].Id, "Нет сети"), exam.ChiefUser);
            app.Clock.Advance(TimeSpan.FromMinutes(5));
            await app.Send(new StopClock(exam.Id, null, "Сигнал пожарной тревоги"), TestUser.Technical(exam.Technical.Id));
            var twice = () => app.Send(new StopClock(exam.Id, null, "Ещё раз"), exam.ChiefUser);
            (await twice.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.ClockRuns);
            app.Clock.Advance(TimeSpan.FromMinutes(20));
            await app.Send(new LetClockGoOn(exam.Id, null), exam.ChiefUser);
            app.Clock.Advance(TimeSpan.FromMinutes(4));
            await app.Send(new LetClockGoOn(exam.Id, exam.Candidates[0].Id), exam.ChiefUser);
            await app.Send(new RecordIncident(exam.Id, IncidentKind.Evacuation, IncidentEffect.TimeGivenBack, null, "Сработала тревога", "Вышли и вернулись"), exam.ChiefUser);

            var day = await app.Send(new GetExamDay(exam.Id), exam.ChiefUser);

            // The first lost minutes 10 to 39, the second 15 to 35.
            day.Seats.Select(s => s.Time.EndsAt - began).ShouldBe([TimeSpan.FromMinutes(299), TimeSpan.FromMinutes(290)]);
            day.Incidents.ShouldHaveSingleItem().Kind.ShouldBe(IncidentKind.Evacuation);
            var nothing = () => app.Send(new LetClockGoOn(exam.Id, null), exam.ChiefUser);
            (await nothing.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.ClockStands);
        }
        finally
        {
            app.Clock.Now = TestClock.Start;
        }
    }

    [Fact]
    public async Task Case_24_absence_late_arrival_removal_illness_and_early_finish_are_recorded_outcomes_with_document()
    {
        var exam = await app.Given.AReadyExam(5);
        var (absent, late, removed, ill, early) = (exam.Candidates[0].Id, exam.Candidates[1].Id, exam.Candidates[2].Id, exam.Candidates[3].Id, exam.Candidates[4].Id);
        try
        {
            var ghost = () => app.Send(new RecordOutcome(exam.Id, removed, ParticipationOutcome.Present), exam.ChiefUser);
            (await ghost.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.CandidateIsAdmitted);
            foreach (var candidate in new[] { removed, ill, early })
            {
                await app.Send(new AdmitCandidate(exam.Id, candidate, IdentityDocument.Passport, "12ab"), exam.ChiefUser);
            }

            await app.Send(new RecordOutcome(exam.Id, absent, ParticipationOutcome.Absent), exam.ChiefUser);
            await app.Send(new StartExam(exam.Id), exam.ChiefUser);
            app.Clock.Advance(TimeSpan.FromMinutes(15));
            await app.Send(new AdmitCandidate(exam.Id, late, IdentityDocument.TemporaryCard, "0001"), exam.ChiefUser);
            var bare = () => app.Send(new RecordOutcome(exam.Id, removed, ParticipationOutcome.Removed, "Телефон", null), exam.ChiefUser);
            (await bare.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.OutcomeHasGrounds);
            await app.Send(new RecordOutcome(exam.Id, removed, ParticipationOutcome.Removed, "Телефон", "Акт № 1"), exam.ChiefUser);
            await app.Send(new RecordOutcome(exam.Id, ill, ParticipationOutcome.Excused, "Стало плохо", "Справка № 9"), exam.ChiefUser);
            await app.Send(new FinishEarly(exam.Id, early, null), exam.ChiefUser);
            var twice = () => app.Send(new FinishEarly(exam.Id, early, null), exam.ChiefUser);
            (await twice.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.CandidateIsWorking);

            var day = await app.Send(new GetExamDay(exam.Id), exam.ChiefUser);

            day.Seats.Select(s => s.Outcome).ShouldBe([ParticipationOutcome.Absent, ParticipationOutcome.Present, ParticipationOutcome.Removed, ParticipationOutcome.Excused, ParticipationOutcome.Present]);
            (day.Seats.ElementAt(1).AdmittedAt!.Value - day.Groups[0].Time.StartedAt!.Value).ShouldBe(TimeSpan.FromMinutes(15));
            day.Seats.ElementAt(1).Time.EndsAt.ShouldBe(day.Groups[0].Time.EndsAt, "who comes late works until the group's end");
            day.Seats.ElementAt(4).Time.FinishedAt.ShouldBe(app.Clock.Now);
            (await app.Get($"/exams/{exam.Id}/day", exam.OrganiserUser)).Text.ShouldContain("Телефон (Акт № 1)");
            // Only those who worked are scored.
            (await app.Query(db => db.Exams.SingleAsync(e => e.Id == exam.Id, Ct))).Present.Select(e => e.CandidateId).ShouldBe([late, early]);
        }
        finally
        {
            app.Clock.Now = TestClock.Start;
        }
    }

    [Fact]
    public async Task Case_25_an_exam_past_midnight_at_a_venue_in_another_zone_ends_by_the_clock_of_the_venue()
    {
        var exam = await app.Given.AnAdmittedExam(1);
        // 23:10 in Vladivostok is 13:10 UTC; 4 h 30 min later it is 3:40 of the next day there.
        await app.Change(db => db.Exams.Where(e => e.Id == exam.Id).ExecuteUpdateAsync(e => e.SetProperty(x => x.TimeZone, "Asia/Vladivostok"), Ct));
        app.Clock.Now = new DateTimeOffset(2026, 6, 10, 13, 10, 0, TimeSpan.Zero);
        try
        {
            await app.Send(new StartExam(exam.Id), exam.ChiefUser);

            var day = await app.Send(new GetExamDay(exam.Id), exam.ChiefUser);
            day.Groups[0].Time.EndsAt.ShouldBe(new DateTimeOffset(2026, 6, 10, 17, 40, 0, TimeSpan.Zero));
            (await app.Get($"/exams/{exam.Id}/day", exam.ChiefUser)).Text.ShouldContain("Начало 23:10, окончание 03:40");
            (await app.Get($"/exams/{exam.Id}/clock", exam.ChiefUser)).Text.ShouldContain("03:40");
        }
        finally
        {
            app.Clock.Now = TestClock.Start;
        }
    }

    [Fact]
    public async Task Case_26_without_its_chief_expert_an_exam_does_not_start()
    {
        var exam = await app.Given.AnAdmittedExam(1);
        foreach (var user in new[] { TestUser.Chief(exam.Technical.Id), TestUser.Chief(exam.Scorers[0].Id) })
        {
            var start = () => app.Send(new StartExam(exam.Id), user);
            (await start.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.ConductedByItsChief);
        }

        (await app.Send(new GetExam(exam.Id), exam.ChiefUser)).Status.ShouldBe(ExamStatus.Ready);
    }

    [Theory]
    [InlineData("4509 123456")]
    [InlineData("441")]
    [InlineData("")]
    public async Task Only_four_characters_of_an_identity_document_are_taken(string tail)
    {
        var exam = await app.Given.AReadyExam(1);

        var admit = () => app.Send(new AdmitCandidate(exam.Id, exam.Candidates[0].Id, IdentityDocument.Passport, tail), exam.ChiefUser);

        (await admit.ShouldThrowAsync<ValidationException>()).Errors.ShouldAllBe(e => e.PropertyName == "Tail");
        (await app.Query(db => db.Enrolments.Where(e => e.CandidateId == exam.Candidates[0].Id).Select(e => e.IdentityTail).SingleAsync(Ct))).ShouldBeNull();
    }

    [Fact]
    public async Task Extra_time_that_another_exam_needs_the_place_for_is_refused_with_that_exam()
    {
        var exam = await app.Given.AConfirmedExam(1);
        var other = await app.Given.AScheduledExam(1);
        var number = await app.Query(db => db.Exams.Where(e => e.Id == other.Id).Select(e => e.Number).SingleAsync(Ct));
        // The other exam moves to the same place right after the planned end, 13:30: slots 27 to 35.
        await app.Change(db => db.Bookings.Where(b => b.ExamId == other.Id && b.Kind == BookedKind.Workplace).ExecuteUpdateAsync(b => b
            .SetProperty(x => x.ResourceId, exam.Venue.Id.Value).SetProperty(x => x.Slot, x => x.Slot + 9), Ct));

        var grant = () => app.Send(new GrantExtraTime(exam.Id, exam.Candidates[0].Id, 30, "Заключение № 1"), exam.OrganiserUser);

        var refusal = (await grant.ShouldThrowAsync<RuleViolation>()).Refusals.ShouldHaveSingleItem();
        (refusal.Rule, refusal.Facts["exam"]).ShouldBe((ExamRules.NothingIsBookedTwice, number));
    }

    [Fact]
    public async Task The_clock_of_the_room_names_nobody_and_says_the_time_after_every_hour_and_30_and_5_minutes_before_the_end()
    {
        var exam = await app.Given.AnAdmittedExam(2);
        var began = app.Clock.Now;
        try
        {
            await app.Send(new GrantExtraTime(exam.Id, exam.Candidates[1].Id, 30, "Заключение № 1"), exam.ChiefUser);
            await app.Send(new StartExam(exam.Id), exam.ChiefUser);
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            await app.Send(new StopClock(exam.Id, null, "Проверка связи"), exam.ChiefUser);
            app.Clock.Advance(TimeSpan.FromMinutes(2));
            await app.Send(new LetClockGoOn(exam.Id, null), exam.ChiefUser);

            var clock = (await app.Send(new GetClock(exam.Id), TestUser.Technical(exam.Technical.Id))).Groups.ShouldHaveSingleItem();

            // 270 minutes of work and two given back: an hour has passed at 62, four hours at 242, which is 30 before the end; 5 before it is 267.
            clock.Announcements.Select(a => ((a.At - began).TotalMinutes, a.Left)).ShouldBe([(62, 210), (122, 150), (182, 90), (242, 30), (267, 5)]);
            clock.Own.ShouldHaveSingleItem().Workplace.ShouldBe(2);
            var page = await app.Get($"/exams/{exam.Id}/clock", exam.ChiefUser);
            page.Text.ShouldNotContain("Кандидатова");
            page.Html.QuerySelectorAll("[data-plan] li").Length.ShouldBe(6);
        }
        finally
        {
            app.Clock.Now = TestClock.Start;
        }
    }

    [Fact]
    public async Task Open_pages_are_told_when_the_day_changes()
    {
        var exam = await app.Given.AnAdmittedExam(1);
        using var api = await app.Api(exam.ChiefUser);
        using var answer = await api.GetAsync($"/api/v1/exams/{exam.Id}/day/events", HttpCompletionOption.ResponseHeadersRead, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        (await reader.ReadLineAsync(Ct)).ShouldBe("event: board");
        using var stranger = await app.Api(TestUser.Scorer((await app.Given.AnExpert()).Id));
        (await stranger.GetAsync($"/api/v1/exams/{exam.Id}/day/events", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
