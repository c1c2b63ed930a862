using System.Net;
using DemoExam.Domain.Mail;
using DemoExam.Features.Accounts;
using DemoExam.Features.Mail;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Accounts;

/// <summary>Nobody gets into an account by a change that its person never hears of.</summary>
public sealed class AccountNoticesTests(App app) : IClassFixture<App>
{
    private const string Password = "сорок вёсел на воде";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_change_of_a_way_in_is_told_to_the_person_whoever_makes_it()
    {
        const string name = "told@example.test";
        var account = await app.AddAccount(TestUser.Organiser, name, Password);
        using var browser = await app.As(TestUser.Anonymous);
        await Fill(browser, "/sign-in", ("Input.UserName", name), ("Input.Password", Password));

        await Fill(browser, "/account/password", ("Input.Present", Password), ("Input.Password", Password + " и весло"), ("Input.PasswordAgain", Password + " и весло"));
        var code = (await app.Send(new IssueActivationLink(account.Id), TestUser.RegionalOperator)).Code;
        await app.Send(new ActivateAccount(code, Password), TestUser.Anonymous);
        await app.Send(new ResetSecondFactor(account.Id), TestUser.RegionalOperator);
        await app.Send(new ChangeRoles([RoleName.RegionalOperator]) { AccountId = account.Id }, TestUser.Administrator);

        var told = await app.Query(db => db.MailMessages.AsNoTracking().Where(m => m.Kind == MailKind.AccountChanged && m.Address == name).OrderBy(m => m.Id).ToListAsync(Ct));
        told.Select(m => m.Facts["what"]).ShouldBe(
        [
            "сменён пароль", "выдан одноразовый код, по которому можно задать новый пароль", "задан пароль по одноразовому коду", "администратор снял второй фактор и ключи доступа", "изменены роли",
        ], ignoreOrder: true);
        told.ShouldAllBe(m => m.Facts["account"] == name && m.Path == "/account" && !m.Facts.Values.Any(v => v.Contains(code, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_refused_change_and_an_account_without_an_address_write_nothing()
    {
        const string name = "silent@example.test";
        await app.AddAccount(TestUser.Organiser, name, Password);
        var mute = await app.AddAccount(TestUser.Organiser, "silent.without.address", Password);
        using var browser = await app.As(TestUser.Anonymous);
        await Fill(browser, "/sign-in", ("Input.UserName", name), ("Input.Password", Password));
        var form = await Page.Of(await browser.GetAsync("/account/password", Ct));
        using var wrong = form.Submit(new Dictionary<string, object?> { ["Input.Present"] = "не тот пароль", ["Input.Password"] = Password + " и весло", ["Input.PasswordAgain"] = Password + " и весло" }, null);
        (await browser.SendAsync(wrong, Ct)).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);

        await app.Send(new IssueActivationLink(mute.Id), TestUser.RegionalOperator);

        (await app.Query(db => db.MailMessages.AsNoTracking().Where(m => m.Kind == MailKind.AccountChanged).ToListAsync(Ct)))
            .ShouldNotContain(m => m.Address == name || m.Key.EndsWith($"{mute.Id:N}", StringComparison.Ordinal));
    }

    [Fact]
    public void Both_languages_fill_the_text()
    {
        var facts = new Dictionary<string, string> { ["account"] = "a@example.test", ["what"] = "the password was changed", ["when"] = "1 June 2026", [MailTemplates.Link] = "https://x.test/account" };
        foreach (var language in MailTemplates.Languages)
        {
            var (subject, body) = app.Services.GetRequiredService<MailTemplates>().For(MailKind.AccountChanged, language).Fill(facts);
            subject.ShouldContain("DemoExam");
            body.ShouldContain("the password was changed");
            body.ShouldContain("https://x.test/account");
        }
    }

    private static async Task Fill(HttpClient browser, string address, params (string Name, string Value)[] fields)
    {
        var page = await Page.Of(await browser.GetAsync(address, Ct));
        using var form = page.Submit(fields.ToDictionary(f => f.Name, object? (f) => f.Value), null);
        var answer = await Page.Of(await browser.SendAsync(form, Ct));
        answer.Status.ShouldBe(HttpStatusCode.Redirect, answer.Text);
    }
}
