using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.People;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Audit;
using DemoExam.Features.Programmes;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Programmes;

/// <summary>Programmes, their groups, and what came of the trainings.</summary>
public sealed class ProgrammeTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_registers_a_programme_and_sees_its_target_against_what_it_came_to()
    {
        var college = await app.Given.ACollege();
        var name = $"Содействие занятости: Сварка {college.Id.Value:N}";
        var answer = await app.PostForm("/programmes/new", TestUser.RegionalOperator, new Dictionary<string, object?>
        {
            ["Input.Kind"] = ProgrammeKind.EmploymentPromotion, ["Input.Name"] = name, ["Input.NameEn"] = "Welding", ["Input.Ending"] = ProgrammeEnding.Exam, ["Input.OrganisationId"] = college.Id,
        });
        answer.Status.ShouldBe(HttpStatusCode.Redirect, answer.Text);
        var id = await app.Query(db => db.Programmes.Where(p => p.Name == name).Select(p => p.Id).SingleAsync(Ct));
        var today = app.Clock.Today;
        (await app.PostForm($"/programmes/{id}", TestUser.RegionalOperator, new Dictionary<string, object?> { ["Target.Year"] = today.Year, ["Target.Participants"] = 12, ["Target.EmployedPercent"] = 75 }, "form[action*='handler=Target']"))
            .Status.ShouldBe(HttpStatusCode.Redirect);
        var group = await Group(id, today.AddDays(-60), today.AddDays(-1));
        var people = await People(college.Id, 4);
        await app.Send(new EnrolParticipants(id, group, college.Id), TestUser.OrganiserOf(college.Id));

        await Tell(id, people[0], OutcomeKind.Employed);
        await Tell(id, people[1], OutcomeKind.SelfEmployed);
        await Tell(id, people[2], OutcomeKind.Studying);

        var row = (await app.Send(new ListProgrammes(today.Year, name), TestUser.RegionalOperator)).Programmes.ShouldHaveSingleItem();
        (row.Target, row.EmployedTarget, row.Fact).ShouldBe((12, 75, new OutcomeCount(4, 1, 1, 1, 0)));
        row.Fact.EmployedPercent.ShouldBe(50);
        (await app.Send(new ListProgrammes(today.Year - 1, name), TestUser.RegionalOperator)).Programmes.ShouldHaveSingleItem().Fact.Trained.ShouldBe(0);
        (await app.Get($"/programmes/{id}", TestUser.RegionalOperator)).Text.ShouldContain("50 % (план 75 %)");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new RegisterProgramme(ProgrammeKind.CivilService, name.ToUpperInvariant(), null, ProgrammeEnding.None, college.Id) { Id = ProgrammeId.New() }, TestUser.RegionalOperator)))
            .Rule.ShouldBe(ProgrammeRules.ProgrammeIsNew);
    }

    [Fact]
    public async Task The_history_of_a_programme_says_who_changed_names_targets_partners_and_groups()
    {
        var (id, _, _, _) = await AProgramme(1);
        var (partner, year) = (await app.Given.ACollege(), app.Clock.Today.Year);
        var before = await app.Query(db => db.Programmes.AsNoTracking().SingleAsync(p => p.Id == id, Ct));
        await app.Send(new ChangeProgramme(id, before.Kind, before.Name + " и монтаж", before.NameEn, ProgrammeEnding.None, before.OrganisationId), TestUser.RegionalOperator);
        await app.Send(new SetProgrammeTarget(id, year, 40, 60), TestUser.RegionalOperator);
        await app.Send(new AddProgrammePartner(id, partner.Id), TestUser.RegionalOperator);

        var history = await app.Send(new GetRegisterHistory(RegisterKind.Programme, id.Value), TestUser.RegionalOperator);

        history[^1].Deed.ShouldBe(RegisterDeed.Added);
        var fields = history.SelectMany(h => h.Fields).ToList();
        fields.Single(f => f.Field == "Name").After.ShouldBe(before.Name + " и монтаж");
        fields.Single(f => f.Field == "Ending").After.ShouldBe("Без оценки");
        fields.Single(f => f is { Field: "Target", Item: { } item } && item == $"{year}").After.ShouldBe("40, 60 %");
        fields.Single(f => f.Field == "Partner").After.ShouldBe(partner.ShortName);
        fields.ShouldContain(f => f.Field == "Group");
        (await app.Get($"/programmes/{id}", TestUser.RegionalOperator)).Text.ShouldContain("40, 60 %");
        await Should.ThrowAsync<NotFound>(async () => await app.Send(new GetRegisterHistory(RegisterKind.Programme, id.Value), TestUser.OrganiserOf((await app.Given.ACollege()).Id)));
    }

    [Fact]
    public async Task What_was_told_last_counts_and_who_left_does_not()
    {
        var (id, group, college, people) = await AProgramme(3);
        await Tell(id, people[0], OutcomeKind.NotEmployed);
        await Tell(id, people[0], OutcomeKind.Employed);
        await app.Send(new LeaveProgramme(id, await Participant(id, people[1]), app.Clock.Today.AddDays(-30)), TestUser.RegionalOperator);

        var card = (await app.Send(new GetProgramme(id), TestUser.RegionalOperator)).Groups.ShouldHaveSingleItem();
        card.Fact.ShouldBe(new OutcomeCount(2, 1, 0, 0, 0));
        var rows = (await app.Send(new GetTrainingGroup(id, group), TestUser.OrganiserOf(college))).Participants;
        rows.Single(p => p.CandidateId == people[0]).Outcome.ShouldBe(OutcomeKind.Employed);
        (await app.Query(db => db.Participants.Where(p => p.ProgrammeId == id && p.CandidateId == people[0]).SelectMany(p => p.Outcomes).CountAsync(Ct))).ShouldBe(2);
        (await Should.ThrowAsync<RuleViolation>(() => Tell(id, people[1], OutcomeKind.Studying))).Rule.ShouldBe(ProgrammeRules.HasNotLeft);
    }

    [Fact]
    public async Task An_outcome_needs_an_end_of_the_training_a_day_that_has_come_and_an_employer()
    {
        var (id, _, college, people) = await AProgramme(1, lastDay: app.Clock.Today);
        (await Should.ThrowAsync<RuleViolation>(() => Tell(id, people[0], OutcomeKind.Studying))).Rule.ShouldBe(ProgrammeRules.OutcomeFollowsTraining);

        var (over, group, _, others) = await AProgramme(1);
        var participant = await Participant(over, others[0]);
        var refused = await app.PostForm($"/programmes/{over}/groups/{group}/participants/{participant}", TestUser.RegionalOperator, new Dictionary<string, object?>
        {
            ["Input.Kind"] = OutcomeKind.Employed, ["Input.On"] = app.Clock.Today.AddDays(1), ["Input.Employer"] = "", ["Input.Source"] = OutcomeSource.Organisation,
        });

        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelectorAll(".field.invalid [name]").Select(f => f.GetAttribute("name")).ShouldBe(["Input.On", "Input.Employer"], ignoreOrder: true);
        (await app.Query(db => db.Participants.Where(p => p.Id == participant).Select(p => p.Outcome).SingleAsync(Ct))).ShouldBeNull();
        college.ShouldNotBe(default);
    }

    [Fact]
    public async Task A_graduate_answers_by_the_link_once_without_an_account_and_nobody_learns_a_name_from_it()
    {
        var (id, group, college, people) = await AProgramme(2);
        await Tell(id, people[1], OutcomeKind.Studying);
        var former = (await app.Send(new IssueOutcomeLinks(id, group), TestUser.OrganiserOf(college))).ShouldHaveSingleItem();
        var link = (await app.Send(new IssueOutcomeLinks(id, group), TestUser.OrganiserOf(college))).ShouldHaveSingleItem();

        (await app.Get(former.Path, TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.NotFound);
        var form = await app.Get(link.Path, TestUser.Anonymous);
        form.Status.ShouldBe(HttpStatusCode.OK);
        form.Body.ShouldNotContain(link.Name.Surname);
        var answered = await app.PostForm(link.Path, TestUser.Anonymous, new Dictionary<string, object?> { ["Outcome"] = OutcomeKind.Employed, ["Employer"] = "ООО «Тёплый дом»" });
        answered.Status.ShouldBe(HttpStatusCode.OK, answered.Text);

        (await app.Get(link.Path, TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.NotFound);
        var row = (await app.Send(new GetTrainingGroup(id, group), TestUser.RegionalOperator)).Participants.Single(p => p.CandidateId == people[0]);
        (row.Outcome, row.Employer, row.Source, row.On).ShouldBe((OutcomeKind.Employed, "ООО «Тёплый дом»", OutcomeSource.Graduate, app.Clock.Today));
        await Should.ThrowAsync<NotFound>(() => app.Send(new AnswerOutcome(link.Path.Split('/')[^1], OutcomeKind.NotEmployed), TestUser.Anonymous));
    }

    [Fact]
    public async Task A_link_is_too_old_after_ninety_days()
    {
        var (id, group, college, _) = await AProgramme(1);
        var link = (await app.Send(new IssueOutcomeLinks(id, group), TestUser.OrganiserOf(college))).ShouldHaveSingleItem();
        app.Clock.Advance(TimeSpan.FromDays(91));

        await Should.ThrowAsync<NotFound>(() => app.Send(new AnswerOutcome(link.Path.Split('/')[^1], OutcomeKind.Employed), TestUser.Anonymous));
    }

    [Fact]
    public async Task A_partner_sees_the_programme_and_its_own_people_only_until_it_is_taken_out()
    {
        var (id, group, _, people) = await AProgramme(2);
        var partner = await app.Given.ACollege();
        var theirs = await People(partner.Id, 1);
        var organiser = TestUser.OrganiserOf(partner.Id);
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetProgramme(id), organiser));

        await app.Send(new AddProgrammePartner(id, partner.Id), TestUser.RegionalOperator);
        (await app.Send(new EnrolParticipants(id, group, partner.Id), organiser)).Added.ShouldBe(1);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new EnrolParticipants(id, group, partner.Id), organiser))).Rule.ShouldBe(ProgrammeRules.SomebodyIsFound);

        (await app.Send(new GetTrainingGroup(id, group), organiser)).Participants.Select(p => p.CandidateId).ShouldBe(theirs);
        (await app.Send(new GetTrainingGroup(id, group), TestUser.RegionalOperator)).Participants.Select(p => p.CandidateId).ShouldBe([.. people, .. theirs], ignoreOrder: true);
        await Should.ThrowAsync<NotFound>(async () => await app.Send(new RecordEmploymentOutcome(id, await Participant(id, people[0]), OutcomeKind.Studying, app.Clock.Today, null, OutcomeSource.Organisation), organiser));
        await app.Send(new RemoveProgrammePartner(id, partner.Id), TestUser.RegionalOperator);
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetProgramme(id), organiser));
    }

    [Fact]
    public async Task Outcomes_are_counted_by_programme_organisation_package_and_venue()
    {
        var exam = await app.Given.ALockedExam(3);
        var id = await Programme(exam.College);
        var group = await Group(id, app.Clock.Today.AddDays(-60), app.Clock.Today.AddDays(-1));
        await app.Send(new EnrolParticipants(id, group, exam.College), TestUser.RegionalOperator);
        var enrolled = await app.Query(db => db.Participants.Where(p => p.ProgrammeId == id).Select(p => p.CandidateId).ToListAsync(Ct));
        foreach (var (person, index) in enrolled.Select((p, i) => (p, i)))
        {
            await Tell(id, person, index == 0 ? OutcomeKind.NotEmployed : OutcomeKind.Employed);
        }

        var figures = await app.Send(new GetOutcomes(app.Clock.Today.Year), TestUser.RegionalOperator);

        // Counted once more by hand, person by person.
        var sat = await app.Query(db => db.Results.Where(r => r.ExamId == exam.Id).Select(r => r.CandidateId).Distinct().ToListAsync(Ct));
        var expected = new OutcomeCount(enrolled.Count, enrolled.Count - 1, 0, 0, 1);
        figures.Programmes.Single(r => r.Path == $"/programmes/{id}").Count.ShouldBe(expected);
        figures.Organisations.Single(r => r.Path == $"/organisations/{exam.College}").Count.ShouldBe(expected);
        var examined = new OutcomeCount(sat.Count, sat.Count(p => p != enrolled[0]), 0, 0, sat.Count(p => p == enrolled[0]));
        figures.Venues.Single(r => r.Path == $"/venues/{exam.Venue.Id}").Count.ShouldBe(examined);
        figures.Packages.Single(r => r.Path == $"/packages/{exam.Package.Id}").Count.ShouldBe(examined);
        var table = await app.Get("/programmes/outcomes?handler=Export&format=csv", TestUser.RegionalOperator);
        table.Body.ShouldContain($";{expected.Trained};{expected.Employed};0;0;1;");
    }

    private async Task<(ProgrammeId Id, TrainingGroupId Group, OrganisationId College, List<CandidateId> People)> AProgramme(int people, DateOnly? lastDay = null)
    {
        var college = await app.Given.ACollege();
        var candidates = await People(college.Id, people);
        var id = await Programme(college.Id);
        var last = lastDay ?? app.Clock.Today.AddDays(-1);
        var group = await Group(id, last.AddDays(-60), last);
        await app.Send(new EnrolParticipants(id, group, college.Id), TestUser.OrganiserOf(college.Id));
        return (id, group, college.Id, candidates);
    }

    private Task<ProgrammeId> Programme(OrganisationId house)
    {
        var id = ProgrammeId.New();
        return app.Send(new RegisterProgramme(ProgrammeKind.EmploymentPromotion, $"Программа {id.Value:N}", null, ProgrammeEnding.Exam, house) { Id = id }, TestUser.RegionalOperator);
    }

    private Task<TrainingGroupId> Group(ProgrammeId programme, DateOnly first, DateOnly last) =>
        app.Send(new OpenTrainingGroup(programme, "Группа 1", first, last) { Id = TrainingGroupId.New() }, TestUser.RegionalOperator);

    private async Task<List<CandidateId>> People(OrganisationId college, int count)
    {
        var people = new List<CandidateId>();
        for (var i = 0; i < count; i++)
        {
            people.Add((await app.Given.ACandidate(college, new PersonName($"Выпускников{(char)('а' + i)}", "Иван"))).Id);
        }

        return people;
    }

    private Task<ParticipantId> Participant(ProgrammeId programme, CandidateId person) =>
        app.Query(db => db.Participants.Where(p => p.ProgrammeId == programme && p.CandidateId == person).Select(p => p.Id).SingleAsync(Ct));

    private async Task Tell(ProgrammeId programme, CandidateId person, OutcomeKind kind) =>
        await app.Send(new RecordEmploymentOutcome(programme, await Participant(programme, person), kind, app.Clock.Today, kind == OutcomeKind.Employed ? "АО «Верфь»" : null, OutcomeSource.Organisation), TestUser.RegionalOperator);
}
