using System.Globalization;
using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.Experts;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Admin;
using DemoExam.Features.Experts;
using DemoExam.Features.Programmes;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Programmes;

/// <summary>A training of experts ends with a credential, and what will be lacking is told ahead.</summary>
public sealed class ExpertTrainingTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_organiser_records_the_end_of_a_training_and_the_credential_arises_at_the_expert()
    {
        var (id, group, house, people) = await ATraining(2);
        var package = await app.Given.APublishedPackage();
        var known = new Expert(ExpertId.New(), people[0].Name, house, TestUser.TestRegion, null);
        await app.Change(db => { db.Add(known); return Task.CompletedTask; });
        var organiser = TestUser.OrganiserOf(house);
        var first = await Participant(id, people[0].Id);
        var (from, to) = (app.Clock.Today.AddDays(-1), app.Clock.Today.AddYears(2));

        (await app.Get($"/programmes/{id}/groups/{group}", organiser)).Html.QuerySelector($"a[href='/programmes/{id}/groups/{group}/participants/{first}/credential']").ShouldNotBeNull();
        var answer = await app.PostForm($"/programmes/{id}/groups/{group}/participants/{first}/credential", organiser, new Dictionary<string, object?>
        {
            ["Input.Credential.Type"] = CredentialType.ConductRight, ["Input.Credential.Covers"] = package.SpecialityCode, ["Input.Credential.Number"] = "СВ-2026-1",
            ["Input.Credential.ValidFrom"] = from.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ["Input.Credential.ValidTo"] = to.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        });
        answer.Status.ShouldBe(HttpStatusCode.Redirect, answer.Text);

        var expert = await app.Query(db => db.Experts.AsNoTracking().SingleAsync(e => e.Id == known.Id, Ct));
        var credential = expert.Credentials.ShouldHaveSingleItem();
        (credential.Type, credential.Number, credential.ValidFrom, credential.ValidTo, credential.TrainedAs).ShouldBe((CredentialType.ConductRight, "СВ-2026-1", from, (DateOnly?)to, (ParticipantId?)first));
        expert.IsEligible(ExamRole.ChiefExpert, package, app.Clock.Today, app.Clock.Today).ShouldBeTrue();
        (await app.Get($"/experts/{known.Id}", TestUser.RegionalOperator)).Text.ShouldContain("Эксперты, весна");
        (await app.Get($"/programmes/{id}/groups/{group}", organiser)).Text.ShouldContain("Свидетельство № СВ-2026-1");
        (await Refused(() => app.Send(new CompleteExpertTraining(id, first, A("СВ-2026-2", from)), organiser))).ShouldBe(ProgrammeRules.CompletesOnce);

        // Somebody who is in no register of experts is entered.
        var entered = await app.Send(new CompleteExpertTraining(id, await Participant(id, people[1].Id), A("СВ-2026-3", from)), organiser);
        var newcomer = await app.Query(db => db.Experts.AsNoTracking().SingleAsync(e => e.Id == entered, Ct));
        (newcomer.Name, newcomer.EmployerId, newcomer.Credentials.Count).ShouldBe((people[1].Name, house, 1));
    }

    [Fact]
    public async Task Only_a_training_of_experts_that_is_over_ends_with_a_credential_and_only_its_own_organisation_says_so()
    {
        var (id, _, house, people) = await ATraining(1, endsIn: 5);
        var (over, _, overHouse, overPeople) = await ATraining(1);
        var partner = await app.Given.ACollege();
        var pupil = await app.Given.ACandidate(partner.Id);
        await app.Send(new AddProgrammePartner(over, partner.Id), TestUser.RegionalOperator);
        var group = await app.Query(db => db.TrainingGroups.Where(g => db.Participants.Any(p => p.ProgrammeId == over && p.GroupId == g.Id)).Select(g => g.Id).SingleAsync(Ct));
        await app.Send(new EnrolParticipants(over, group, partner.Id), TestUser.OrganiserOf(partner.Id));

        (await Refused(async () => await app.Send(new CompleteExpertTraining(id, await Participant(id, people[0].Id), A("1", app.Clock.Today)), TestUser.OrganiserOf(house)))).ShouldBe(ProgrammeRules.OutcomeFollowsTraining);
        (await Refused(async () => await app.Send(new CompleteExpertTraining(over, await Participant(over, overPeople[0].Id), A("2", app.Clock.Today.AddDays(-30))), TestUser.OrganiserOf(overHouse)))).ShouldBe(ProgrammeRules.CredentialFollowsTraining);
        await Should.ThrowAsync<Forbidden>(async () => await app.Send(new CompleteExpertTraining(over, await Participant(over, pupil.Id), A("3", app.Clock.Today)), TestUser.OrganiserOf(partner.Id)));
        await Should.ThrowAsync<NotFound>(async () => await app.Send(new CompleteExpertTraining(over, await Participant(over, overPeople[0].Id), A("4", app.Clock.Today)), TestUser.OrganiserOf((await app.Given.ACollege()).Id)));
        await app.Send(new LeaveProgramme(over, await Participant(over, overPeople[0].Id), app.Clock.Today.AddDays(-9)), TestUser.OrganiserOf(overHouse));
        (await Refused(async () => await app.Send(new CompleteExpertTraining(over, await Participant(over, overPeople[0].Id), A("5", app.Clock.Today)), TestUser.OrganiserOf(overHouse)))).ShouldBe(ProgrammeRules.HasNotLeft);
        var (other, _, otherHouse, otherPeople) = await ATraining(1, kind: ProgrammeKind.CivilService);
        (await Refused(async () => await app.Send(new CompleteExpertTraining(other, await Participant(other, otherPeople[0].Id), A("6", app.Clock.Today)), TestUser.OrganiserOf(otherHouse)))).ShouldBe(ProgrammeRules.TrainsExperts);
        (await app.Query(db => db.ExpertCredentials.CountAsync(c => c.TrainedAs != null && db.Participants.Any(p => p.Id == c.TrainedAs && (p.ProgrammeId == over || p.ProgrammeId == id || p.ProgrammeId == other)), Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task A_credential_that_ends_soon_is_offered_the_next_training()
    {
        var (id, group, _, _) = await ATraining(1, endsIn: 3);
        var expert = await app.Given.AnExpert(validTo: app.Clock.Today.AddDays(20));

        var row = (await app.Send(new ListExpiries(), TestUser.RegionalOperator)).Single(r => r.Path == $"/experts/{expert.Id}");

        row.Renewal.ShouldNotBeNull();
        (await app.Query(db => db.Programmes.AsNoTracking().ToListAsync(Ct))).Single(p => row.Renewal.Path.StartsWith($"/programmes/{p.Id}/", StringComparison.Ordinal)).Kind.ShouldBe(ProgrammeKind.ExpertTraining);
        (await app.Get("/expiries", TestUser.RegionalOperator)).Html.QuerySelector($"a[href='{row.Renewal.Path}']").ShouldNotBeNull();
    }

    [Fact]
    public async Task The_forecast_tells_what_the_hardest_day_of_a_month_lacks()
    {
        var exam = await app.Given.AConfirmedExam(2);
        var today = app.Clock.Today;

        var forecast = await app.Send(new GetShortage(1), TestUser.RegionalOperator);

        var row = forecast.Rows.Single(r => r.PackageId == exam.Package.Id);
        var exams = await app.Query(db => db.Exams.AsNoTracking().Where(e => e.RegionCode == TestUser.TestRegion && e.PackageId == exam.Package.Id && e.FirstDay <= today && e.LastDay >= today).ToListAsync(Ct));
        var ahead = exams.Where(e => e.IsAhead).ToList();
        var experts = await app.Query(db => db.Experts.AsNoTracking().Where(e => e.RegionCode == TestUser.TestRegion).ToListAsync(Ct));
        (row.Day, row.Chiefs).ShouldBe((today, ahead.Count));
        row.Scoring.ShouldBe(ahead.Sum(e => exam.Package.ScoringExpertsFor(e.Enrolments.GroupBy(x => x.GroupId).Max(g => g.Count()))));
        row.Free.ShouldBe(experts.Count(e => e.IsEligible(ExamRole.ScoringExpert, exam.Package, today, today)));
        row.FreeChiefs.ShouldBe(experts.Count(e => e.IsEligible(ExamRole.ChiefExpert, exam.Package, today, today)));
        row.Lacking.ShouldBe(Math.Max(0, Math.Max(row.Chiefs - row.FreeChiefs, row.Chiefs + row.Scoring - row.Free)));

        // When every credential ends, everybody is lacking.
        await app.Query(db => db.ExpertCredentials.ExecuteUpdateAsync(set => set.SetProperty(c => c.ValidTo, today.AddDays(-1)), Ct));
        var without = (await app.Send(new GetShortage(1), TestUser.RegionalOperator)).Rows.Single(r => r.PackageId == exam.Package.Id);
        (without.Free, without.FreeChiefs, without.Lacking).ShouldBe((0, 0, row.Chiefs + row.Scoring));
        var page = await app.Get("/experts/shortage", TestUser.RegionalOperator);
        page.Text.ShouldContain($"Не хватает: {without.Lacking}");
        await AnotherRegion();
        (await app.Send(new GetShortage(1), TestUser.RegionalOperator with { Region = "28" })).Rows.ShouldBeEmpty();
        await Should.ThrowAsync<Forbidden>(() => app.Send(new GetShortage(), exam.ChiefUser));
        await app.Query(db => db.ExpertCredentials.ExecuteUpdateAsync(set => set.SetProperty(c => c.ValidTo, today.AddYears(1)), Ct));
    }

    private static NewCredential A(string number, DateOnly from) => new(CredentialType.AssessmentRight, "09.02.07", number, from, from.AddYears(2));

    private static async Task<Rule> Refused(Func<Task> deed) => (await Should.ThrowAsync<RuleViolation>(deed)).Rule;

    private async Task<(ProgrammeId Id, TrainingGroupId Group, OrganisationId House, List<Candidate> People)> ATraining(int count, int endsIn = -1, ProgrammeKind kind = ProgrammeKind.ExpertTraining)
    {
        var house = (await app.Given.ACollege()).Id;
        var (id, group, people) = (ProgrammeId.New(), TrainingGroupId.New(), new List<Candidate>());
        for (var i = 0; i < count; i++)
        {
            people.Add(await app.Given.ACandidate(house));
        }

        await app.Send(new RegisterProgramme(kind, $"Подготовка {id.Value:N}", null, ProgrammeEnding.None, house) { Id = id }, TestUser.RegionalOperator);
        await app.Send(new OpenTrainingGroup(id, "Эксперты, весна", app.Clock.Today.AddDays(-20), app.Clock.Today.AddDays(endsIn)) { Id = group }, TestUser.RegionalOperator);
        await app.Send(new EnrolParticipants(id, group, house), TestUser.RegionalOperator);
        return (id, group, house, people);
    }

    private Task<ParticipantId> Participant(ProgrammeId programme, CandidateId person) => app.Query(db => db.Participants.Where(p => p.ProgrammeId == programme && p.CandidateId == person).Select(p => p.Id).SingleAsync(Ct));

    private Task AnotherRegion() => app.Change(db =>
    {
        db.Add(new Region("28", "Амурская область", "Amur Oblast", "Asia/Yakutsk"));
        return Task.CompletedTask;
    });
}
