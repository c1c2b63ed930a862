using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.My;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>The holder decides what others see.</summary>
public sealed class SharingTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_closed_passport_tells_strangers_nothing_and_can_be_opened_again()
    {
        var (exam, passport) = await app.APassport();
        var page = $"/my/passports/{passport.Id}";

        (await app.PostForm(page, exam.HolderUser(), new Dictionary<string, object?> { ["Input.Visibility"] = PassportVisibility.Closed })).Status.ShouldBe(HttpStatusCode.Redirect);

        var closed = await app.Get($"/p/{passport.Token}", TestUser.Anonymous);
        closed.TextOf("h1").ShouldBe("Владелец закрыл доступ");
        closed.Body.ShouldNotContain(passport.Number);
        closed.Body.ShouldNotContain(exam.Candidates[0].Name.Surname);
        // Numbers can be tried one after another: there, a closed passport does not exist.
        (await app.Get($"/check?code={Uri.EscapeDataString(passport.Number)}", TestUser.Anonymous)).TextOf("h1").ShouldBe("Такого паспорта нет");

        await app.Send(new ChangeVisibility(passport.Id, PassportVisibility.Usual, false), exam.HolderUser());
        (await app.Get($"/p/{passport.Token}", TestUser.Anonymous)).TextOf("h1").ShouldBe("Паспорт подлинный и действует");
    }

    [Fact]
    public async Task Everything_is_shown_only_with_a_consent_that_is_kept_and_can_be_withdrawn()
    {
        var (exam, passport) = await app.APassport();
        var full = exam.Candidates[0].Name.Full;
        await Should.ThrowAsync<ValidationException>(() => app.Send(new ChangeVisibility(passport.Id, PassportVisibility.Open, false), exam.HolderUser()));
        (await app.Get($"/my/passports/{passport.Id}", exam.HolderUser())).Body.ShouldNotContain("checked=\"checked\" type=\"checkbox\"");

        await app.PostForm($"/my/passports/{passport.Id}", exam.HolderUser(), new Dictionary<string, object?> { ["Input.Visibility"] = PassportVisibility.Open, ["Input.Agreed"] = true });
        var open = await app.Get($"/p/{passport.Token}", TestUser.Anonymous);
        open.Text.ShouldContain(full);
        open.Text.ShouldContain("По модулям");
        (await Consents(passport.Id)).ShouldHaveSingleItem().WithdrawnAt.ShouldBeNull();

        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.Send(new ChangeVisibility(passport.Id, PassportVisibility.Usual, false), exam.HolderUser());
        (await app.Get($"/p/{passport.Token}", TestUser.Anonymous)).Body.ShouldNotContain(full);
        var consent = (await Consents(passport.Id)).ShouldHaveSingleItem();
        (consent.TextVersion, consent.WithdrawnAt).ShouldBe((1, app.Clock.Now));
    }

    [Fact]
    public async Task The_public_address_gives_the_credential_only_while_the_holder_shows_everything()
    {
        var (exam, passport) = await app.APassport();
        (await Ask(passport, "application/vc+jwt")).Status.ShouldBe(HttpStatusCode.Forbidden);

        await app.Send(new ChangeVisibility(passport.Id, PassportVisibility.Open, true), exam.HolderUser());

        var w3c = await Ask(passport, "application/vc+jwt");
        var badge = await Ask(passport, "text/plain");
        (w3c.Status, w3c.Type, badge.Status, badge.Type).ShouldBe((HttpStatusCode.OK, "application/vc+jwt", HttpStatusCode.OK, "text/plain"));
        w3c.Body.Split('.')[1].ShouldBe(badge.Body.Split('.')[1]);
        w3c.Body.Split('.')[0].ShouldNotBe(badge.Body.Split('.')[0]);
        await app.Send(new ChangeVisibility(passport.Id, PassportVisibility.Closed, false), exam.HolderUser());
        (await Ask(passport, "text/plain")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_link_shows_what_was_ticked_until_it_ends_or_is_taken_back_also_for_a_closed_passport()
    {
        var (exam, passport) = await app.APassport();
        await app.Send(new ChangeVisibility(passport.Id, PassportVisibility.Closed, false), exam.HolderUser());
        var module = (await app.Send(new GetMyPassport(passport.Id), exam.HolderUser())).Modules[0].Code;
        await app.PostForm($"/my/passports/{passport.Id}", exam.HolderUser(), new Dictionary<string, object?>
        {
            ["Input.Until"] = app.Clock.Today.AddDays(3).ToString("O", System.Globalization.CultureInfo.InvariantCulture), ["Input.Note"] = "Завод", ["Input.FullName"] = true, ["Input.Modules"] = new[] { module },
        }, "form[action*='handler=Share']");
        var link = (await app.Send(new GetMyPassport(passport.Id), exam.HolderUser())).Links.ShouldHaveSingleItem();

        using var json = JsonDocument.Parse(await Json(link.Address.AbsolutePath));
        var shown = json.RootElement.GetProperty("passport");
        json.RootElement.GetProperty("state").GetString().ShouldBe("valid");
        shown.GetProperty("holder").GetString().ShouldBe(exam.Candidates[0].Name.Full);
        shown.GetProperty("total").ValueKind.ShouldBe(JsonValueKind.Null);
        shown.GetProperty("modules").EnumerateArray().Select(m => m.GetProperty("code").GetString()).ShouldBe([module]);
        shown.GetProperty("sections").GetArrayLength().ShouldBe(0);
        var page = await app.Get(link.Address.AbsolutePath, TestUser.Anonymous);
        page.Text.ShouldContain(exam.Candidates[0].Name.Full);
        page.Text.ShouldNotContain("Завод");

        app.Clock.Advance(TimeSpan.FromDays(5));
        (await app.Get(link.Address.AbsolutePath, TestUser.Anonymous)).TextOf("h1").ShouldBe("Ссылка не работает");
        var second = await app.Send(new SharePassport(passport.Id, new ShareContents(false, true, [], []), app.Clock.Today.AddDays(9)), exam.HolderUser());
        (await app.Get(second.AbsolutePath, TestUser.Anonymous)).Text.ShouldContain("50 из 50");
        var open = (await app.Send(new GetMyPassport(passport.Id), exam.HolderUser())).Links.Single(l => l.Open);
        await app.Send(new EndShareLink(open.Id), exam.HolderUser());
        (await app.Get(second.AbsolutePath, TestUser.Anonymous)).TextOf("h1").ShouldBe("Ссылка не работает");
        (await app.Get("/s/0000000000000000000000", TestUser.Anonymous)).TextOf("h1").ShouldBe("Ссылка не работает");
    }

    [Fact]
    public async Task A_link_carries_a_signed_selection_of_the_chosen_values_that_ends_with_it()
    {
        var (exam, passport) = await app.APassport();
        var module = (await app.Send(new GetMyPassport(passport.Id), exam.HolderUser())).Modules[0].Code;
        var link = await app.Send(new SharePassport(passport.Id, new ShareContents(false, true, [module], []), app.Clock.Today.AddDays(5)), exam.HolderUser());
        using var client = await app.As(TestUser.Anonymous);

        var token = await client.GetStringAsync(link.AbsolutePath + "/sd-jwt", Ct);

        var keys = DemoExam.Credentials.Tokens.PublicKeyJwk.ReadAll(await client.GetByteArrayAsync("/.well-known/jwks.json", Ct));
        DemoExam.Credentials.Tokens.SdJwt.Read(token, "did:web:passports.example", keys, out var claims, out var shown).ShouldBe(DemoExam.Credentials.Tokens.TokenFinding.Good);
        shown.Keys.ShouldBe(["number", "holder", "skill", "level", "year", "issuer", "total", $"module.{module}"], ignoreOrder: true);
        shown["total"].GetProperty("mark").GetString().ShouldBe("50.00");
        shown["number"].GetString().ShouldBe(passport.Number);
        DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()).ShouldBe(app.Clock.Today.AddDays(6).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) - TimeSpan.FromHours(3));
        claims.GetProperty("status").GetProperty("bitstring_status_list").GetProperty("idx").GetInt32().ShouldBe(passport.StatusIndex);

        var id = (await app.Send(new GetMyPassport(passport.Id), exam.HolderUser())).Links.Single().Id;
        await app.Send(new EndShareLink(id), exam.HolderUser());
        (await client.GetAsync(link.AbsolutePath + "/sd-jwt", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_holder_sees_beforehand_what_a_reader_will_see()
    {
        var (exam, passport) = await app.APassport();

        var open = await app.Get($"/my/passports/{passport.Id}/preview", exam.HolderUser());
        open.TextOf("h1").ShouldBe("Паспорт подлинный и действует");
        open.Text.ShouldNotContain(exam.Candidates[0].Name.Full);
        using var client = await app.As(exam.HolderUser());
        var page = await Page.Of(await client.GetAsync($"/my/passports/{passport.Id}", Ct));
        using var request = page.Submit(new Dictionary<string, object?> { ["Input.FullName"] = true }, "form[action*='handler=Share']");
        request.RequestUri = new Uri($"/my/passports/{passport.Id}/preview", UriKind.Relative);
        var preview = await Page.Of(await client.SendAsync(request, Ct));

        preview.Status.ShouldBe(HttpStatusCode.OK);
        preview.Text.ShouldContain(exam.Candidates[0].Name.Full);
        preview.Text.ShouldNotContain("50 из 50");
        (await app.Send(new GetMyPassport(passport.Id), exam.HolderUser())).Links.ShouldBeEmpty();
        var stranger = await app.AnExamWithPassports(1);
        (await app.Get($"/my/passports/{passport.Id}/preview", stranger.HolderUser())).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_link_must_show_something_and_end_within_a_year()
    {
        var (exam, passport) = await app.APassport();
        var total = new ShareContents(false, true, [], []);

        (await Refused(new ShareContents(false, false, [], []), 3)).ShouldBe(PassportRules.ShareShowsSomething);
        (await Refused(total, -2)).ShouldBe(PassportRules.ShareEndsInTime);
        (await Refused(total, 400)).ShouldBe(PassportRules.ShareEndsInTime);

        async Task<Rule> Refused(ShareContents contents, int days) =>
            (await Should.ThrowAsync<RuleViolation>(() => app.Send(new SharePassport(passport.Id, contents, app.Clock.Today.AddDays(days)), exam.HolderUser()))).Rule;
    }

    [Fact]
    public async Task A_revoked_passport_shows_no_points_by_a_link_either()
    {
        var (exam, passport) = await app.APassport();
        var address = await app.Send(new SharePassport(passport.Id, new ShareContents(true, true, [], []), app.Clock.Today.AddDays(9)), exam.HolderUser());
        await app.Revoke(passport, RevocationCategory.ResultAnnulled, "Решение № 1");

        var page = await app.Get(address.AbsolutePath, TestUser.Anonymous);

        page.TextOf("h1").ShouldBe("Паспорт отозван");
        page.Body.ShouldNotContain(exam.Candidates[0].Name.Surname);
        page.Text.ShouldNotContain("50 из 50");
    }

    [Fact]
    public async Task Nobody_manages_the_passport_of_somebody_else()
    {
        var exam = await app.AnExamWithPassports(2);
        var others = (await app.PassportsOf(exam.Id)).Single(p => p.CandidateId == exam.Candidates[1].Id);
        var contents = new ShareContents(true, true, [], []);
        await app.Send(new SharePassport(others.Id, contents, app.Clock.Today.AddDays(2)), exam.HolderUser(1));
        var link = (await app.Send(new GetMyPassport(others.Id), exam.HolderUser(1))).Links.Single();

        await Should.ThrowAsync<NotFound>(() => app.Send(new GetMyPassport(others.Id), exam.HolderUser()));
        await Should.ThrowAsync<NotFound>(() => app.Send(new ChangeVisibility(others.Id, PassportVisibility.Closed, false), exam.HolderUser()));
        await Should.ThrowAsync<NotFound>(() => app.Send(new SharePassport(others.Id, contents, app.Clock.Today.AddDays(2)), exam.HolderUser()));
        await Should.ThrowAsync<NotFound>(() => app.Send(new EndShareLink(link.Id), exam.HolderUser()));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ChangeVisibility(others.Id, PassportVisibility.Closed, false), TestUser.RegionalOperator));
    }

    private Task<List<PassportConsent>> Consents(PassportId passport) => app.Query(db => db.PassportConsents.AsNoTracking().Where(c => c.PassportId == passport).ToListAsync(Ct));

    private async Task<string> Json(string address)
    {
        using var client = await app.Api(TestUser.Anonymous);
        return await client.GetStringAsync(address, Ct);
    }

    private async Task<(HttpStatusCode Status, string? Type, string Body)> Ask(SkillsPassport passport, string accept)
    {
        using var client = await app.As(TestUser.Anonymous);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(accept));
        using var answer = await client.GetAsync($"/p/{passport.Token}", Ct);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync(Ct));
    }
}
