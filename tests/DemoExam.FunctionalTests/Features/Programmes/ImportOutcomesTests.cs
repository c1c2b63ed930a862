using System.Globalization;
using System.Net;
using System.Text;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Programmes;
using DemoExam.Features.Shared.Import;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Programmes;

/// <summary>Lists of outcomes: whom to ask, what an import would do, all or nothing.</summary>
public sealed class ImportOutcomesTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_of_whom_to_ask_is_filled_in_and_comes_back_as_outcomes()
    {
        var (id, group, house, people) = await AProgramme(3);
        var organiser = TestUser.OrganiserOf(house);
        var list = await app.Send(new GetFollowUp(id), organiser);
        list.Due.Select(r => r.CandidateId).ShouldBe(people.Select(p => p.Id), ignoreOrder: true);
        list.Due.ShouldAllBe(r => r.State == FollowUpState.NotAsked && !r.IsLate && r.DueOn == app.Clock.Today.AddDays(-1 + ProgrammeRules.DaysToKnow));
        await app.Send(new IssueOutcomeLinks(id, group), organiser);
        (await app.Send(new GetFollowUp(id), organiser)).Due.ShouldAllBe(r => r.State == FollowUpState.Asked);

        using var client = await app.As(organiser);
        var text = Encoding.UTF8.GetString(await client.GetByteArrayAsync($"/programmes/{id}/outcomes/import?handler=Sample&kind=csv", Ct));
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(4);
        lines[0].TrimStart('\uFEFF').ShouldBe("Фамилия;Имя;Отчество;Дата рождения;СНИЛС;Группа;Исход;С какого дня;Работодатель;Источник");
        var on = app.Clock.Today.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
        var first = Array.FindIndex(lines, l => l.Contains(people[0].Name.Surname, StringComparison.Ordinal));
        var second = Array.FindIndex(lines, l => l.Contains(people[1].Name.Surname, StringComparison.Ordinal));
        lines[first] = lines[first][..^4] + $";Трудоустроена;{on};АО «Верфь»;Служба занятости";
        lines[second] = lines[second][..^4] + $";учится;{on};;";
        var file = new ImportFile("outcomes.csv", Encoding.UTF8.GetBytes(string.Join("\r\n", lines)));

        var preview = await app.Send(new PreviewOutcomes(id, file), organiser);
        (preview.Rows, preview.Good, preview.Errors).ShouldBe((3, 2, 0));
        (await Outcomes(id)).ShouldBeEmpty();
        (await app.Send(new ImportOutcomes(id, file), organiser)).ShouldBe(new OutcomeImportReport(2, 1));

        var told = await Outcomes(id);
        told[people[0].Id].ShouldBe((OutcomeKind.Employed, "АО «Верфь»", OutcomeSource.EmploymentService));
        told[people[1].Id].ShouldBe((OutcomeKind.Studying, null, OutcomeSource.Organisation));
        (await app.Send(new GetFollowUp(id), organiser)).Due.ShouldHaveSingleItem().CandidateId.ShouldBe(people[2].Id);
        var page = await app.Get($"/programmes/{id}/follow-up", organiser);
        page.Text.ShouldContain(people[2].Name.Full);
        page.Text.ShouldNotContain(people[0].Name.Full);
    }

    [Fact]
    public async Task One_wrong_row_keeps_the_whole_list_out_and_each_cell_is_told()
    {
        var (id, _, house, people) = await AProgramme(3);
        var namesake = await app.Given.ACandidate(house, people[2].Name);
        await app.Send(new EnrolParticipants(id, await GroupOf(id), house), TestUser.RegionalOperator);
        var today = app.Clock.Today;
        var file = new ImportFile("outcomes.xlsx", TestWorkbook.Of(
            ["Исходы по программе"],
            ["Фамилия", "Имя", "Отчество", "Исход", "С какого дня", "Работодатель", "Источник", "Примечание"],
            Row(people[0], "Работает", today, null, null),
            Row(people[1], "Уехал", today, null, null),
            Row(people[1], "Не работает", today.AddDays(3), null, "Выпускник"),
            Row(people[2], "Учится", today, null, null),
            ["Неизвестнова", "Анна", null, "Учится", today.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture), null, null],
            Row(people[0], "Учится", today, null, null)));

        var preview = await app.Send(new PreviewOutcomes(id, file), TestUser.OrganiserOf(house));

        preview.Problems.Where(p => !p.IsWarning).Select(p => (p.Cell, p.Fault)).ShouldBe(
        [
            ("F3", ImportFault.EmployerMissing), ("D4", ImportFault.OutcomeUnknown), ("E5", ImportFault.DayAhead), ("G5", ImportFault.SourceUnknown),
            ("A6", ImportFault.ParticipantAmbiguous), ("A7", ImportFault.ParticipantUnknown),
        ], ignoreOrder: true);
        preview.Ignored.ShouldBe(["Примечание"]);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ImportOutcomes(id, file), TestUser.OrganiserOf(house)))).Rule.ShouldBe(ProgrammeRules.ImportIsClean);
        (await Outcomes(id)).ShouldBeEmpty();
        namesake.Name.ShouldBe(people[2].Name);

        var page = await app.Get($"/programmes/{id}/outcomes/import", TestUser.OrganiserOf(house));
        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("Дата рождения");
    }

    [Fact]
    public async Task Nobody_records_outcomes_of_other_houses_people()
    {
        var (id, group, house, people) = await AProgramme(1);
        var partner = await app.Given.ACollege();
        await app.Send(new AddProgrammePartner(id, partner.Id), TestUser.RegionalOperator);
        var file = new ImportFile("outcomes.csv", Encoding.UTF8.GetBytes($"Фамилия;Имя;Отчество;Исход;С какого дня\r\n{people[0].Name.Surname};{people[0].Name.GivenName};{people[0].Name.Patronymic};Учится;{app.Clock.Today:dd.MM.yyyy}\r\n"));

        // A partner sees the programme, but not the people of others.
        (await app.Send(new PreviewOutcomes(id, file), TestUser.OrganiserOf(partner.Id))).Problems.ShouldHaveSingleItem().Fault.ShouldBe(ImportFault.ParticipantUnknown);
        (await app.Send(new GetFollowUp(id), TestUser.OrganiserOf(partner.Id))).Due.ShouldBeEmpty();
        var stranger = TestUser.OrganiserOf((await app.Given.ACollege()).Id);
        await Should.ThrowAsync<NotFound>(() => app.Send(new PreviewOutcomes(id, file), stranger));
        await Should.ThrowAsync<NotFound>(() => app.Send(new ImportOutcomes(id, file), stranger));
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetFollowUp(id), stranger));
        await AnotherRegion();
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetFollowUp(id), TestUser.RegionalOperator with { Region = "28" }));
        (house, group).ShouldNotBe(default);
    }

    private static object?[] Row(Candidate person, string outcome, DateOnly on, string? employer, string? source) =>
        [person.Name.Surname, person.Name.GivenName, person.Name.Patronymic, outcome, on.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture), employer, source];

    private async Task<(ProgrammeId Id, TrainingGroupId Group, OrganisationId House, List<Candidate> People)> AProgramme(int count)
    {
        var house = (await app.Given.ACollege()).Id;
        var (id, group, people) = (ProgrammeId.New(), TrainingGroupId.New(), new List<Candidate>());
        for (var i = 0; i < count; i++)
        {
            people.Add(await app.Given.ACandidate(house));
        }

        await app.Send(new RegisterProgramme(ProgrammeKind.EmploymentPromotion, $"Сварка {id.Value:N}", null, ProgrammeEnding.None, house) { Id = id }, TestUser.RegionalOperator);
        await app.Send(new OpenTrainingGroup(id, "Весна", app.Clock.Today.AddDays(-20), app.Clock.Today.AddDays(-1)) { Id = group }, TestUser.RegionalOperator);
        await app.Send(new EnrolParticipants(id, group, house), TestUser.RegionalOperator);
        return (id, group, house, people);
    }

    private Task<TrainingGroupId> GroupOf(ProgrammeId programme) => app.Query(async db => (await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == programme, Ct)).Groups.Single().Id);

    private async Task<Dictionary<CandidateId, (OutcomeKind, string?, OutcomeSource)>> Outcomes(ProgrammeId programme) =>
        (await app.Query(db => db.Participants.AsNoTracking().Include(p => p.Outcomes).Where(p => p.ProgrammeId == programme).ToListAsync(Ct)))
            .Where(p => p.Outcomes.Count > 0).ToDictionary(p => p.CandidateId, p => (p.Outcomes[^1].Kind, p.Outcomes[^1].Employer, p.Outcomes[^1].Source));

    private Task AnotherRegion() => app.Change(db =>
    {
        db.Add(new Region("28", "Амурская область", "Amur Oblast", "Asia/Yakutsk"));
        return Task.CompletedTask;
    });
}
