using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Domain.Venues;
using DemoExam.Features.Accounts;
using DemoExam.Features.Candidates;
using DemoExam.Features.Exams;
using DemoExam.Features.Experts;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Exams;

/// <summary>
/// The edge cases of registers and planning, by their numbers in the list of cases. Others stand with their subject, under the same names:
/// <c>--filter-method "*.Case_*"</c> runs them all.
/// </summary>
[Trait(Databases.Contract, Databases.Database)]
public sealed class PlanningEdgeCaseTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateOnly Day => app.Clock.Today.AddDays(10);

    [Fact]
    public async Task Case_4_an_expert_moves_to_the_candidates_college_after_planning()
    {
        var plan = await APlan(2);
        var exam = await app.Send(plan.Request, TestUser.Organiser);
        var judge = plan.Request.Experts[1].ExpertId;
        var before = await app.Send(new GetExpert(judge), TestUser.RegionalOperator);

        await app.Send(new ChangeExpert(before.Name.Surname, before.Name.GivenName, before.Name.Patronymic, plan.College) { ExpertId = judge }, TestUser.RegionalOperator);

        var obstacles = (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Obstacles;
        obstacles.ShouldAllBe(o => o.Rule == ExamRules.CandidateHasPanel);
        obstacles.Count.ShouldBe(plan.Package.CriteriaOf(new ExamScope(ExamLevel.Base)).Count() * 2, "each candidate lacks a judge in each criterion");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ConfirmExam(exam.Id), TestUser.RegionalOperator))).Rule.ShouldBe(ExamRules.CandidateHasPanel);
    }

    [Fact]
    public async Task Case_4_a_candidate_moves_to_the_college_of_a_judge_and_in_a_mixed_group_only_this_candidate_is_closed()
    {
        var plan = await APlan(2);
        var exam = await app.Send(plan.Request, TestUser.Organiser);
        var house = (await app.Send(new GetExpert(plan.Request.Experts[2].ExpertId), TestUser.RegionalOperator)).EmployerId;
        var moved = await app.Send(new GetCandidate(plan.Request.Groups[0].Candidates[0]), TestUser.RegionalOperator);

        await app.Send(new ChangeCandidate(moved.Name.Surname, moved.Name.GivenName, moved.Name.Patronymic, moved.BirthDate, moved.Category, house, moved.StudyGroup, moved.LatinName) { CandidateId = moved.Id }, TestUser.RegionalOperator);

        var obstacles = (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Obstacles;
        obstacles.Select(o => o.Facts["candidate"]).Distinct().ShouldBe([moved.Name.Initials]);
    }

    [Fact]
    public async Task Case_4_an_expert_who_taught_the_group_is_refused_and_another_one_is_offered()
    {
        var plan = await APlan(2);
        var teacher = plan.Request.Experts[1].ExpertId;
        await app.Send(new DeclareTie(ConflictKind.Taught, null, plan.College, "ИС-41", null) { ExpertId = teacher }, TestUser.RegionalOperator);

        var problem = (await app.Send(new CheckPlan(plan.Request), TestUser.Organiser)).ShouldHaveSingleItem();
        (problem.Code, problem.Facts["candidates"], problem.Facts["expertId"]).ShouldBe((ExamRules.ExpertIsIndependent.Code, 2, teacher));
        problem.Remedies.ShouldAllBe(r => r.Kind == RemedyKind.OtherExpert && r.InsteadOf == teacher);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(plan.Request, TestUser.Organiser))).Rule.ShouldBe(ExamRules.ExpertIsIndependent);
    }

    [Fact]
    public async Task Case_6_a_credential_and_an_accreditation_run_out_between_planning_and_the_second_day()
    {
        var plan = await APlan(1);
        var exam = await app.Send(plan.Request with { LastDay = Day.AddDays(1) }, TestUser.Organiser);
        (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Obstacles.ShouldBeEmpty();

        await app.Change(async db =>
        {
            var credential = (await db.Experts.SingleAsync(e => e.Id == plan.Request.Experts[1].ExpertId, Ct)).Credentials[0];
            db.Entry(credential).Property(c => c.ValidTo).CurrentValue = Day;
            foreach (var accreditation in (await db.Venues.SingleAsync(v => v.Id == plan.Venue.Id, Ct)).Accreditations)
            {
                db.Entry(accreditation).Property(a => a.ValidTo).CurrentValue = Day;
            }
        });

        (await app.Send(new GetExam(exam.Id), TestUser.RegionalOperator)).Obstacles.Select(o => o.Rule).ShouldBe([VenueRules.AccreditationCoversEveryDay, ExpertRules.ExpertIsEligible], ignoreOrder: true);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ConfirmExam(exam.Id), TestUser.RegionalOperator))).Refusals.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Case_7_the_accreditation_is_for_another_level_and_the_refusal_names_the_mismatch()
    {
        var plan = await APlan(1);
        var venue = await app.Given.AVenue(12);
        await app.Change(async db => (await db.Venues.SingleAsync(v => v.Id == venue.Id, Ct))
            .Accredit(AccreditationId.New(), new AccreditationTerms(plan.Package.Code, ExamLevel.Interim, "ПА-1", Day.AddMonths(-6), Day.AddMonths(6), 12)));

        var problem = (await app.Send(new CheckPlan(plan.Request with { VenueId = venue.Id }), TestUser.Organiser)).ShouldHaveSingleItem();

        problem.Code.ShouldBe(VenueRules.VenueIsAccredited.Code);
        (problem.Facts["package"], problem.Facts["level"], problem.Facts["otherLevels"]).ShouldBe((plan.Package.Code, ExamLevel.Base, nameof(ExamLevel.Interim)));
        problem.Remedies.ShouldContain(r => r.Kind == RemedyKind.OtherVenue);
    }

    [Fact]
    public async Task Case_7_the_accreditation_is_for_the_package_of_another_year()
    {
        var plan = await APlan(1);
        var venue = await app.Given.AVenue(12);
        await app.Change(async db => (await db.Venues.SingleAsync(v => v.Id == venue.Id, Ct))
            .Accredit(AccreditationId.New(), new AccreditationTerms("КОД 09.02.07-9-2025", ExamLevel.Base, "Г-1", Day.AddMonths(-6), Day.AddMonths(6), 12)));

        (await app.Send(new CheckPlan(plan.Request with { VenueId = venue.Id }), TestUser.Organiser)).ShouldHaveSingleItem().Code.ShouldBe(VenueRules.VenueIsAccredited.Code);
    }

    [Fact]
    public async Task Case_8_fewer_experts_than_the_package_needs_are_refused_and_others_proposed()
    {
        var plan = await APlan(1);
        var spare = await app.Given.AnExpert();

        var problem = (await app.Send(new CheckPlan(plan.Request with { Experts = [.. plan.Request.Experts.Take(3)] }), TestUser.Organiser)).Single(p => p.Code == ExamRules.EnoughExperts.Code);

        (problem.Facts["experts"], problem.Facts["needed"]).ShouldBe((2, plan.Package.MinimumScoringExperts));
        problem.Remedies.ShouldContain(r => r.Kind == RemedyKind.MoreExperts);
        (await app.Send(new FindExperts(plan.Request), TestUser.Organiser)).Scoring.ShouldContain(o => o.Id == spare.Id && o.Suits);
    }

    [Theory]
    [InlineData(ExamRole.ChiefExpert)]
    [InlineData(ExamRole.ScoringExpert)]
    public async Task Case_9_an_expert_needs_a_day_for_the_journey_to_a_venue_in_another_time_zone(ExamRole role)
    {
        var here = await APlan(1);
        await app.Send(here.Request, TestUser.Organiser);
        var traveller = here.Request.Experts.First(e => e.Role == role);
        var far = await Far(role, traveller.ExpertId);
        // A chief expert has to be there on the preparatory day already.
        var dayAfter = Day.AddDays(role == ExamRole.ChiefExpert ? 2 : 1);

        var problem = (await app.Send(new CheckPlan(At(far, dayAfter)), TestUser.Organiser)).ShouldHaveSingleItem();
        (problem.Code, problem.Facts["day"], problem.Facts["zone"]).ShouldBe((ExamRules.JourneyHasItsDay.Code, Day, "Europe/Kaliningrad"));
        problem.Remedies.Select(r => r.Kind).ShouldContain(RemedyKind.OtherDays);
        var days = problem.Remedies.First(r => r.Kind == RemedyKind.OtherDays);
        (await app.Send(new CheckPlan(At(far, days.FirstDay!.Value)), TestUser.Organiser)).ShouldBeEmpty("the day that is offered suits");
        (await app.Send(new CheckPlan(At(far, dayAfter.AddDays(1))), TestUser.Organiser)).ShouldBeEmpty();
        // At a venue in the same zone a night is enough.
        var near = await APlan(1);
        var replaced = near.Request.Experts.First(e => e.Role == role);
        (await app.Send(new CheckPlan(At(near.Request with { Experts = [.. near.Request.Experts.Select(e => e == replaced ? traveller with { Criteria = null } : e)] }, dayAfter)), TestUser.Organiser)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_9_of_two_organisers_who_save_at_the_same_second_the_database_refuses_the_one_whose_expert_would_have_to_fly()
    {
        var here = await APlan(1);
        var traveller = here.Request.Experts.First(e => e.Role == ExamRole.ScoringExpert);
        var far = At(await Far(ExamRole.ScoringExpert, traveller.ExpertId), Day.AddDays(1));
        // Both have looked before either has saved.
        (await app.Send(new CheckPlan(here.Request), TestUser.Organiser)).ShouldBeEmpty();
        (await app.Send(new CheckPlan(far), TestUser.Organiser)).ShouldBeEmpty();

        var saved = await Task.WhenAll(new[] { here.Request, far }.Select(async plan =>
        {
            try
            {
                return (await app.Send(plan, TestUser.Organiser)).Number;
            }
            catch (RuleViolation refused)
            {
                refused.Rule.ShouldBe(ExamRules.JourneyHasItsDay);
                return null;
            }
        }));

        saved.Count(number => number is not null).ShouldBe(1);
    }

    [Fact]
    public async Task Case_9_a_candidate_needs_the_day_too_and_the_key_of_the_database_refuses_what_a_check_has_not_seen()
    {
        var here = await APlan(1);
        var exam = await app.Send(here.Request, TestUser.Organiser);
        var candidate = here.Request.Groups[0].Candidates[0];
        var far = await Far(ExamRole.ScoringExpert, here.Request.Experts[1].ExpertId);
        var other = await app.Send(At(far with { Experts = [.. far.Experts.Where(e => e.ExpertId != here.Request.Experts[1].ExpertId), new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert)] }, Day.AddDays(1)), TestUser.Organiser);
        var stranger = await app.Query(db => db.Bookings.AsNoTracking().Where(b => b.ExamId == other.Id && b.Kind == BookedKind.Candidate && b.Slot == Booking.InZone && b.Day == Day.AddDays(1)).SingleAsync(Ct));

        (await app.Query(db => db.Bookings.CountAsync(b => b.ExamId == exam.Id && b.ResourceId == candidate.Value && b.Number == stranger.Number && b.Day == stranger.Day && b.Slot == stranger.Slot, Ct))).ShouldBe(1);
        await Should.ThrowAsync<DbUpdateException>(() => app.Change(db =>
        {
            db.Bookings.Add(stranger.Of(candidate.Value));
            return Task.CompletedTask;
        }));
    }

    [Fact]
    public async Task Of_experts_with_the_same_load_those_of_the_venues_city_are_proposed_first()
    {
        var plan = await APlan(1);
        var town = new Organisation(OrganisationId.New(), OrganisationKind.Employer, "Завод в другом городе", "Завод вдали", "Remote Works", TestUser.TestRegion, "Гусев");
        await app.Change(db =>
        {
            db.Add(town);
            return Task.CompletedTask;
        });
        var (far, near) = (await app.Given.AnExpert(employer: town.Id), await app.Given.AnExpert());

        var found = (await app.Send(new FindExperts(plan.Request), TestUser.Organiser)).Scoring.ToList();

        (found.Single(o => o.Id == far.Id).Distance, found.Single(o => o.Id == near.Id).Distance).ShouldBe((ExpertDistance.SameRegion, ExpertDistance.SameCity));
        found.FindIndex(o => o.Id == near.Id).ShouldBeLessThan(found.FindIndex(o => o.Id == far.Id));
    }

    [Fact]
    public async Task Case_25_a_shift_that_runs_past_midnight_keeps_the_workplaces_and_the_candidates_of_both_days()
    {
        var plan = await APlan(2, workplaces: 2);
        await app.Send(plan.Request with { LastDay = Day.AddDays(1), Groups = [plan.Request.Groups[0] with { StartsAt = Day.ToDateTime(new TimeOnly(22, 0)) }] }, TestUser.Organiser);
        var next = await APlan(1, at: plan.Venue);
        var early = next.Request with { FirstDay = Day.AddDays(1), LastDay = Day.AddDays(1), PreparatoryDay = Day, Groups = [next.Request.Groups[0] with { StartsAt = Day.AddDays(1).ToDateTime(new TimeOnly(1, 0)) }] };

        (await app.Send(new CheckPlan(early), TestUser.Organiser)).ShouldHaveSingleItem().Code.ShouldBe(ExamRules.WorkplaceIsFree.Code);
        var tired = early with { VenueId = (await app.Given.AnAccreditedVenue()).Id, Groups = [early.Groups[0] with { Candidates = [plan.Request.Groups[0].Candidates[0]] }] };
        (await app.Send(new CheckPlan(tired), TestUser.Organiser)).ShouldHaveSingleItem().Code.ShouldBe(ExamRules.NothingIsBookedTwice.Code);
        (await app.Send(new CheckPlan(early with { Groups = [early.Groups[0] with { StartsAt = Day.AddDays(1).ToDateTime(new TimeOnly(9, 0)) }] }), TestUser.Organiser)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Римский-Корсаков", "Николай", "Андреевич")]
    [InlineData("Мамедов", "Эльдар", "Гусейн оглы")]
    [InlineData("Гарсия Лопес", "Мария Изабель", null)]
    [InlineData("Сухарто", null, null)]
    [InlineData("O'Connor", "Seán", null)]
    [InlineData("д’Артаньян", "Ёлка", null)]
    [InlineData("Кантемирова-Константинопольская-Преображенская-Вознесенская-Успенская", "Александра", "Владиславовна")]
    public async Task Case_16_a_name_is_kept_exactly_as_in_the_document_and_found_in_any_letters(string surname, string? givenName, string? patronymic)
    {
        var college = await app.Given.ACollege();
        var id = await app.Send(new RegisterCandidate(surname, givenName, patronymic, new DateOnly(2006, 2, 3), CandidateCategory.Graduate, college.Id) { Id = CandidateId.New() }, TestUser.RegionalOperator);

        (await app.Send(new GetCandidate(id), TestUser.RegionalOperator)).Name.ShouldBe(new PersonName(surname, givenName ?? "", patronymic));
        var typed = surname.ToLowerInvariant().Replace('ё', 'е');
        (await app.Send(new ListCandidates(Search: typed, OrganisationId: college.Id), TestUser.RegionalOperator)).Items.ShouldHaveSingleItem().Id.ShouldBe(id);
        (await app.Get($"/candidates/{id}", TestUser.RegionalOperator)).TextOf("h1").ShouldContain(surname);
    }

    [Fact]
    public async Task Case_18_several_candidates_share_a_mailbox_and_a_lost_one_gets_a_new_code()
    {
        var college = await app.Given.ACollege();
        var ids = new List<CandidateId>();
        foreach (var name in new[] { "Одна", "Другая" })
        {
            ids.Add(await app.Send(new RegisterCandidate("Общая", name, null, new DateOnly(2006, 2, 4), CandidateCategory.Graduate, college.Id, Email: "group@college.example") { Id = CandidateId.New() }, TestUser.RegionalOperator));
        }

        var first = await app.Send(new IssueCandidateCodes(new CodeRecipients(OrganisationId: college.Id)), TestUser.RegionalOperator);
        first.Select(c => c.Account.UserName).Distinct().Count().ShouldBe(2, "the sign-in is not the mailbox");
        var again = await app.Send(new IssueCandidateCodes(new CodeRecipients(CandidateId: ids[0])), TestUser.RegionalOperator);
        await app.Send(new ActivateAccount(again[0].Account.Code, "сорок вёсел на воде"), TestUser.Anonymous);
        (await app.Send(new SignIn(again[0].Account.UserName, "сорок вёсел на воде"), TestUser.Anonymous)).Person.ShouldNotBeNull();
    }

    private async Task<Planned> APlan(int candidates, int workplaces = 12, Venue? at = null)
    {
        var package = await app.Given.APublishedPackage();
        var venue = at ?? await app.Given.AnAccreditedVenue(workplaces);
        var college = await app.Given.ACollege();
        var sitting = new List<CandidateId>();
        for (var i = 0; i < candidates; i++)
        {
            sitting.Add((await app.Given.ACandidate(college.Id)).Id);
        }

        ExpertChoice[] team =
        [
            new((await app.Given.AnExpert(CredentialType.ConductRight)).Id, ExamRole.ChiefExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
        ];
        return new Planned(new ScheduleExam(ExamId.New(), ExamType.StateAttestation, package.Id, ExamLevel.Base, false, venue.Id, Day.AddDays(-1), Day, Day,
            [new GroupChoice(Day.ToDateTime(new TimeOnly(9, 0)), sitting)], team), package, venue, college.Id);
    }

    // A plan of its own at a venue nine hours to the east, with one expert of somebody else's.
    private async Task<ScheduleExam> Far(ExamRole role, ExpertId expert)
    {
        var venue = await app.Given.AnAccreditedVenue();
        await app.Change(async db => db.Entry(await db.Venues.SingleAsync(v => v.Id == venue.Id, Ct)).Property(v => v.TimeZone).CurrentValue = "Asia/Magadan");
        var plan = await APlan(1, at: venue);
        var left = plan.Request.Experts.First(e => e.Role == role);
        return plan.Request with { Experts = [.. plan.Request.Experts.Select(e => e == left ? new ExpertChoice(expert, role) : e)] };
    }

    private static ScheduleExam At(ScheduleExam plan, DateOnly day) =>
        plan with { PreparatoryDay = day.AddDays(-1), FirstDay = day, LastDay = day, Groups = [plan.Groups[0] with { StartsAt = day.ToDateTime(new TimeOnly(9, 0)) }] };

    private sealed record Planned(ScheduleExam Request, AssessmentPackage Package, Venue Venue, OrganisationId College);
}
