using System.Globalization;
using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Features.Exams;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Exams;

[Trait(Databases.Contract, Databases.Database)]
public sealed class MoveExamTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Case_24_an_evacuated_group_gets_a_new_date_without_an_absence_and_everything_is_rebooked()
    {
        var exam = await app.Given.ARunningExam(3);
        var day = app.Clock.Today.AddDays(7);
        var page = await app.PostForm($"/exams/{exam.Id}/move", exam.OrganiserUser, new Dictionary<string, object?>
        {
            ["Input.PreparatoryDay"] = day.AddDays(-1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["Input.StartsAt"] = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T10:00",
            ["Input.Reason"] = "Эвакуация",
            ["Input.Document"] = "Акт № 4",
        });
        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);

        var old = await app.Send(new GetExam(exam.Id), exam.OrganiserUser);
        old.Status.ShouldBe(ExamStatus.Postponed);
        (old.Standing!.Reason, old.Standing.Document).ShouldBe(("Эвакуация", "Акт № 4"));
        old.Groups.SelectMany(g => g.Candidates).ShouldAllBe(c => c.Outcome == ParticipationOutcome.Moved);
        (await app.Query(db => db.Bookings.CountAsync(b => b.ExamId == exam.Id, Ct))).ShouldBe(0);

        var moved = await app.Send(new GetExam(old.MovedTo!.Value), exam.OrganiserUser);
        (moved.Status, moved.FirstDay, moved.Level).ShouldBe((ExamStatus.Submitted, day, old.Level));
        moved.Groups.SelectMany(g => g.Candidates).Select(c => (c.CandidateId, c.Outcome)).ShouldBe(exam.Candidates.Select(c => (c.Id, ParticipationOutcome.Expected)), ignoreOrder: true);
        moved.Experts.Select(e => (e.ExpertId, e.Role)).ShouldBe(old.Experts.Select(e => (e.ExpertId, e.Role)), ignoreOrder: true);
        (await app.Query(db => db.Results.CountAsync(r => r.ExamId == exam.Id, Ct))).ShouldBe(0);
        (await app.Get("/my", exam.HolderUser())).Text.ShouldContain("Экзамен перенесён");
        (await app.Query(db => db.AuditRecords.CountAsync(r => r.ExamId == exam.Id && r.Deed == AuditDeed.CandidatesMoved, Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task People_who_are_freed_by_a_move_can_be_booked_for_the_same_day_at_another_venue_in_the_same_transaction()
    {
        var exam = await app.Given.AConfirmedExam(2);
        var venue = await app.Given.AnAccreditedVenue(2);

        var moved = await app.Send(Move(exam, venue.Id, app.Clock.Today, exam.Candidates.Select(c => c.Id)), TestUser.RegionalOperator);

        var bookings = await app.Query(db => db.Bookings.Where(b => b.ExamId == moved.Id || b.ExamId == exam.Id).ToListAsync(Ct));
        bookings.ShouldAllBe(b => b.ExamId == moved.Id);
        bookings.Count(b => b.Kind == BookedKind.Candidate && b.Slot == Booking.WholeDay).ShouldBe(2);
        bookings.Where(b => b.Kind == BookedKind.Workplace).ShouldAllBe(b => b.ResourceId == venue.Id.Value);
        // The operator confirms with the move, and the fingerprint of the draw is published at once.
        (await app.Send(new GetExam(moved.Id), TestUser.RegionalOperator)).Status.ShouldBe(ExamStatus.Confirmed);
        (await app.Send(new GetDraw(moved.Id), TestUser.Anonymous)).Draws.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Selected_candidates_move_and_the_others_stay()
    {
        var exam = await app.Given.AConfirmedExam(3);

        var moved = await app.Send(Move(exam, exam.Venue.Id, app.Clock.Today.AddDays(3), [exam.Candidates[1].Id]), exam.OrganiserUser);

        (await app.Send(new GetExam(exam.Id), exam.OrganiserUser)).Status.ShouldBe(ExamStatus.Confirmed);
        var left = await app.Query(db => db.Bookings.Where(b => b.ExamId == exam.Id && b.Kind != BookedKind.Expert).ToListAsync(Ct));
        left.Where(b => b.Kind == BookedKind.Candidate && b.Slot == Booking.WholeDay).Select(b => b.ResourceId).ShouldBe([exam.Candidates[0].Id.Value, exam.Candidates[2].Id.Value], ignoreOrder: true);
        left.Where(b => b.Kind == BookedKind.Workplace).Select(b => b.Number).Distinct().Order().ShouldBe([1, 3]);
        (await app.Send(new GetExam(moved.Id), exam.OrganiserUser)).Groups.Single().Candidates.ShouldHaveSingleItem().CandidateId.ShouldBe(exam.Candidates[1].Id);
        var again = () => app.Send(Move(exam, exam.Venue.Id, app.Clock.Today.AddDays(4), [exam.Candidates[1].Id]), exam.OrganiserUser);
        (await again.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(ExamRules.CandidateMayMove);
    }

    [Fact]
    public async Task A_move_that_a_rule_refuses_leaves_everything_as_it_was()
    {
        var exam = await app.Given.AConfirmedExam(2);
        var bare = await app.Given.AVenue(5);
        var before = await app.Query(db => db.Bookings.CountAsync(b => b.ExamId == exam.Id, Ct));

        var refused = () => app.Send(Move(exam, bare.Id, app.Clock.Today.AddDays(3), exam.Candidates.Select(c => c.Id)), exam.OrganiserUser);

        (await refused.ShouldThrowAsync<RuleViolation>()).Refusals.ShouldAllBe(r => r.Field == "VenueId");
        (await app.Query(db => db.Bookings.CountAsync(b => b.ExamId == exam.Id, Ct))).ShouldBe(before);
        (await app.Send(new GetExam(exam.Id), exam.OrganiserUser)).Groups.Single().Candidates.ShouldAllBe(c => c.Outcome == ParticipationOutcome.Expected);
        var stranger = () => app.Send(Move(exam, exam.Venue.Id, app.Clock.Today.AddDays(3), exam.Candidates.Select(c => c.Id)), TestUser.Organiser);
        await stranger.ShouldThrowAsync<Forbidden>();
    }

    private static MoveExam Move(ExamState exam, VenueId venue, DateOnly day, IEnumerable<CandidateId> candidates) =>
        new(exam.Id, ExamId.New(), [.. candidates], venue, day, day.ToDateTime(new TimeOnly(14, 0)), "Авария электросети", "Акт № 4");
}
