using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Experts;
using DemoExam.Features.Experts;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;

namespace DemoExam.FunctionalTests.Features.Experts;

public sealed class ExpertTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_registers_an_expert_and_a_credential_on_two_pages()
    {
        var employer = await app.Given.AnEmployer();

        var registered = await app.PostForm("/experts/new", TestUser.RegionalOperator, new Dictionary<string, object?>
        {
            ["Input.Surname"] = "Римский-Корсаков",
            ["Input.GivenName"] = "Пётр",
            ["Input.EmployerId"] = employer.Id.ToString(),
        });
        registered.Status.ShouldBe(HttpStatusCode.Redirect, registered.Text);
        var added = await app.PostForm(registered.Location!, TestUser.RegionalOperator, new Dictionary<string, object?>
        {
            ["Input.Credential.Type"] = nameof(CredentialType.ConductRight),
            ["Input.Credential.Covers"] = "09.02.07",
            ["Input.Credential.Number"] = "ПП-17",
            ["Input.Credential.ValidFrom"] = app.Clock.Today.AddYears(-1),
            ["Input.Credential.ValidTo"] = app.Clock.Today.AddDays(20),
        });

        added.Status.ShouldBe(HttpStatusCode.Redirect, added.Text);
        var page = await app.Get(added.Location!, TestUser.RegionalOperator);
        page.TextOf("h1").ShouldBe("Римский-Корсаков Пётр");
        page.Text.ShouldContain("ПП-17");
        page.Text.ShouldContain("Скоро истекает");
    }

    [Fact]
    public async Task A_program_registers_an_expert_with_the_first_credential_once()
    {
        var employer = await app.Given.AnEmployer();
        using var api = await app.Api(TestUser.RegionalOperator);
        var body = new
        {
            surname = "Апишников",
            givenName = "Артём",
            employerId = employer.Id.Value,
            credential = new { type = "assessmentRight", covers = "09.02.07", number = "ОЦ-1", validFrom = "2025-01-01", validTo = "2027-01-01" },
        };
        api.DefaultRequestHeaders.Add("Idempotency-Key", "expert-once");

        var first = await api.PostAsJsonAsync("/api/v1/experts", body, Ct);
        var again = await api.PostAsJsonAsync("/api/v1/experts", body, Ct);

        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.Headers.Location.ShouldBe(first.Headers.Location);
        var card = await api.GetFromJsonAsync<JsonElement>(first.Headers.Location, Ct);
        card.GetProperty("credentials")[0].GetProperty("state").GetString().ShouldBe("inForce");
        (await Refused(await api.PostAsJsonAsync("/api/v1/experts/" + card.GetProperty("id").GetString() + "/credentials",
            new { type = "assessmentRight", covers = "09.02.07", number = "ОЦ-1", validFrom = "2025-01-01" }, Ct))).ShouldBe(ExpertRules.NumberIsNew.Code);
    }

    [Fact]
    public async Task The_same_name_needs_a_word_of_confirmation_whoever_the_employer_is()
    {
        var employer = await app.Given.AnEmployer();
        var request = new RegisterExpert("Двойников", "Денис", null, employer.Id) { Id = ExpertId.New() };
        await app.Send(request, TestUser.RegionalOperator);

        var again = request with { Surname = "ДВОЙНИКОВ", Id = ExpertId.New() };
        var elsewhere = again with { EmployerId = (await app.Given.AnEmployer()).Id };
        var moved = await Should.ThrowAsync<RuleViolation>(() => app.Send(elsewhere, TestUser.RegionalOperator));
        (moved.Rule, moved.Refusals[0].Facts["employer"]).ShouldBe((ExpertRules.PersonIsNew, employer.ShortName));
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(again, TestUser.RegionalOperator))).Rule.ShouldBe(ExpertRules.PersonIsNew);
        (await app.Send(again with { AnotherPerson = true }, TestUser.RegionalOperator)).ShouldBe(again.Id);
    }

    [Fact]
    public async Task A_credential_can_neither_end_before_it_begins_nor_repeat_nor_be_revoked_twice()
    {
        var expert = await app.Given.AnExpert();
        var credential = expert.Credentials[0];
        var today = app.Clock.Today;

        await Refuses(ExpertRules.TermIsForward, Add("НН-1", today, today.AddDays(-1)));
        await Refuses(ExpertRules.NumberIsNew, Add(credential.Number, today, null, credential.Covers));
        await app.Send(new RevokeCredential(expert.Id, credential.Id), TestUser.RegionalOperator);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new RevokeCredential(expert.Id, credential.Id), TestUser.RegionalOperator))).Rule.ShouldBe(ExpertRules.CredentialIsInForce);
        (await app.Send(new GetExpert(expert.Id), TestUser.Organiser)).Credentials.Single().State.ShouldBe(CredentialState.Revoked);

        AddCredential Add(string number, DateOnly from, DateOnly? to, string covers = "09.02.07") =>
            new(new NewCredential(CredentialType.AssessmentRight, covers, number, from, to)) { ExpertId = expert.Id, Id = ExpertCredentialId.New() };
    }

    [Fact]
    public async Task A_tie_names_a_group_or_a_candidate_and_is_declared_once()
    {
        var expert = await app.Given.AnExpert();
        var college = await app.Given.ACollege();
        var candidate = await app.Given.ACandidate(college.Id);
        var group = new DeclareTie(ConflictKind.Taught, null, college.Id, "ИС-41") { ExpertId = expert.Id };
        var person = new DeclareTie(ConflictKind.Kinship, candidate.Id, null) { ExpertId = expert.Id };

        await app.Send(group, TestUser.Organiser);
        await app.Send(person, TestUser.Organiser);

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(group with { StudyGroup = "ис-41" }, TestUser.Organiser))).Rule.ShouldBe(ExpertRules.TieIsNew);
        await Should.ThrowAsync<FluentValidation.ValidationException>(() => app.Send(group with { CandidateId = candidate.Id }, TestUser.Organiser));
        (await app.Send(new GetExpert(expert.Id), TestUser.Organiser)).Ties.Select(t => t.Candidate ?? t.StudyGroup).ShouldBe(["ИС-41", candidate.Name.Full]);
    }

    [Fact]
    public async Task The_tie_page_finds_the_candidate_by_name()
    {
        var expert = await app.Given.AnExpert();
        var candidate = await app.Given.ACandidate(name: new("Роднёва", "Раиса"));

        var page = await app.PostForm($"/experts/{expert.Id}/ties/new?find=родне", TestUser.RegionalOperator, new Dictionary<string, object?>
        {
            ["Input.CandidateId"] = candidate.Id.ToString(),
            ["Input.Kind"] = nameof(ConflictKind.Kinship),
        });

        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);
        (await app.Get(page.Location!, TestUser.RegionalOperator)).Text.ShouldContain("Роднёва Раиса");
    }

    [Fact]
    public async Task The_list_finds_by_name_coverage_day_role_and_state_and_pages_through_namesakes()
    {
        var employer = await app.Given.AnEmployer();
        var today = app.Clock.Today;
        for (var i = 0; i < 5; i++)
        {
            await app.Send(new RegisterExpert("Тёзкин", "Тимур", null, employer.Id, AnotherPerson: true,
                Credential: new NewCredential(i == 0 ? CredentialType.ConductRight : CredentialType.AssessmentRight, "43.02.15", $"Т-{i}", today.AddYears(-1), today.AddDays(10 * i)))
            { Id = ExpertId.New() },
                TestUser.RegionalOperator);
        }

        var seen = new List<ExpertId>();
        for (string? after = null; seen.Count < 10;)
        {
            var slice = await app.Send(new ListExperts("тезкин", After: after, Size: 2), TestUser.Organiser);
            seen.AddRange(slice.Items.Select(e => e.Id));
            if ((after = slice.Next) is null)
            {
                break;
            }
        }

        seen.Count.ShouldBe(5);
        seen.Distinct().Count().ShouldBe(5);
        (await Count(new ListExperts(Covers: "43.02.15"))).ShouldBe(5);
        (await Count(new ListExperts(Covers: "43.02.15", On: today.AddDays(25)))).ShouldBe(2);
        (await Count(new ListExperts(Covers: "43.02.15", Role: ExamRole.ChiefExpert))).ShouldBe(1);
        (await Count(new ListExperts("тезкин", State: CredentialState.ExpiresSoon))).ShouldBe(5);
        (await Count(new ListExperts("тезкин", State: CredentialState.InForce))).ShouldBe(0);
        (await app.Get("/experts?covers=43.02.15&state=ExpiresSoon", TestUser.Organiser)).AllTexts("tbody th").ShouldAllBe(name => name == "Тёзкин Тимур");

        async Task<int> Count(ListExperts query) => (await app.Send(query, TestUser.Organiser)).Items.Count;
    }

    [Fact]
    public async Task Experts_of_a_package_are_those_with_a_right_to_its_speciality()
    {
        var package = await app.Given.APublishedPackage();
        var expert = await app.Given.AnExpert();

        (await app.Send(new ListExperts(Covers: package.Code, Size: 500), TestUser.Organiser)).Items.ShouldContain(e => e.Id == expert.Id);
    }

    [Fact]
    public async Task An_expert_sees_and_declares_only_their_own()
    {
        var (own, other) = (await app.Given.AnExpert(), await app.Given.AnExpert());
        var college = await app.Given.ACollege();
        var user = TestUser.Scorer(own.Id);

        (await app.Get("/experts/me", user)).Location.ShouldBe($"/experts/{own.Id}");
        (await app.Get($"/experts/{own.Id}", user)).Status.ShouldBe(HttpStatusCode.OK);
        await Should.ThrowAsync<Forbidden>(() => app.Send(new GetExpert(other.Id), user));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new DeclareTie(ConflictKind.Taught, null, college.Id) { ExpertId = other.Id }, user));
        await app.Send(new DeclareTie(ConflictKind.Taught, null, college.Id) { ExpertId = own.Id }, user);
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ListExperts(), user));
    }

    [Theory]
    [InlineData(Roles.Organiser)]
    [InlineData(Roles.ChiefExpert)]
    [InlineData(Roles.Candidate)]
    public async Task Only_operators_register(string role)
    {
        var employer = await app.Given.AnEmployer();
        await Should.ThrowAsync<Forbidden>(() => app.Send(new RegisterExpert("Чужой", "Чад", null, employer.Id) { Id = ExpertId.New() }, TestUser.In(role)));
        (await app.Get("/experts/new", TestUser.In(role))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    private async Task Refuses<T>(Rule rule, MediatR.IRequest<T> request) =>
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(request, TestUser.RegionalOperator))).Rule.ShouldBe(rule);

    private static async Task<string?> Refused(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
}
