using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.Data;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Features.Exams;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Exams;

[Trait(Databases.Contract, Databases.Database)]
public sealed class ScheduleExamTests(App app) : IClassFixture<App>
{
    private static readonly ExamScope Base = new(ExamLevel.Base);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateOnly Day => app.Clock.Today.AddDays(10);

    [Fact]
    public async Task A_plan_that_no_rule_refuses_is_submitted_with_everybody_and_every_place_booked()
    {
        var plan = await APlan(candidates: 2);

        var scheduled = await app.Send(plan.Request, TestUser.Organiser);

        var exam = await app.Send(new GetExam(scheduled.Id), TestUser.RegionalOperator);
        exam.Status.ShouldBe(ExamStatus.Submitted);
        exam.Groups.ShouldHaveSingleItem().Candidates.Select(c => c.Workplace).ShouldBe([1, 2]);
        var booked = await app.Query(db => db.Bookings.Where(b => b.ExamId == scheduled.Id).Select(b => b.ResourceId).Distinct().ToListAsync(Ct));
        booked.ShouldBe([plan.Venue.Id.Value, .. plan.People], ignoreOrder: true);
    }

    [Fact]
    public async Task The_same_plan_sent_twice_is_one_exam()
    {
        var plan = await APlan(candidates: 1);

        var first = await app.Send(plan.Request, TestUser.Organiser);
        var again = await app.Send(plan.Request, TestUser.Organiser);

        again.ShouldBe(first);
        (await app.Query(db => db.Exams.CountAsync(e => e.VenueId == plan.Venue.Id, Ct))).ShouldBe(1);
    }

    [Fact]
    public async Task Case_6_days_after_the_certificate_has_run_out_are_refused_and_other_days_and_venues_offered()
    {
        var plan = await APlan(candidates: 2);
        await app.Given.AnAccreditedVenue(12);
        // The certificate of the planned venue ends with the preparatory day.
        await app.Change(async db => Shorten((await db.Venues.SingleAsync(v => v.Id == plan.Venue.Id, Ct)).Accreditations, db, Day.AddDays(-1)));

        var problem = await RefusedOnce(plan.Request, VenueRules.AccreditationCoversEveryDay);

        var elsewhere = problem.Remedies.First(r => r.Kind == RemedyKind.OtherVenue).VenueId!.Value;
        elsewhere.ShouldNotBe(plan.Venue.Id);
        var days = problem.Remedies.First(r => r.Kind == RemedyKind.OtherDays);
        days.LastDay.ShouldBe(Day.AddDays(-1), "the last days that the certificate still covers");
        (await app.Send(new CheckPlan(plan.Request with { VenueId = elsewhere }), TestUser.Organiser)).ShouldBeEmpty("the remedy must work");
    }

    [Fact]
    public async Task Case_8_more_candidates_than_free_workplaces_are_refused_and_more_shifts_offered()
    {
        var plan = await APlan(candidates: 5, workplaces: 2);

        var problem = await RefusedOnce(plan.Request, ExamRules.WorkplaceIsFree);

        problem.Facts["free"].ShouldBe(2);
        problem.Remedies.ShouldContain(r => r.Kind == RemedyKind.MoreShifts && r.Number == 3);
    }

