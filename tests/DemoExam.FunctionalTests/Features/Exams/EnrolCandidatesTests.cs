using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Mail;
using DemoExam.Domain.Packages;
using DemoExam.Features.Exams;
using DemoExam.Features.Experts;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Exams;

/// <summary>Candidates who come to a planned exam later, or leave it.</summary>
[Trait(Databases.Contract, Databases.Database)]
public sealed class EnrolCandidatesTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateOnly Day => app.Clock.Today.AddDays(10);

    [Fact]
    public async Task Newcomers_fill_the_first_group_with_free_places_and_then_the_next_on_the_page()
    {
        var exam = await AnExam(workplaces: 3, groups: [2, 1]);
        var (first, second) = (await app.Given.ACandidate(exam.College), await app.Given.ACandidate(exam.College));

        var list = await app.Get($"/exams/{exam.Id}/candidates?From={exam.College}~", exam.Organiser);
        list.Text.ShouldContain(first.Name.Full);
        await app.PostForm($"/exams/{exam.Id}/candidates?From={exam.College}~", exam.Organiser, new Dictionary<string, object?> { ["Add"] = new[] { first.Id.ToString(), second.Id.ToString() } });

        var groups = (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Groups;
        groups.Select(g => g.Candidates.Count).ShouldBe([3, 2]);
        groups[0].Candidates.Select(c => c.Workplace).ShouldBe([1, 2, 3]);
        groups[1].Candidates.Select(c => c.Workplace).ShouldBe([1, 2]);
        var bookings = await app.Query(db => db.Bookings.AsNoTracking().Where(b => b.ExamId == exam.Id && b.Slot == Booking.WholeDay && b.Kind == BookedKind.Candidate).Select(b => b.ResourceId).ToListAsync(Ct));
        bookings.ShouldContain(first.Id.Value);
        (await app.Query(db => db.AuditRecords.CountAsync(r => r.ExamId == exam.Id && r.Deed == AuditDeed.CandidatesEnrolled, Ct))).ShouldBe(1);
        await Refused(ExamRules.SeatIsFree, new EnrolCandidates(exam.Id, [(await app.Given.ACandidate(exam.College)).Id], 1), exam);
    }

    [Fact]
    public async Task Case_4_a_conflict_of_interest_is_found_again_when_a_candidate_is_added_later()
    {
        var exam = await AnExam(workplaces: 5, groups: [1]);
        var judge = (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Experts.First(e => e.Role == ExamRole.ScoringExpert).ExpertId;
        var house = (await app.Send(new GetExpert(judge), TestUser.RegionalOperator)).EmployerId;
        var (pupil, stranger) = (await app.Given.ACandidate(house), await app.Given.ACandidate());

        var refusal = await Refused(ExamRules.ExpertIsIndependent, new EnrolCandidates(exam.Id, [stranger.Id, pupil.Id]), exam);
        (refusal.Facts["expertId"], refusal.Facts["candidate"], refusal.Facts["conflict"]).ShouldBe((judge, pupil.Name.Initials, ConflictKind.SameOrganisation));
        (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Groups.Sum(g => g.Size).ShouldBe(1, "everybody or nobody");
        await app.Send(new EnrolCandidates(exam.Id, [stranger.Id]), exam.Organiser);
    }

    [Fact]
    public async Task Case_9_somebody_who_sits_elsewhere_that_day_or_here_already_is_not_added()
    {
        var (exam, other) = (await AnExam(5, [1]), await AnExam(5, [1]));
        var taken = (await app.Send(new GetExam(other.Id), TestUser.RegionalOperator)).Groups[0].Candidates[0].CandidateId;
        var here = (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Groups[0].Candidates[0].CandidateId;

        (await Refused(ExamRules.NothingIsBookedTwice, new EnrolCandidates(exam.Id, [taken]), exam)).Facts["day"].ShouldBe(Day);
        await Refused(ExamRules.CandidateIsNew, new EnrolCandidates(exam.Id, [here]), exam);
        await Refused(ExamRules.SomebodyIsAdded, new EnrolCandidates(exam.Id, []), exam);
        await Refused(ExamRules.GroupExists, new EnrolCandidates(exam.Id, [taken], 7), exam);
    }

    [Fact]
    public async Task Case_9_of_parallel_requests_for_the_last_place_one_wins()
    {
        var exam = await AnExam(workplaces: 2, groups: [1]);
        var newcomers = new List<CandidateId>();
        for (var i = 0; i < 8; i++)
        {
            newcomers.Add((await app.Given.ACandidate(exam.College)).Id);
        }

        var answers = await Task.WhenAll(newcomers.Select(async id =>
        {
            try
            {
                await app.Send(new EnrolCandidates(exam.Id, [id]), exam.Organiser);
                return true;
            }
            catch (RuleViolation refused)
            {
                refused.Rule.ShouldBe(ExamRules.SeatIsFree);
                return false;
            }
        }));

        answers.Count(won => won).ShouldBe(1);
        (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Groups[0].Candidates.Select(c => c.Workplace).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Who_is_taken_out_frees_place_and_day_and_hears_of_it_when_the_exam_is_confirmed()
    {
        var exam = await AnExam(workplaces: 2, groups: [2]);
        var leaving = (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Groups[0].Candidates[0];
        await app.Change(async db => db.Entry(await db.Candidates.SingleAsync(c => c.Id == leaving.CandidateId, Ct)).Property(c => c.Email).CurrentValue = "leaving@college.example");
        await app.Change(async db => (await db.Exams.SingleAsync(e => e.Id == exam.Id, Ct)).Confirm());

        await app.PostForm($"/exams/{exam.Id}", exam.Organiser, new Dictionary<string, object?> { ["candidate"] = leaving.CandidateId.ToString(), ["reason"] = "Академический отпуск" });

        (await app.Query(db => db.Bookings.AnyAsync(b => b.ResourceId == leaving.CandidateId.Value, Ct))).ShouldBeFalse();
        (await app.Query(db => db.Bookings.AnyAsync(b => b.ExamId == exam.Id && b.Kind == BookedKind.Workplace && b.Number == leaving.Workplace, Ct))).ShouldBeFalse();
        var told = await app.Query(db => db.MailMessages.AsNoTracking().SingleAsync(m => m.Kind == MailKind.ExamLeft && m.Key.EndsWith($"{leaving.CandidateId.Value:N}"), Ct));
        told.Facts["reason"].ShouldBe("Академический отпуск");
        var last = (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Groups[0].Candidates.ShouldHaveSingleItem();
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new WithdrawCandidate(exam.Id, last.CandidateId, "Ошибка"), exam.Organiser))).Rule.ShouldBe(ExamRules.SomebodyStays);

        // The place can be given to somebody else, and to the same person again.
        await app.Send(new EnrolCandidates(exam.Id, [leaving.CandidateId]), exam.Organiser);
        (await app.Query(db => db.MailMessages.CountAsync(m => m.Kind == MailKind.ExamConfirmed && m.Key.EndsWith($"{leaving.CandidateId.Value:N}"), Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task After_the_draw_nobody_is_added_or_taken_out_and_other_colleges_never_may()
    {
        var ready = await app.Given.AReadyExam(2);
        var newcomer = await app.Given.ACandidate(ready.College);
        await Should.ThrowAsync<RuleViolation>(() => app.Send(new EnrolCandidates(ready.Id, [newcomer.Id]), ready.OrganiserUser));
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new WithdrawCandidate(ready.Id, ready.Candidates[0].Id, "Ошибка"), ready.OrganiserUser))).Rule.ShouldBe(ExamRules.StepIsAllowed);
        (await app.Get($"/exams/{ready.Id}/candidates", ready.OrganiserUser)).Text.ShouldContain("Список кандидатов закрыт");

        var drawn = await app.Given.AConfirmedExam(2);
        await app.Given.On(drawn, (exam, db) =>
        {
            var draw = new WorkplaceDraw(WorkplaceDrawId.New(), exam.Id, 1, new byte[WorkplaceDraw.SeedLength], app.Clock.Now);
            exam.DrawWorkplaces(drawn.Chief.Id, draw, app.Clock.Today, app.Clock.Now);
            db.WorkplaceDraws.Add(draw);
        });
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new EnrolCandidates(drawn.Id, [newcomer.Id]), drawn.OrganiserUser))).Rule.ShouldBe(ExamRules.PlacesAreOpen);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new WithdrawCandidate(drawn.Id, drawn.Candidates[0].Id, "Ошибка"), drawn.OrganiserUser))).Rule.ShouldBe(ExamRules.PlacesAreOpen);
        var other = await app.Given.ACollege();
        await Should.ThrowAsync<Forbidden>(() => app.Send(new EnrolCandidates(drawn.Id, [newcomer.Id]), TestUser.OrganiserOf(other.Id)));
    }

    private async Task<Refusal> Refused(Rule rule, EnrolCandidates request, ExamToFill exam)
    {
        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(request, exam.Organiser));
        refused.Rule.ShouldBe(rule);
        return refused.Refusals[0];
    }

    // Groups of the given sizes, the second after the places have been set up anew.
    private async Task<ExamToFill> AnExam(int workplaces, int[] groups)
    {
        var package = await app.Given.APublishedPackage();
        var venue = await app.Given.AnAccreditedVenue(workplaces);
        var college = await app.Given.ACollege();
        var choices = new List<GroupChoice>();
        foreach (var (size, index) in groups.Select((size, index) => (size, index)))
        {
            var sitting = new List<CandidateId>();
            for (var i = 0; i < size; i++)
            {
                sitting.Add((await app.Given.ACandidate(college.Id)).Id);
            }

            choices.Add(new GroupChoice(Day.ToDateTime(new TimeOnly(8 + 6 * index, 0)), sitting));
        }

        ExpertChoice[] team =
        [
            new((await app.Given.AnExpert(CredentialType.ConductRight)).Id, ExamRole.ChiefExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
        ];
        var exam = await app.Send(new ScheduleExam(ExamId.New(), ExamType.StateAttestation, package.Id, ExamLevel.Base, false, venue.Id, Day.AddDays(-1), Day, Day, choices, team), TestUser.OrganiserOf(college.Id));
        return new ExamToFill(exam.Id, college.Id);
    }

    private sealed record ExamToFill(ExamId Id, OrganisationId College)
    {
        public TestUser Organiser => TestUser.OrganiserOf(College);
    }
}
