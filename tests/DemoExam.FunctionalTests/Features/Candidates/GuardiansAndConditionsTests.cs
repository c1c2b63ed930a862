using System.Net;
using System.Text;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Exams;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Packages;
using DemoExam.Features.Candidates;
using DemoExam.Features.Conduct;
using DemoExam.Features.Exams;
using DemoExam.Features.Shared.Import;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Candidates;

/// <summary>Who speaks for a minor, and what makes an exam possible for somebody: who sees it, and what follows from it.</summary>
public sealed class GuardiansAndConditionsTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private DateOnly Day => app.Clock.Today.AddDays(10);

    [Fact]
    public async Task A_guardian_is_entered_on_the_page_and_shown_until_the_candidate_is_of_age()
    {
        var candidate = await app.Given.ACandidate();
        var (minor, adult) = (app.Clock.Today.AddYears(-18).AddDays(1), app.Clock.Today.AddYears(-18));
        await Change(minor);
        var page = await app.Get($"/candidates/{candidate.Id}", TestUser.RegionalOperator);
        page.Text.ShouldContain("Родительская Ольга Олеговна, +7 900 000-00-01, parent@example.org");
        page.Text.ShouldContain("Согласие: Согласие № 3 от 01.02.2026");

        await Change(adult);
        (await app.Get($"/candidates/{candidate.Id}", TestUser.RegionalOperator)).Text.ShouldContain("права представителя прекратились");

        async Task Change(DateOnly born) => (await app.PostForm($"/candidates/{candidate.Id}/edit", TestUser.RegionalOperator, new Dictionary<string, object?>
        {
            ["Input.BirthDate"] = born.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            ["Input.GuardianName"] = "Родительская Ольга Олеговна", ["Input.GuardianPhone"] = "+7 900 000-00-01", ["Input.GuardianEmail"] = "parent@example.org", ["Input.GuardianConsent"] = "Согласие № 3 от 01.02.2026",
        })).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    [Fact]
    public async Task A_guardian_without_a_name_is_refused_by_the_field()
    {
        var candidate = await app.Given.ACandidate();
        var before = await app.Send(new GetCandidate(candidate.Id), TestUser.RegionalOperator);

        var nameless = new ChangeCandidate(before.Name.Surname, before.Name.GivenName, before.Name.Patronymic, before.BirthDate, before.Category, before.OrganisationId, GuardianPhone: "+7 900 000-00-01") { CandidateId = candidate.Id };
        var refused = await Should.ThrowAsync<FluentValidation.ValidationException>(() => app.Send(nameless, TestUser.RegionalOperator));

        refused.Errors.ShouldHaveSingleItem().PropertyName.ShouldBe(nameof(ChangeCandidate.GuardianName));
    }

    [Fact]
    public async Task Guardians_are_imported_and_exported_and_special_conditions_are_neither()
    {
        var college = await app.Given.ACollege();
        var file = new ImportFile("list.csv", Encoding.UTF8.GetBytes("Фамилия;Имя;Дата рождения;Категория;Организация;Законный представитель;Телефон представителя;Почта представителя;Согласие представителя\r\n"
            + $"Юная;Анна;14.03.2011;Школьник;\"{college.ShortName}\";Юная Вера Павловна;+7 900 000-00-02;vera@example.org;Согласие от 01.02.2026\r\nЮный;Пётр;15.03.2011;Школьник;\"{college.ShortName}\";;;не почта;\r\n"));
        var preview = await app.Send(new PreviewCandidates(file), TestUser.RegionalOperator);
        preview.Problems.Where(p => !p.IsWarning).ShouldHaveSingleItem().Cell.ShouldBe("H3");

        await app.Send(new ImportCandidates(new ImportFile("list.csv", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(file.Content).Replace("не почта", "")))), TestUser.RegionalOperator);

        var id = (await app.Send(new ListCandidates(Search: "юная", OrganisationId: college.Id), TestUser.RegionalOperator)).Items.ShouldHaveSingleItem().Id;
        (await app.Send(new GetCandidate(id), TestUser.RegionalOperator)).Guardian.ShouldBe(new Guardian("Юная Вера Павловна", "+7 900 000-00-02", "vera@example.org", "Согласие от 01.02.2026"));
        await app.Send(new SetConditions(id, [Accommodations.MoreTime, Accommodations.LargePrint], 50, "Заключение комиссии № 99"), TestUser.RegionalOperator);
        using var browser = await app.As(TestUser.RegionalOperator);
        var table = Encoding.UTF8.GetString(await browser.GetByteArrayAsync($"/candidates?handler=Export&organisationId={college.Id}", Ct));
        table.ShouldContain("Юная Вера Павловна");
        (await app.Send(new PreviewCandidates(new ImportFile("export.csv", Encoding.UTF8.GetBytes(table))), TestUser.RegionalOperator)).Errors.ShouldBe(0);
        var card = JsonSerializer.Serialize(await app.Send(new GetCandidate(id), TestUser.RegionalOperator));
        foreach (var text in new[] { table, card, (await app.Get($"/candidates/{id}", TestUser.RegionalOperator)).Text, (await app.Get($"/candidates?organisationId={college.Id}", TestUser.RegionalOperator)).Text })
        {
            text.ShouldNotContain("Заключение комиссии № 99");
            text.ShouldNotContain("крупный шрифт");
        }

        (await app.Query(db => db.RegisterChanges.AsNoTracking().Where(c => c.SubjectId == id.Value).ToListAsync(Ct))).ShouldAllBe(c => c.Fields.All(f => f.Field != "Conditions"));
    }

    [Fact]
    public async Task Special_conditions_are_seen_by_those_who_plan_and_conduct_and_by_nobody_else()
    {
        var exam = await app.Given.AReadyExam(2);
        var page = await app.PostForm($"/candidates/{exam.Candidates[0].Id}/conditions", exam.OrganiserUser, new Dictionary<string, object?>
        {
            ["Input.Kinds"] = new[] { nameof(Accommodations.Assistant), nameof(Accommodations.LargePrint) }, ["Input.Basis"] = "Заключение комиссии № 5",
        });
        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);

        foreach (var user in new[] { exam.ChiefUser, exam.OrganiserUser, TestUser.Technical(exam.Technical.Id), TestUser.RegionalOperator })
        {
            (await app.Get($"/exams/{exam.Id}/day", user)).Text.ShouldContain("Особые условия: ассистент (тьютор), крупный шрифт");
        }

        (await app.Get($"/exams/{exam.Id}/day", exam.ScorerUser())).Text.ShouldNotContain("крупный шрифт");
        (await app.Send(new GetExamDay(exam.Id), exam.ScorerUser())).Seats.ShouldAllBe(s => s.Conditions.Count == 0);
        (await app.Send(new GetExam(exam.Id), exam.ScorerUser())).Groups[0].Candidates.ShouldAllBe(c => c.Conditions.Count == 0);
        var stranger = TestUser.OrganiserOf((await app.Given.ACollege()).Id);
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetConditions(exam.Candidates[0].Id), stranger));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new GetConditions(exam.Candidates[0].Id), TestUser.Administrator));

        await app.Send(new SetConditions(exam.Candidates[0].Id, [], 0, ""), exam.OrganiserUser);
        (await app.Query(db => db.Accommodations.AnyAsync(a => a.CandidateId == exam.Candidates[0].Id, Ct))).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(201, true)]
    [InlineData(50, false)]
    public async Task More_time_and_its_per_cent_go_together(int percent, bool moreTime)
    {
        var candidate = await app.Given.ACandidate();

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new SetConditions(candidate.Id, moreTime ? [Accommodations.MoreTime] : [Accommodations.Breaks], percent, "Документ"), TestUser.RegionalOperator)))
            .Rule.ShouldBe(CandidateRules.ExtraTimeIsSaid);
    }

    [Fact]
    public async Task Case_25_an_exam_is_planned_with_the_extra_time_and_the_workplace_is_kept_for_it()
    {
        var plan = await APlan(workplaces: 2);
        var (slow, other) = (plan.Groups[0].Candidates[0], plan.Groups[0].Candidates[1]);
        await app.Send(new SetConditions(slow, [Accommodations.MoreTime], 50, "Заключение комиссии № 5"), TestUser.RegionalOperator);
        // 4 h 30 min and half of it, from nine.
        var (usual, late) = (Day.ToDateTime(new TimeOnly(13, 30)), Day.ToDateTime(new TimeOnly(15, 45)));

        var exam = await app.Send(plan, TestUser.Organiser);

        var saved = await app.Query(db => db.Exams.AsNoTracking().Include(e => e.Bookings).SingleAsync(e => e.Id == exam.Id, Ct));
        DateTime EndOf(CandidateId id) => saved.TimeOf(saved.Enrolments.Single(e => e.CandidateId == id), app.Clock.Now).EndsAt.ToOffset(TimeSpan.FromHours(2)).DateTime;
        (EndOf(slow), EndOf(other)).ShouldBe((late, usual));
        saved.Enrolments.Single(e => e.CandidateId == slow).ExtraBasis.ShouldBe("Заключение комиссии № 5");
        int LastSlot(CandidateId id) => saved.Bookings.Where(b => b.Kind == BookedKind.Workplace && b.Number == saved.Enrolments.Single(e => e.CandidateId == id).Workplace).Max(b => b.Slot);
        (LastSlot(slow), LastSlot(other)).ShouldBe((31, 26), "the half hours that begin at 15:30 and at 13:00");

        // Another exam at three in the afternoon finds only the other place.
        var next = await APlan(workplaces: 2, candidates: 2, at: plan.VenueId);
        var afternoon = next with { Groups = [next.Groups[0] with { StartsAt = Day.ToDateTime(new TimeOnly(15, 0)) }] };
        var problem = (await app.Send(new CheckPlan(afternoon), TestUser.Organiser)).ShouldHaveSingleItem();
        (problem.Code, problem.Facts["free"]).ShouldBe((ExamRules.WorkplaceIsFree.Code, 1));
    }

    [Fact]
    public async Task Case_25_the_next_shift_waits_for_the_last_of_those_with_more_time()
    {
        var plan = await APlan(workplaces: 2);
        await app.Send(new SetConditions(plan.Groups[0].Candidates[0], [Accommodations.MoreTime], 50, "Заключение комиссии № 5"), TestUser.RegionalOperator);
        var shifts = plan with
        {
            Groups =
            [
                new(Day.ToDateTime(new TimeOnly(9, 0)), [plan.Groups[0].Candidates[0]]),
                new(Day.ToDateTime(new TimeOnly(16, 0)), [plan.Groups[0].Candidates[1]]),
            ],
        };

        var problem = (await app.Send(new CheckPlan(shifts), TestUser.Organiser)).ShouldHaveSingleItem();
        (problem.Code, problem.Facts["earliest"]).ShouldBe((ExamRules.GroupsDoNotOverlap.Code, new TimeOnly(16, 15)));
        (await app.Send(new CheckPlan(shifts with { Groups = [shifts.Groups[0], shifts.Groups[1] with { StartsAt = Day.ToDateTime(new TimeOnly(16, 15)) }] }), TestUser.Organiser)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_added_later_has_the_extra_time_too()
    {
        var exam = await app.Send(await APlan(workplaces: 3), TestUser.Organiser);
        var newcomer = await app.Given.ACandidate();
        await app.Send(new SetConditions(newcomer.Id, [Accommodations.MoreTime], 30, "Заключение комиссии № 6"), TestUser.RegionalOperator);

        await app.Send(new EnrolCandidates(exam.Id, [newcomer.Id]), TestUser.RegionalOperator);

        var saved = await app.Query(db => db.Exams.AsNoTracking().SingleAsync(e => e.Id == exam.Id, Ct));
        saved.Enrolments.Single(e => e.CandidateId == newcomer.Id).ExtraMinutes.ShouldBe(81, "30 % of 270 minutes");
    }

    [Fact]
    public async Task Case_8_the_table_of_the_package_asks_for_more_experts_for_more_workplaces_at_one_time()
    {
        // 1–12: 3; 13–20: 5; 21+: 6 in the package of the tests.
        var plan = await APlan(workplaces: 14, candidates: 13);

        var problem = (await app.Send(new CheckPlan(plan), TestUser.Organiser)).ShouldHaveSingleItem();

        (problem.Code, problem.Facts["experts"], problem.Facts["needed"], problem.Facts["places"]).ShouldBe((ExamRules.EnoughExperts.Code, 3, 5, 13));
        problem.Remedies.ShouldContain(r => r.Kind == RemedyKind.MoreExperts);
        var twoShifts = plan with
        {
            Groups = [plan.Groups[0] with { Candidates = [.. plan.Groups[0].Candidates.Take(7)] }, new(Day.ToDateTime(new TimeOnly(15, 0)), [.. plan.Groups[0].Candidates.Skip(7)])],
        };
        (await app.Send(new CheckPlan(twoShifts), TestUser.Organiser)).ShouldBeEmpty("seven at one time need three");
        var exam = await app.Send(plan with { Groups = [plan.Groups[0] with { Candidates = [.. plan.Groups[0].Candidates.Take(12)] }] }, TestUser.Organiser);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new EnrolCandidates(exam.Id, [plan.Groups[0].Candidates[12]]), TestUser.RegionalOperator))).Rule.ShouldBe(ExamRules.EnoughExperts);
    }

    private async Task<ScheduleExam> APlan(int workplaces, int candidates = 2, VenueId? at = null)
    {
        var package = await app.Given.APublishedPackage();
        var sitting = new List<CandidateId>();
        var college = await app.Given.ACollege();
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
        return new ScheduleExam(ExamId.New(), ExamType.StateAttestation, package.Id, ExamLevel.Base, false, at ?? (await app.Given.AnAccreditedVenue(workplaces)).Id, Day.AddDays(-1), Day, Day,
            [new GroupChoice(Day.ToDateTime(new TimeOnly(9, 0)), sitting)], team);
    }
}