    [Fact]
    public async Task Workplaces_that_another_exam_has_taken_are_not_free()
    {
        var first = await APlan(candidates: 2, workplaces: 3);
        await app.Send(first.Request, TestUser.Organiser);
        var second = await APlan(candidates: 2, at: first.Venue);

        var problem = await RefusedOnce(second.Request, ExamRules.WorkplaceIsFree);

        problem.Facts["free"].ShouldBe(1);
        // In the afternoon they are free again.
        (await app.Send(new CheckPlan(second.Request with { Groups = [second.Request.Groups[0] with { StartsAt = Day.ToDateTime(new TimeOnly(15, 0)) }] }), TestUser.Organiser)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_6_an_expert_whose_credential_ends_before_the_exam_is_refused_and_another_one_offered()
    {
        var plan = await APlan(candidates: 1);
        var late = await app.Given.AnExpert(validTo: Day.AddDays(-1));
        var request = plan.Request with { Experts = [plan.Request.Experts[0], new ExpertChoice(late.Id, ExamRole.ScoringExpert), .. plan.Request.Experts.Skip(2)] };

        var problem = await RefusedOnce(request, ExpertRules.ExpertIsEligible);

        var remedy = problem.Remedies.First(r => r.Kind == RemedyKind.OtherExpert);
        remedy.InsteadOf.ShouldBe(late.Id);
        var better = request with { Experts = [.. request.Experts.Select(e => e.ExpertId == late.Id ? e with { ExpertId = remedy.ExpertId!.Value } : e)] };
        (await app.Send(new CheckPlan(better), TestUser.Organiser)).ShouldBeEmpty("the remedy must work");
    }

    [Fact]
    public async Task Case_4_an_expert_from_the_own_organisation_of_a_candidate_is_refused()
    {
        var plan = await APlan(candidates: 1);
        var colleague = await app.Given.AnExpert(employer: plan.College);

        var problem = await RefusedOnce(plan.Request with { Experts = [.. plan.Request.Experts.Take(3), new ExpertChoice(colleague.Id, ExamRole.ScoringExpert)] }, ExamRules.ExpertIsIndependent);

        problem.Facts["expertId"].ShouldBe(colleague.Id);
        problem.Remedies.ShouldContain(r => r.Kind == RemedyKind.OtherExpert && r.InsteadOf == colleague.Id);
    }

    [Fact]
    public async Task Case_4_an_expert_from_a_branch_of_the_candidates_organisation_is_refused_too()
    {
        var plan = await APlan(candidates: 1);
        var branch = new Organisation(OrganisationId.New(), OrganisationKind.Educational, "Филиал колледжа", "Филиал", "Branch", TestUser.TestRegion, "Гусев", plan.College);
        await app.Change(db =>
        {
            db.Add(branch);
            return Task.CompletedTask;
        });
        var colleague = await app.Given.AnExpert(employer: branch.Id);

        await RefusedOnce(plan.Request with { Experts = [.. plan.Request.Experts.Take(3), new ExpertChoice(colleague.Id, ExamRole.ScoringExpert)] }, ExamRules.ExpertIsIndependent);
    }

    [Fact]
    public async Task Case_9_a_candidate_who_sits_another_exam_that_day_is_refused()
    {
        var first = await APlan(candidates: 1);
        var scheduled = await app.Send(first.Request, TestUser.Organiser);
        var second = await APlan(candidates: 0);
        var request = second.Request with { Groups = [second.Request.Groups[0] with { Candidates = first.Request.Groups[0].Candidates }] };

        var problem = await RefusedOnce(request, ExamRules.NothingIsBookedTwice);

        problem.Facts["exam"].ShouldBe(scheduled.Number);
        problem.Remedies.ShouldContain(r => r.Kind == RemedyKind.WithoutCandidate && r.CandidateId == first.Request.Groups[0].Candidates[0]);
        var moved = problem.Remedies.First(r => r.Kind == RemedyKind.OtherDays);
        moved.FirstDay.ShouldBe(Day.AddDays(1));
    }

    [Fact]
    public async Task Every_refusal_is_named_at_once()
    {
        var plan = await APlan(candidates: 3, workplaces: 2);
        var request = plan.Request with { Experts = [.. plan.Request.Experts.Skip(1).Take(2)] };

        var refused = () => app.Send(request, TestUser.Organiser);

        var rules = (await refused.ShouldThrowAsync<RuleViolation>()).Refusals.Select(r => r.Rule).ToList();
        rules.ShouldContain(ExamRules.ChiefExpertIsNamed);
        rules.ShouldContain(ExamRules.EnoughExperts);
        rules.ShouldContain(ExamRules.WorkplaceIsFree);
        (await app.Query(db => db.Exams.AnyAsync(e => e.VenueId == plan.Venue.Id, Ct))).ShouldBeFalse("a refused plan leaves nothing behind");
    }

    [Fact]
    public async Task Shifts_need_time_between_them()
    {
        var plan = await APlan(candidates: 1);
        var minutes = plan.Package.MinutesOf(Base);
        var start = plan.Request.Groups[0].StartsAt;
        var other = await app.Given.ACandidate(plan.College);
        ScheduleExam With(int gap) => plan.Request with { Groups = [plan.Request.Groups[0], new GroupChoice(start.AddMinutes(minutes + gap), [other.Id])] };

        await RefusedOnce(With(29), ExamRules.GroupsDoNotOverlap);
        (await app.Send(new CheckPlan(With(30)), TestUser.Organiser)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Case_9_two_hundred_plans_that_fight_for_experts_workplaces_and_candidates_take_each_once()
    {
        var venue = await app.Given.AnAccreditedVenue(3);
        var teams = new List<IReadOnlyList<ExpertChoice>>();
        for (var i = 0; i < 4; i++)
        {
            teams.Add((await APlan(candidates: 0, at: venue)).Request.Experts);
        }

        // Ten candidates, four teams, three workplaces: three plans at most can have all that they ask for.
        var plans = new List<ScheduleExam>();
        var sitting = (await APlan(candidates: 10, at: venue)).Request;
        for (var i = 0; i < 200; i++)
        {
            plans.Add(sitting with { ExamId = ExamId.New(), Groups = [sitting.Groups[0] with { Candidates = [sitting.Groups[0].Candidates[i % 10]] }], Experts = teams[i % 4] });
        }

        var outcomes = await Task.WhenAll(plans.Select(async plan =>
        {
            try
            {
                await app.Send(plan, TestUser.Organiser);
                return null;
            }
            catch (RuleViolation refused)
            {
                return refused.Rule;
            }
        }));

        outcomes.Count(rule => rule is null).ShouldBe(3);
        outcomes.OfType<Rule>().ShouldAllBe(rule => rule == ExamRules.WorkplaceIsFree || rule == ExamRules.NothingIsBookedTwice);
        var exams = await app.Query(db => db.Exams.Where(e => e.VenueId == venue.Id).ToListAsync(Ct));
        exams.Count.ShouldBe(3);
        exams.SelectMany(e => e.Enrolments).Select(e => e.Workplace).Order().ShouldBe([1, 2, 3]);
        exams.SelectMany(e => e.Enrolments).Select(e => e.CandidateId).Distinct().Count().ShouldBe(3);
        exams.SelectMany(e => e.Duties).Select(d => d.ExpertId).Distinct().Count().ShouldBe(12);
    }

    [Fact]
    public async Task The_api_names_the_rule_and_every_refusal()
    {
        var plan = await APlan(candidates: 3, workplaces: 2);
        using var client = await app.Api(TestUser.Organiser);
        client.DefaultRequestHeaders.Add("Idempotency-Key", Guid.CreateVersion7().ToString());

        var answer = await client.PostAsJsonAsync("/api/v1/exams", new
        {
            type = "StateAttestation",
            packageId = plan.Package.Id.Value,
            level = "Base",
            withVariativePart = false,
            venueId = plan.Venue.Id.Value,
            preparatoryDay = Day.AddDays(-1),
            firstDay = Day,
            lastDay = Day,
            groups = plan.Request.Groups.Select(g => new { startsAt = g.StartsAt, candidates = g.Candidates.Select(c => c.Value) }),
            experts = plan.Request.Experts.Select(e => new { expertId = e.ExpertId.Value, role = e.Role.ToString() }),
        }, Ct);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("code").GetString().ShouldBe(ExamRules.WorkplaceIsFree.Code);
        problem.GetProperty("refusals")[0].GetProperty("facts").GetProperty("free").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task Nobody_but_those_who_organise_plans()
    {
        var plan = await APlan(candidates: 1);
        foreach (var user in new[] { TestUser.In(Security.Roles.Candidate), TestUser.In(Security.Roles.ScoringExpert), TestUser.Anonymous })
        {
            var refused = () => app.Send(plan.Request, user);
            await refused.ShouldThrowAsync<Forbidden>();
        }
    }

    [Fact]
    public async Task The_page_leads_from_package_to_a_scheduled_exam_without_script()
    {
        var plan = await APlan(candidates: 5, workplaces: 3);
        var organiser = TestUser.Organiser;
        using var client = await app.As(organiser);
        var page = await Support.Page.Of(await client.GetAsync("/exams/new", Ct));

        page = await Press(client, page, "Show", new()
        {
            ["Input.Scope"] = PlanDraft.ScopeKey(plan.Package.Id, ExamLevel.Base, false),
            ["Input.FirstDay"] = Day,
        });
        page.AllTexts(".plan-choice strong").ShouldContain(plan.Venue.Name);
        page = await Press(client, page, "Show", new() { ["Input.VenueId"] = plan.Venue.Id.ToString() });
        page.TextOf(".plan-problems").ShouldContain("хотя бы одного кандидата");
        page = await Press(client, page, "Show", new() { ["From"] = $"{plan.College}~" });
        page.Html.QuerySelectorAll(".plan-found input:checked").Length.ShouldBe(5);
        page = await Press(client, page, "Seat", []);
        // Five candidates at three workplaces are two shifts, three and two.
        page.Html.QuerySelectorAll(".plan-shifts > li").Length.ShouldBe(2);
        page = await Press(client, page, "Team", []);
        page.Html.QuerySelector(".plan-problems").ShouldBeNull(page.Text);
        page.Text.ShouldContain("Правила не возражают");

        using var last = page.Submit(new Dictionary<string, object?>(), "#plan");
        var done = await Support.Page.Of(await client.SendAsync(last, Ct));
        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);

        var exam = await app.Query(db => db.Exams.SingleAsync(e => e.VenueId == plan.Venue.Id, Ct));
        exam.Groups.OrderBy(g => g.Number).Select(g => exam.Enrolments.Count(e => e.GroupId == g.Id)).ShouldBe([3, 2]);
        exam.Duties.Count(d => d.Role == ExamRole.ScoringExpert).ShouldBe(plan.Package.MinimumScoringExperts);
        done.Location.ShouldBe($"/exams/{exam.Id}");
    }

    [Fact]
    public async Task A_way_out_on_the_page_is_one_press()
    {
        var plan = await APlan(candidates: 1, workplaces: 1);
        // Whoever is away needs somebody who can stand in.
        await app.Given.AnExpert();
        var away = plan.Request.Experts[1].ExpertId;
        await app.Change(async db => db.Remove((await db.Experts.SingleAsync(e => e.Id == away, Ct)).Credentials.Single()));
        var organiser = TestUser.Organiser;
        using var client = await app.As(organiser);
        var page = await Press(client, await Support.Page.Of(await client.GetAsync("/exams/new", Ct)), "Show", new()
        {
            ["Input.Scope"] = PlanDraft.ScopeKey(plan.Package.Id, ExamLevel.Base, false),
            ["Input.FirstDay"] = Day,
            ["Input.VenueId"] = plan.Venue.Id.ToString(),
            ["Input.Seats[0].CandidateId"] = plan.Request.Groups[0].Candidates[0].ToString(),
            ["Input.Seats[0].Group"] = 1,
            ["Input.Chief"] = plan.Request.Experts[0].ExpertId.ToString(),
            ["Input.Scoring"] = plan.Request.Experts.Skip(1).Select(e => e.ExpertId.ToString()),
        });
        page.AllTexts(".plan-problems > li").ShouldHaveSingleItem();

        page = await Press(client, page, "Remedy", new() { ["remedy"] = page.Html.QuerySelector(".plan-problems button")!.GetAttribute("value") });

        page.Text.ShouldContain("Правила не возражают");
        page.Html.QuerySelectorAll("input[name='Input.Scoring']:checked").Select(box => box.GetAttribute("value")).ShouldNotContain(away.ToString());
    }

    [Fact]
    public async Task A_plan_without_its_beginning_says_what_is_missing_beside_the_field()
    {
        // Without any package the page shows how to get one instead of the field.
        await app.Given.APublishedPackage();
        var page = await app.PostForm("/exams/new", TestUser.Organiser, new Dictionary<string, object?> { ["Input.FirstDay"] = "" }, "#plan");

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.TextOf(".error-summary").ShouldContain("Комплект и уровень");
        page.TextOf(".error-summary").ShouldContain("Первый день");
    }

    private static async Task<Support.Page> Press(HttpClient client, Support.Page page, string handler, Dictionary<string, object?> fields)
    {
        using var request = page.Submit(fields, "#plan");
        request.RequestUri = new Uri($"/exams/new?handler={handler}", UriKind.Relative);
        var answer = await Support.Page.Of(await client.SendAsync(request, Ct));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
        return answer;
    }

    /// <summary>The check says this one rule and nothing else, and the command refuses with it too.</summary>
    private async Task<PlanProblem> RefusedOnce(ScheduleExam request, Rule rule)
    {
        var problems = await app.Send(new CheckPlan(request), TestUser.Organiser);
        problems.Select(p => p.Code).ShouldBe([rule.Code]);
        var refused = () => app.Send(request, TestUser.Organiser);
        (await refused.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(rule);
        return problems[0];
    }

    private static void Shorten(IEnumerable<Accreditation> accreditations, DemoExamDb db, DateOnly validTo)
    {
        foreach (var accreditation in accreditations)
        {
            db.Entry(accreditation).Property(a => a.ValidTo).CurrentValue = validTo;
        }
    }

    private async Task<APlanned> APlan(int candidates, int workplaces = 12, Venue? at = null)
    {
        var package = await app.Given.APublishedPackage();
        var venue = at ?? await app.Given.AnAccreditedVenue(workplaces);
        var college = await app.Given.ACollege();
        var sitting = new List<Candidate>();
        for (var i = 0; i < candidates; i++)
        {
            sitting.Add(await app.Given.ACandidate(college.Id));
        }

        ExpertChoice[] team =
        [
            new((await app.Given.AnExpert(CredentialType.ConductRight)).Id, ExamRole.ChiefExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
            new((await app.Given.AnExpert()).Id, ExamRole.ScoringExpert),
        ];
        var request = new ScheduleExam(ExamId.New(), ExamType.StateAttestation, package.Id, ExamLevel.Base, false, venue.Id, Day.AddDays(-1), Day, Day,
            [new GroupChoice(Day.ToDateTime(new TimeOnly(9, 0)), [.. sitting.Select(c => c.Id)])], team);
        return new APlanned(request, package, venue, college.Id);
    }

    private sealed record APlanned(ScheduleExam Request, AssessmentPackage Package, Venue Venue, OrganisationId College)
    {
        public IEnumerable<Guid> People => Request.Experts.Select(e => e.ExpertId.Value).Concat(Request.Groups.SelectMany(g => g.Candidates).Select(c => c.Value));
    }
}
