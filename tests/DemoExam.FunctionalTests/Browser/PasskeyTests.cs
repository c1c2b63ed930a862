using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Browser;

/// <summary>Passkeys with Chromium's own authenticator, which signs as a real one does.</summary>
[Collection(BrowserApp.Collection), Trait("Kind", "Browser")]
public sealed class PasskeyTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private const string Password = "сорок вёсел на воде";

    [Fact]
    public async Task A_passkey_is_added_signs_in_and_opens_nothing_once_it_is_removed()
    {
        await app.AddAccount(TestUser.RegionalOperator, "passkey.owner", Password);
        var page = await app.Open(TestUser.Anonymous, "/sign-in?returnUrl=/account/passkeys");
        // The browser knows a passkey by the name of a host, not by its number.
        await page.GotoAsync($"http://localhost:{app.Address.Port}/sign-in?returnUrl=/account/passkeys");
        var devices = await page.Context.NewCDPSessionAsync(page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true,
            },
        });
        await page.FillAsync("[name='Input.UserName']", "passkey.owner");
        await page.FillAsync("[name='Input.Password']", Password);
        await page.ClickAsync("form:has([name='Input.Password']) button");

        await page.FillAsync("[name='Input.Name']", "Ключ отдела");
        await page.FillAsync("form[data-passkey] [name='Input.Present']", Password);
        await BrowserApp.ShouldBeAccessible(page);
        await page.ClickAsync("form[data-passkey] button");
        await page.GetByText("Ключ отдела").First.WaitForAsync();
        await BrowserApp.Picture(page, "passkeys");

        await SignOut();
        await page.ClickAsync("form[data-passkey='get'] button");
        await page.WaitForURLAsync(url => !url.Contains("sign-in", StringComparison.Ordinal));
        await page.GotoAsync(Local("/account"));
        (await page.Locator("main").InnerTextAsync()).ShouldContain("ключом доступа");

        await page.GotoAsync(Local("/account/passkeys"));
        await page.ClickAsync("details.confirm summary");
        await page.ClickAsync("dialog[open] button[type=submit]");
        await page.GetByText("Ключ удалён").WaitForAsync();
        await SignOut();
        await page.ClickAsync("form[data-passkey='get'] button");
        await page.GetByText("Ключ не подошёл").WaitForAsync();

        string Local(string path) => $"http://localhost:{app.Address.Port}{path}";

        async Task SignOut()
        {
            await page.Context.ClearCookiesAsync();
            await page.GotoAsync(Local("/sign-in"));
        }
    }
}
