using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Features.Accounts;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Accounts;

public sealed class AccountTests(App app) : IClassFixture<App>
{
    private const string Password = "сорок вёсел на воде";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_makes_an_account_hands_over_the_link_and_the_person_signs_in()
    {
        var college = await app.Given.ACollege();

        var made = await app.PostForm("/users/new", TestUser.Administrator, new Dictionary<string, object?>
        {
            ["Input.DisplayName"] = "Инна Организаторова",
            ["Input.UserName"] = "inna",
            ["Input.Roles"] = new[] { nameof(RoleName.Organiser) },
            ["Input.OrganisationId"] = college.Id.ToString(),
        });
        made.Status.ShouldBe(HttpStatusCode.Redirect, made.Text);
        var id = Guid.Parse(made.Location!.Split('/')[^1]);
        var code = (await app.Send(new IssueActivationLink(id), TestUser.Administrator)).Code;

        var hello = await app.Get($"/activate?code={code}", TestUser.Anonymous);
        hello.TextOf("h1").ShouldContain("Инна Организаторова");
        var activated = await app.PostForm($"/activate?code={code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)}", TestUser.Anonymous,
            new Dictionary<string, object?> { ["Input.Password"] = Password, ["Input.PasswordAgain"] = Password });
        activated.Location.ShouldBe("/sign-in?name=inna");

        var person = (await app.Send(new SignIn("INNA", Password), TestUser.Anonymous)).Person.ShouldNotBeNull();
        person.IsInRole(Roles.Organiser).ShouldBeTrue();
        person.FindFirst(CurrentUser.Claims.Organisation)!.Value.ShouldBe(college.Id.ToString());
        person.FindFirst(CurrentUser.Claims.Region)!.Value.ShouldBe(TestUser.TestRegion);
        (await app.Get($"/activate?code={code}", TestUser.Anonymous)).Text.ShouldContain("не подходит");
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ActivateAccount(code, Password), TestUser.Anonymous))).Rule.ShouldBe(AccountRules.LinkIsValid);
    }

    [Fact]
    public async Task The_link_is_shown_once_to_the_one_who_made_it()
    {
        using var browser = await app.As(TestUser.Administrator);
        var form = await Page.Of(await browser.GetAsync("/users/new", Ct));
        var made = await Page.Of(await browser.SendAsync(form.Submit(new Dictionary<string, object?>
        {
            ["Input.DisplayName"] = "Однажды Показанный",
            ["Input.UserName"] = "once.shown",
            ["Input.Roles"] = new[] { nameof(RoleName.Administrator) },
        }, null), Ct));

        (await Page.Of(await browser.GetAsync(made.Location, Ct))).Html.QuerySelector("svg.qr").ShouldNotBeNull();
        (await Page.Of(await browser.GetAsync(made.Location, Ct))).Html.QuerySelector("svg.qr").ShouldBeNull();
    }

    [Fact]
    public async Task A_link_ends_by_a_newer_one_by_time_and_by_disabling()
    {
        var account = await Create("links", RoleName.Organiser);
        var newer = await app.Send(new IssueActivationLink(account.AccountId), TestUser.RegionalOperator);
        await Refuses(AccountRules.LinkIsValid, new ActivateAccount(account.Code, Password), TestUser.Anonymous);

        await app.Send(new DisableAccount(account.AccountId), TestUser.RegionalOperator);
        await Refuses(AccountRules.LinkIsValid, new ActivateAccount(newer.Code, Password), TestUser.Anonymous);
        await app.Send(new EnableAccount(account.AccountId), TestUser.RegionalOperator);

        app.Clock.Advance(OneTimeLink.Term + TimeSpan.FromMinutes(1));
        await Refuses(AccountRules.LinkIsValid, new ActivateAccount(newer.Code, Password), TestUser.Anonymous);
    }

    [Fact]
    public async Task A_disabled_account_neither_signs_in_nor_keeps_its_session()
    {
        var account = await app.AddAccount(TestUser.Organiser, "going", Password);
        await app.Send(new DisableAccount(account.Id), TestUser.RegionalOperator);

        (await app.Send(new SignIn("going", Password), TestUser.Anonymous)).Person.ShouldBeNull();
        (await app.Query(db => db.Users.AsNoTracking().SingleAsync(a => a.Id == account.Id, Ct))).SecurityStamp.ShouldNotBe(account.SecurityStamp);
        await app.Send(new EnableAccount(account.Id), TestUser.RegionalOperator);
        (await app.Send(new SignIn("going", Password), TestUser.Anonymous)).Person.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_operator_manages_accounts_of_the_region_and_makes_no_administrators()
    {
        var abroad = await app.Send(new CreateAccount("abroad", "Чужой Регион", null, [RoleName.Administrator]) { Id = Guid.CreateVersion7() }, TestUser.Administrator);

        await Refuses(AccountRules.RoleIsGrantable, new CreateAccount("raised", "Р", null, [RoleName.Administrator]) { Id = Guid.CreateVersion7() }, TestUser.RegionalOperator);
        await Should.ThrowAsync<NotFound>(() => app.Send(new IssueActivationLink(abroad.AccountId), TestUser.RegionalOperator));
        (await app.Send(new ListAccounts("abroad"), TestUser.RegionalOperator)).Items.ShouldBeEmpty();
        (await app.Send(new ListAccounts("abroad"), TestUser.Administrator)).Items.ShouldHaveSingleItem().State.ShouldBe(AccountState.Waiting);

        // An administrator who also works in the region is out of the operator's reach, too.
        var both = await app.Send(new CreateAccount("both", "Обе Роли", null, [RoleName.Administrator, RoleName.RegionalOperator], TestUser.TestRegion) { Id = Guid.CreateVersion7() }, TestUser.Administrator);
        await Should.ThrowAsync<NotFound>(() => app.Send(new IssueActivationLink(both.AccountId), TestUser.RegionalOperator));
        (await app.Get($"/users/{both.AccountId}", TestUser.RegionalOperator)).Status.ShouldBe(HttpStatusCode.NotFound);

        var own = await Create("own.region", RoleName.Organiser);
        await Refuses(AccountRules.RoleIsGrantable, new ChangeRoles([RoleName.Administrator]) { AccountId = own.AccountId }, TestUser.RegionalOperator);
    }

    [Fact]
    public async Task Roles_ask_for_the_person_behind_them_and_a_person_has_one_account()
    {
        var expert = await app.Given.AnExpert();
        await Refuses(AccountRules.PersonIsNamed, new CreateAccount("user.e1", "Э", null, [RoleName.ScoringExpert]) { Id = Guid.CreateVersion7() }, TestUser.RegionalOperator);
        await Refuses(AccountRules.PersonIsNamed, new CreateAccount("user.c1", "К", null, [RoleName.Candidate]) { Id = Guid.CreateVersion7() }, TestUser.RegionalOperator);
        await Refuses(AccountRules.RegionIsNamed, new CreateAccount("user.o1", "О", null, [RoleName.Organiser]) { Id = Guid.CreateVersion7() }, TestUser.Administrator);

        var page = await app.PostForm($"/users/new?expertId={expert.Id}", TestUser.RegionalOperator, new Dictionary<string, object?> { ["Input.DisplayName"] = expert.Name.Full });
        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);

        var account = await app.Query(db => db.Users.AsNoTracking().SingleAsync(a => a.ExpertId == expert.Id, Ct));
        account.RegionCode.ShouldBe(TestUser.TestRegion);
        (await app.Send(new GetAccount(account.Id), TestUser.RegionalOperator)).Roles.ShouldBe([RoleName.ScoringExpert, RoleName.TechnicalExpert]);
        await Refuses(AccountRules.PersonHasNoAccount, new CreateAccount("again", "Э", null, [RoleName.ScoringExpert], ExpertId: expert.Id) { Id = Guid.CreateVersion7() }, TestUser.RegionalOperator);
        await Refuses(AccountRules.UserNameIsFree, new CreateAccount(account.UserName!.ToUpperInvariant(), "Э", null, [RoleName.Organiser]) { Id = Guid.CreateVersion7() }, TestUser.RegionalOperator);
    }

    [Fact]
    public async Task Changed_roles_end_the_sessions_of_the_former_ones()
    {
        var account = await app.AddAccount(TestUser.Organiser, "promoted", Password);

        var page = await app.PostForm($"/users/{account.Id}", TestUser.Administrator, new Dictionary<string, object?> { ["Input.Roles"] = new[] { nameof(RoleName.RegionalOperator) } });

        page.Status.ShouldBe(HttpStatusCode.Redirect, page.Text);
        var person = (await app.Send(new SignIn("promoted", Password), TestUser.Anonymous)).Person!;
        (person.IsInRole(Roles.RegionalOperator), person.IsInRole(Roles.Organiser)).ShouldBe((true, false));
        (await app.Query(db => db.Users.AsNoTracking().SingleAsync(a => a.Id == account.Id, Ct))).SecurityStamp.ShouldNotBe(account.SecurityStamp);
    }

    [Fact]
    public async Task Nobody_disables_their_own_account()
    {
        var page = await app.Get("/account", TestUser.RegionalOperator);
        var mine = (await app.Send(new ListAccounts(page.AllTexts("dd")[1]), TestUser.RegionalOperator)).Items.ShouldHaveSingleItem();

        await Refuses(AccountRules.NotOwnAccount, new DisableAccount(mine.Id), TestUser.RegionalOperator);
        await Refuses(AccountRules.NotOwnAccount, new ChangeRoles([RoleName.Organiser]) { AccountId = mine.Id }, TestUser.RegionalOperator);
    }

    [Fact]
    public async Task A_changed_password_needs_the_present_one_and_is_the_only_one_from_then_on()
    {
        var user = TestUser.In(Roles.Organiser) with { Organisation = (await app.Given.ACollege()).Id };
        var name = (await app.Get("/account", user)).AllTexts("dd")[1];
        await app.Change(async db =>
        {
            var account = await db.Users.SingleAsync(a => a.UserName == name, Ct);
            account.PasswordHash = new Microsoft.AspNetCore.Identity.PasswordHasher<Account>().HashPassword(account, Password);
        });

        (await Change("not the present one")).TextOf("#Input_Present-error").ShouldContain("неверно");
        (await Change(Password)).Location.ShouldBe("/account");

        (await app.Send(new SignIn(name, Password), TestUser.Anonymous)).Person.ShouldBeNull();
        (await app.Send(new SignIn(name, "совсем другой пароль"), TestUser.Anonymous)).Person.ShouldNotBeNull();

        Task<Page> Change(string present) => app.PostForm("/account/password", user, new Dictionary<string, object?>
        {
            ["Input.Present"] = present,
            ["Input.Password"] = "совсем другой пароль",
            ["Input.PasswordAgain"] = "совсем другой пароль",
        });
    }

    [Fact]
    public async Task A_program_manages_accounts()
    {
        using var api = await app.Api(TestUser.RegionalOperator);
        var made = await api.PostAsJsonAsync("/api/v1/accounts", new { userName = "by.program", displayName = "Программа", roles = new[] { "organiser" } }, Ct);
        made.StatusCode.ShouldBe(HttpStatusCode.Created);
        var code = (await made.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();

        using var nobody = await app.Api(TestUser.Anonymous);
        var activated = await nobody.PostAsJsonAsync("/api/v1/activate", new { code, password = Password }, Ct);
        (await activated.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("userName").GetString().ShouldBe("by.program");
        var card = await api.GetFromJsonAsync<JsonElement>(made.Headers.Location, Ct);
        card.GetProperty("state").GetString().ShouldBe("active");
    }

    [Theory]
    [InlineData(Roles.Organiser)]
    [InlineData(Roles.ChiefExpert)]
    [InlineData(Roles.Candidate)]
    public async Task Accounts_are_not_for_everybody(string role)
    {
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ListAccounts(), TestUser.In(role)));
        (await app.Get("/users", TestUser.In(role))).Status.ShouldBe(HttpStatusCode.Redirect);
    }

    private Task<AccountCode> Create(string name, params RoleName[] roles) =>
        app.Send(new CreateAccount(name, $"Человек {name}", null, roles) { Id = Guid.CreateVersion7() }, TestUser.RegionalOperator);

    private async Task Refuses<T>(Rule rule, MediatR.IRequest<T> request, TestUser user) =>
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(request, user))).Rule.ShouldBe(rule);
}
