using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.People;
using DemoExam.Features.Candidates;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;

namespace DemoExam.FunctionalTests.Features.Candidates;

[Trait(Databases.Contract, Databases.Database)]
public sealed class CandidateTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_organiser_registers_a_candidate_and_the_latin_name_is_proposed()
    {
        var college = await app.Given.ACollege();

        var page = await app.PostForm("/candidates/new", TestUser.Organiser, new Dictionary<string, object?>
        {
            ["Input.Surname"] = " Мамедов Гусейн оглы ",
            ["Input.GivenName"] = "Щукарь",
            ["Input.BirthDate"] = new DateOnly(2007, 2, 28),
            ["Input.Category"] = nameof(CandidateCategory.Graduate),
            ["Input.OrganisationId"] = college.Id.ToString(),
            ["Input.StudyGroup"] = "ИСП-9-21",
        });

        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);
        var card = await app.Get(page.Location!, TestUser.Organiser);
        card.TextOf("h1").ShouldBe("Мамедов Гусейн оглы Щукарь");
        card.Text.ShouldContain("Mamedov Gusein ogly Shchukar");
        card.Text.ShouldContain("28 февраля 2007");
    }

    [Fact]
    public async Task Case_17_the_register_asks_before_it_takes_the_same_name_and_birth_date_again()
    {
        var college = await app.Given.ACollege();
        var fields = new Dictionary<string, object?>
        {
            ["Input.Surname"] = "Близнецова",
            ["Input.GivenName"] = "Алёна",
            ["Input.BirthDate"] = new DateOnly(2006, 5, 5),
            ["Input.Category"] = nameof(CandidateCategory.Student),
            ["Input.OrganisationId"] = college.Id.ToString(),
        };
        (await app.PostForm("/candidates/new", TestUser.Organiser, fields)).Status.ShouldBe(HttpStatusCode.Redirect);

        fields["Input.GivenName"] = "Алена";
        var asked = await app.PostForm("/candidates/new", TestUser.Organiser, fields);

        asked.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        asked.Html.QuerySelector("input[name='Input.AnotherPerson'][type='checkbox']").ShouldNotBeNull();
        (await app.Send(new RegisterCandidate("Близнецова", "Алена", null, new(2006, 5, 5), CandidateCategory.Student, college.Id, AnotherPerson: true) { Id = CandidateId.New() }, TestUser.Organiser)).ShouldNotBe(default);
    }

    [Fact]
    public async Task A_birth_date_must_make_sense_and_a_latin_name_must_be_latin()
    {
        var college = await app.Given.ACollege();
        using var api = await app.Api(TestUser.Organiser);

        var young = await api.PostAsJsonAsync("/api/v1/candidates", Body("2025-01-01", null), Ct);
        var cyrillic = await api.PostAsJsonAsync("/api/v1/candidates", Body("2006-01-01", "Иванов Ivan"), Ct);
        var right = await api.PostAsJsonAsync("/api/v1/candidates", Body("2006-01-01", "Müller-O'Neil Ivan"), Ct);

        young.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await young.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString().ShouldBe(CandidateRules.BirthDateIsPlausible.Code);
        cyrillic.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        right.StatusCode.ShouldBe(HttpStatusCode.Created);

        object Body(string birthDate, string? latinName) => new { surname = "Апишная", givenName = "Анна", birthDate, category = "graduate", organisationId = college.Id.Value, latinName };
    }

    [Fact]
    public async Task An_organiser_of_a_college_neither_sees_nor_enters_candidates_of_another()
    {
        var (own, other) = (await app.Given.ACollege(), await app.Given.ACollege());
        var (mine, foreign) = (await app.Given.ACandidate(own.Id, new PersonName("Граничный", "Гай")), await app.Given.ACandidate(other.Id, new PersonName("Граничный", "Глеб")));
        var user = TestUser.OrganiserOf(own.Id);

        (await app.Send(new ListCandidates("граничный"), user)).Items.Select(c => c.Id).ShouldBe([mine.Id]);
        (await app.Send(new ListCandidates("граничный"), TestUser.RegionalOperator)).Items.Select(c => c.Id).ShouldBe([mine.Id, foreign.Id]);
        (await app.Get($"/candidates/{foreign.Id}", user)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await Should.ThrowAsync<RuleViolation>(() =>
            app.Send(new RegisterCandidate("Чужая", "Чулпан", null, new(2006, 1, 1), CandidateCategory.Graduate, other.Id) { Id = CandidateId.New() }, user)))
            .Rule.ShouldBe(CandidateRules.OrganisationIsOwn);
    }

    [Fact]
    public async Task The_card_shows_exam_result_and_grade()
    {
        var exam = await app.Given.ALockedExam(candidates: 1);

        var page = await app.Get($"/candidates/{exam.Candidates[0].Id}", TestUser.RegionalOperator);

        page.TextOf("tbody").ShouldContain("50 из 50");
        page.TextOf("tbody").ShouldContain("Результаты объявлены");
    }

    [Fact]
    public async Task The_list_filters_by_group_and_category_and_shows_what_it_filtered_by()
    {
        await app.Given.ACollege();
        var college = await app.Given.ACollege();
        await app.Send(new RegisterCandidate("Фильтрова", "Фаина", null, new(2010, 1, 1), CandidateCategory.Schoolchild, college.Id, "7А") { Id = CandidateId.New() }, TestUser.Organiser);

        (await app.Send(new ListCandidates(OrganisationId: college.Id, StudyGroup: "7А", Category: CandidateCategory.Schoolchild), TestUser.Organiser)).Items.Count.ShouldBe(1);
        (await app.Send(new ListCandidates(OrganisationId: college.Id, Category: CandidateCategory.Graduate), TestUser.Organiser)).Items.ShouldBeEmpty();
        var page = await app.Get($"/candidates?organisationId={college.Id}&category=Schoolchild", TestUser.Organiser);
        page.AllTexts("tbody th").ShouldBe(["Фильтрова Фаина"]);
        page.Html.QuerySelector("select#organisationId option[selected]")!.GetAttribute("value").ShouldBe(college.Id.ToString());
    }

    [Theory]
    [InlineData(Roles.ChiefExpert)]
    [InlineData(Roles.ScoringExpert)]
    [InlineData(Roles.Candidate)]
    public async Task Personal_data_is_not_for_everybody(string role)
    {
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ListCandidates(), TestUser.In(role)));
        (await app.Get("/candidates", TestUser.In(role))).Status.ShouldBe(HttpStatusCode.Redirect);
    }
}
