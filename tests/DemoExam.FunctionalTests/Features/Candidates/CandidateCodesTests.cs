using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Features.Accounts;
using DemoExam.Features.Candidates;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;

namespace DemoExam.FunctionalTests.Features.Candidates;

public sealed class CandidateCodesTests(App app) : IClassFixture<App>
{
    private const string Password = "сорок вёсел на воде";

    [Fact]
    public async Task A_group_gets_a_sheet_of_codes_by_which_its_people_sign_in()
    {
        var (college, ids) = await AGroup("Листова", 3);

        var sheet = await app.PostForm($"/candidates/codes?organisationId={college}&studyGroup=ИС-41", TestUser.Organiser, new Dictionary<string, object?>(), "form.form");

        sheet.Status.ShouldBe(HttpStatusCode.OK, sheet.Text);
        sheet.AllTexts(".code-slip .code-name").ShouldBe(["Листова Анна", "Листова Анна", "Листова Анна"]);
        sheet.Html.QuerySelectorAll(".code-slip svg.qr").Length.ShouldBe(3);
        var codes = sheet.AllTexts(".code-slip .code");
        codes.Where((_, i) => i % 2 == 1).ShouldBe(["listova.a", "listova.a2", "listova.a3"], ignoreOrder: true);

        await app.Send(new ActivateAccount(codes[0], Password), TestUser.Anonymous);
        var person = (await app.Send(new SignIn(codes[1], Password), TestUser.Anonymous)).Person!;
        person.IsInRole(Roles.Candidate).ShouldBeTrue();
        ids.Select(id => id.ToString()).ShouldContain(person.FindFirst(CurrentUser.Claims.Candidate)!.Value);
    }

    [Fact]
    public async Task A_second_sheet_leaves_out_who_has_a_password_and_ends_the_codes_of_the_first()
    {
        var (college, _) = await AGroup("Второва", 2);
        var group = new IssueCandidateCodes(new CodeRecipients(OrganisationId: college));
        var first = await app.Send(group, TestUser.Organiser);
        await app.Send(new ActivateAccount(first[0].Account.Code, Password), TestUser.Anonymous);

        var second = await app.Send(group, TestUser.Organiser);

        second.ShouldHaveSingleItem().Account.AccountId.ShouldBe(first[1].Account.AccountId);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ActivateAccount(first[1].Account.Code, Password), TestUser.Anonymous))).Rule.ShouldBe(AccountRules.LinkIsValid);
        (await app.Send(new SignIn(first[0].Account.UserName, Password), TestUser.Anonymous)).Person.ShouldNotBeNull();
    }

    [Fact]
    public async Task One_candidate_who_lost_the_password_gets_a_new_code()
    {
        var (_, ids) = await AGroup("Утратова", 1);
        var one = new IssueCandidateCodes(new CodeRecipients(ids[0]));
        var first = (await app.Send(one, TestUser.Organiser)).Single();
        await app.Send(new ActivateAccount(first.Account.Code, Password), TestUser.Anonymous);

        var second = (await app.Send(one, TestUser.Organiser)).Single();

        second.Account.UserName.ShouldBe(first.Account.UserName);
        await app.Send(new ActivateAccount(second.Account.Code, "совсем другой пароль"), TestUser.Anonymous);
        (await app.Send(new SignIn(first.Account.UserName, Password), TestUser.Anonymous)).Person.ShouldBeNull();
    }

    [Fact]
    public async Task Codes_are_for_candidates_of_ones_own_college_and_by_organisers()
    {
        var (college, ids) = await AGroup("Чужакова", 1);
        var stranger = TestUser.OrganiserOf((await app.Given.ACollege()).Id);

        (await app.Send(new IssueCandidateCodes(new CodeRecipients(OrganisationId: college)), stranger)).ShouldBeEmpty();
        await Should.ThrowAsync<NotFound>(() => app.Send(new IssueCandidateCodes(new CodeRecipients(ids[0])), stranger));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new IssueCandidateCodes(new CodeRecipients(ids[0])), TestUser.In(Roles.ChiefExpert)));
        await Should.ThrowAsync<FluentValidation.ValidationException>(() => app.Send(new IssueCandidateCodes(new CodeRecipients()), TestUser.Organiser));
        (await app.Get($"/candidates/codes?organisationId={college}", stranger)).Status.ShouldBe(HttpStatusCode.OK);
    }

    private async Task<(OrganisationId College, List<CandidateId> Ids)> AGroup(string surname, int people)
    {
        var college = (await app.Given.ACollege()).Id;
        var ids = new List<CandidateId>();
        for (var i = 0; i < people; i++)
        {
            ids.Add(await app.Send(new RegisterCandidate(surname, "Анна", null, new DateOnly(2006, 1, 1 + i), CandidateCategory.Graduate, college, "ИС-41") { Id = CandidateId.New() }, TestUser.Organiser));
        }

        return (college, ids);
    }
}
