using System.Net;
using DemoExam.Features.Accounts;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Accounts;

/// <summary>Each test changes what all of an installation sees, so each has its own.</summary>
public sealed class FirstAdministratorTests
{
    private const string Password = "сорок вёсел на воде";

    [Fact]
    public async Task The_link_makes_one_administrator_and_then_there_is_no_such_page()
    {
        await using var app = await Empty();
        var code = await app.Send(new OfferFirstAdministrator(), TestUser.System);
        var address = $"/first-administrator?code={code}";

        var made = await app.PostForm(address, TestUser.Anonymous, Form("root.admin", Password));

        made.Status.ShouldBe(HttpStatusCode.Redirect, made.Text);
        (await app.Get(address, TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.Send(new OfferFirstAdministrator(), TestUser.System)).ShouldBeNull();
        (await app.Send(new SignIn("root.admin", Password), TestUser.Anonymous)).Person!.IsInRole("Administrator").ShouldBeTrue();
    }

    [Fact]
    public async Task A_new_link_ends_the_former_and_only_its_hash_is_kept()
    {
        await using var app = await Empty();
        var former = await app.Send(new OfferFirstAdministrator(), TestUser.System);
        var code = await app.Send(new OfferFirstAdministrator(), TestUser.System);

        (await app.Get($"/first-administrator?code={former}", TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.Get($"/first-administrator?code={code}", TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.OK);
        (await app.Query(db => db.OneTimeLinks.Select(l => l.CodeHash).SingleAsync())).ShouldNotBe(code);
    }

    [Fact]
    public async Task Without_the_code_there_is_no_page_and_nothing_is_made()
    {
        await using var app = await Empty();
        (await app.Get("/first-administrator", TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.NotFound);

        await Should.ThrowAsync<NotFound>(() => app.Send(new CreateFirstAdministrator("guess", "A", "root.admin", Password), TestUser.Anonymous));
        (await app.Query(db => db.Users.CountAsync())).ShouldBe(0);
    }

    [Theory]
    [InlineData("short", "Input_Password")]
    [InlineData("1234567890", "Input_Password")]
    [InlineData("my root.admin word", "Input_Password")]
    public async Task A_weak_password_is_refused_beside_its_field(string password, string field)
    {
        await using var app = await Empty();
        var code = await app.Send(new OfferFirstAdministrator(), TestUser.System);

        var page = await app.PostForm($"/first-administrator?code={code}", TestUser.Anonymous, Form("root.admin", password));

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.Html.GetElementById($"{field}-error").ShouldNotBeNull(page.Text);
        (await app.Query(db => db.Users.CountAsync())).ShouldBe(0);
    }

    private static Dictionary<string, object?> Form(string name, string password) => new()
    {
        ["Input.DisplayName"] = "Анна Администраторова",
        ["Input.UserName"] = name,
        ["Input.Password"] = password,
        ["Input.PasswordAgain"] = password,
    };

    private static async Task<App> Empty()
    {
        var app = new App();
        await app.InitializeAsync();
        return app;
    }
}
