using DemoExam.Features.Accounts;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Browser;

/// <summary>The first hour in a browser, from the link of the console to the first operator who signs in.</summary>
[Collection(BrowserApp.Collection), Trait("Kind", "Browser")]
public sealed class SetupJourneyTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private const string Password = "сорок вёсел на воде";

    [Fact]
    public async Task An_empty_installation_is_set_up_step_by_step_and_a_left_step_is_taken_up_again()
    {
        var code = await app.Send(new OfferFirstAdministrator(), TestUser.System);
        var page = await app.Open(TestUser.Anonymous, $"/first-administrator?code={code}", 820);
        await page.FillAsync("[name='Input.DisplayName']", "Анна Администраторова");
        await page.FillAsync("[name='Input.UserName']", "first.admin");
        await page.FillAsync("[name='Input.Password']", Password);
        await page.FillAsync("[name='Input.PasswordAgain']", Password);
        await Send();
        await page.FillAsync("[name='Input.Password']", Password);
        await Send();
        page.Url.ShouldEndWith("/setup");
        await Look("setup");

        // The organisation can't come before its region: the page says so and leads there.
        await page.GotoAsync("/setup/organisation");
        await page.ClickAsync(".notice a");
        await page.FillAsync("[name='Input.Code']", "4x");
        await Send();
        (await page.Locator("#Input_Code-error").CountAsync()).ShouldBe(1);
        await page.FillAsync("[name='Input.Code']", "40");
        await page.FillAsync("[name='Input.Name']", "Калужская область");
        await page.FillAsync("[name='Input.NameEn']", "Kaluga Oblast");
        await Look("setup-region");
        await Send();

        page.Url.ShouldEndWith("/setup/organisation");
        await page.FillAsync("[name='Input.Name']", "Региональный координационный центр Калужской области");
        await page.FillAsync("[name='Input.ShortName']", "РКЦ Калуга");
        await page.FillAsync("[name='Input.NameEn']", "Kaluga Coordination Centre");
        await page.FillAsync("[name='Input.City']", "Калуга");
        await Look("setup-organisation");
        await Send();
        page.Url.ShouldEndWith("/setup/key");
        await Look("setup-key");

        // Left here; a new visit leads to what is open.
        await page.GotoAsync("/setup");
        await page.ClickAsync("main a.button.primary");
        page.Url.ShouldEndWith("/setup/mail");
        await page.FillAsync("[name='Input.Email']", "admin@example.test");
        await Look("setup-mail");
        await page.ClickAsync("[name='Input.AsFiles']");
        page.Url.ShouldEndWith("/setup/people");
        await page.FillAsync("[name='Input.DisplayName']", "Ольга Операторова");
        await page.FillAsync("[name='Input.UserName']", "kaluga.operator");
        await Send();
        var activation = await page.Locator("dd.code").Last.InnerTextAsync();
        await Look("setup-people");

        await app.Send(new ActivateAccount(activation, Password), TestUser.Anonymous);
        var person = (await app.Send(new SignIn("kaluga.operator", Password), TestUser.Anonymous)).Person.ShouldNotBeNull();
        person.IsInRole(Roles.RegionalOperator).ShouldBeTrue();
        person.FindFirst(CurrentUser.Claims.Region)!.Value.ShouldBe("40");
        (await app.Query(db => db.Regions.Select(r => r.TimeZone).SingleAsync())).ShouldBe("Europe/Moscow");

        Task Send() => page.ClickAsync("main form[method=post] button.primary[type=submit]");

        async Task Look(string name)
        {
            await BrowserApp.ShouldBeAccessible(page);
            await page.SetViewportSizeAsync(390, 844);
            await BrowserApp.ShouldBeWellLaidOut(page);
            await BrowserApp.Picture(page, name);
            await page.SetViewportSizeAsync(820, 900);
        }
    }
}
