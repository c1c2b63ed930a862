using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using DemoExam.Credentials.Signing;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Passports;

[Trait(Databases.Contract, Databases.Database)]
public sealed class VerifyPassportTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_address_of_the_QR_code_says_genuine_without_signing_in()
    {
        var (exam, passport) = await app.APassport();

        var page = await app.Get($"/p/{passport.Token}", TestUser.Anonymous);

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.TextOf("h1").ShouldBe("Паспорт подлинный и действует");
        page.Text.ShouldContain(passport.Number);
        page.Text.ShouldContain(exam.Candidates[0].Name.Initials);
        page.Text.ShouldContain("50 из 50");
    }

    [Fact]
    public async Task The_public_page_shows_no_more_than_is_allowed_sets_no_cookie_and_stays_out_of_search_engines()
    {
        var (exam, passport) = await app.APassport();
        using var client = await app.As(TestUser.Anonymous);

        using var answer = await client.GetAsync($"/p/{passport.Token}", TestContext.Current.CancellationToken);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var candidate = exam.Candidates[0];
        var organisation = await app.Query(db => db.Organisations.FindAsync(exam.College).AsTask());
        foreach (var secret in new[] { candidate.Name.Full, candidate.Name.GivenName, candidate.Name.Patronymic!, candidate.LatinName!, "2006", organisation!.Name, exam.Chief.Name.Surname, candidate.Id.ToString(), exam.Id.ToString() })
        {
            body.ShouldNotContain(secret);
        }

        body.Length.ShouldBeLessThan(50_000);
        // Data and one module of our own; the answer itself stands without them.
        System.Text.RegularExpressions.Regex.Matches(body, "<script[^>]*>").Select(m => m.Value).ShouldAllBe(s => s.Contains("application/json") || s.Contains("src=\"/js/"));
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        answer.Headers.GetValues("X-Robots-Tag").Single().ShouldContain("noindex");
        answer.Headers.GetValues("Referrer-Policy").Single().ShouldBe("no-referrer");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Unknown_tokens_all_get_the_same_page()
    {
        using var client = await app.As(TestUser.Anonymous);

        var pages = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var token = PublicToken.From(RandomNumberGenerator.GetBytes(16));
            using var answer = await client.GetAsync($"/p/{token}", TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            pages.Add((await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace(token, "", StringComparison.Ordinal));
        }

        pages.Distinct().ShouldHaveSingleItem().ShouldContain("Такого паспорта нет");
    }

    [Fact]
    public async Task Of_many_who_check_at_the_same_moment_each_gets_the_answer_to_their_own_question()
    {
        var (_, first) = await app.APassport();
        var (_, second) = await app.APassport();
        await app.Revoke(second, RevocationCategory.ResultAnnulled, "Решение комиссии № 8");
        using var client = await app.Api(TestUser.Anonymous);
        var stranger = PublicToken.From(RandomNumberGenerator.GetBytes(16));

        var answers = await Task.WhenAll(Enumerable.Range(0, 120).Select(i => Task.Run(async () =>
        {
            var token = (i % 3) switch { 0 => first.Token, 1 => second.Token, _ => stranger };
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/p/{token}");
            request.Headers.Accept.ParseAdd("application/json");
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var check = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
            return (token, state: check.GetProperty("state").GetString(), number: check.GetProperty("passport") is { ValueKind: JsonValueKind.Object } passport ? passport.GetProperty("number").GetString() : null);
        })));

        answers.Distinct().ShouldBe([(first.Token, "valid", first.Number), (second.Token, "revoked", second.Number), (stranger, "unknown", null)], ignoreOrder: true);
    }

    [Fact]
    public async Task A_revoked_passport_is_shown_as_revoked_at_once_with_its_category_and_without_the_person()
    {
        var (exam, passport) = await app.APassport();
        await app.Get($"/p/{passport.Token}", TestUser.Anonymous);

        await app.Revoke(passport, RevocationCategory.ResultAnnulled, "Решение комиссии № 7");

        var page = await app.Get($"/p/{passport.Token}", TestUser.Anonymous);
        page.TextOf("h1").ShouldBe("Паспорт отозван");
        page.Text.ShouldContain("Результат аннулирован");
        page.Text.ShouldNotContain("Решение комиссии");
        page.Text.ShouldNotContain(exam.Candidates[0].Name.Surname);
    }

    [Fact]
    public async Task A_replaced_passport_leads_to_no_other_and_the_new_one_is_genuine()
    {
        var (exam, passport) = await app.APassport();
        await app.Send(new ReissuePassport(passport.Id, SupersedingCategory.NameChanged), TestUser.RegionalOperator);
        (await app.Get($"/p/{passport.Token}", TestUser.Anonymous)).TextOf("h1").ShouldBe("Паспорт подлинный и действует");

        await app.Issue();

        var versions = await app.PassportsOf(exam.Id);
        versions.Count.ShouldBe(2);
        var (old, newer) = (versions.Single(p => p.PassportVersion == 1), versions.Single(p => p.PassportVersion == 2));
        old.SupersededById.ShouldBe(newer.Id);
        var page = await app.Get($"/p/{old.Token}", TestUser.Anonymous);
        page.TextOf("h1").ShouldBe("Паспорт заменён новым");
        page.Text.ShouldContain("Изменилось имя владельца");
        page.Body.ShouldNotContain(newer.Token);
        page.Body.ShouldNotContain(exam.Candidates[0].Name.Surname);
        (await app.Get($"/p/{newer.Token}", TestUser.Anonymous)).TextOf("h1").ShouldBe("Паспорт подлинный и действует");
    }

    [Fact]
    public async Task A_number_may_be_typed_in_many_ways_and_shows_the_surname_masked()
    {
        var (exam, passport) = await app.APassport();
        var digits = passport.Number["ПК-".Length..];

        foreach (var typed in new[] { passport.Number, digits, digits.Replace("-", "", StringComparison.Ordinal), $"pk {digits.Replace('-', ' ')}", passport.Number.Replace('-', '\u2011') })
        {
            var page = await app.Get($"/check?code={Uri.EscapeDataString(typed)}", TestUser.Anonymous);
            page.TextOf("h1").ShouldBe("Паспорт подлинный и действует", typed);
            page.Body.ShouldContain(exam.Candidates[0].Name.Masked);
            page.Body.ShouldNotContain(exam.Candidates[0].Name.Surname);
            page.Body.ShouldNotContain(passport.Token);
        }
    }

    [Fact]
    public async Task A_pasted_link_is_as_good_as_its_token()
    {
        var (_, passport) = await app.APassport();

        (await app.Send(new VerifyPassport(Code: $"https://passports.example/p/{passport.Token}#1234"), TestUser.Anonymous)).State.ToString().ShouldBe("Valid");
        (await app.Send(new VerifyPassport(Code: $" {passport.Token} "), TestUser.Anonymous)).State.ToString().ShouldBe("Valid");
    }

    [Fact]
    public async Task A_typing_error_is_told_apart_from_an_unknown_number()
    {
        var (_, passport) = await app.APassport();
        var check = passport.Number[^1] - '0';
        var mistyped = $"{passport.Number[..^1]}{(check + 1) % 10}";

        (await app.Get($"/check?code={Uri.EscapeDataString(mistyped)}", TestUser.Anonymous)).TextOf("h1").ShouldBe("Похоже, в номере опечатка");
        (await app.Get($"/check?code={Uri.EscapeDataString(PassportNumber.Of("77", 2020, 999_999).Text)}", TestUser.Anonymous)).TextOf("h1").ShouldBe("Такого паспорта нет");
        (await app.Get("/check?code=диплом", TestUser.Anonymous)).TextOf("h1").ShouldBe("Это не номер и не ссылка");
    }

    [Fact]
    public async Task Programs_get_JSON_from_the_same_address()
    {
        var (_, passport) = await app.APassport();
        using var client = await app.As(TestUser.Anonymous);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));

        using var known = JsonDocument.Parse(await client.GetStringAsync($"/p/{passport.Token}", TestContext.Current.CancellationToken));
        using var unknown = JsonDocument.Parse(await client.GetStringAsync($"/p/{PublicToken.From(new byte[16])}", TestContext.Current.CancellationToken));

        known.RootElement.GetProperty("state").GetString().ShouldBe("valid");
        known.RootElement.GetProperty("inForce").GetString().ShouldBe("yes");
        known.RootElement.GetProperty("passport").GetProperty("number").GetString().ShouldBe(passport.Number);
        known.RootElement.GetProperty("passport").GetProperty("total").GetDecimal().ShouldBe(50m);
        unknown.RootElement.GetProperty("state").GetString().ShouldBe("unknown");
        unknown.RootElement.GetProperty("passport").ValueKind.ShouldBe(JsonValueKind.Null);
    }

    [Fact]
    public async Task Programs_ask_for_a_past_day_for_the_headers_alone_and_learn_what_is_wrong_with_a_day()
    {
        var (_, passport) = await app.APassport();
        using var client = await app.As(TestUser.Anonymous);
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var ct = TestContext.Current.CancellationToken;

        using var past = JsonDocument.Parse(await client.GetStringAsync($"/p/{passport.Token}?on={app.Clock.Today.AddYears(-1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}", ct));
        past.RootElement.GetProperty("then").GetProperty("status").ValueKind.ShouldBe(JsonValueKind.Null, "it was not issued yet");

        using var question = new HttpRequestMessage(HttpMethod.Head, $"/p/{passport.Token}");
        using var head = await client.SendAsync(question, ct);
        (head.StatusCode, head.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "application/json"));

        using var wrong = await client.GetAsync($"/p/{passport.Token}?on=yesterday", ct);
        (wrong.StatusCode, wrong.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.BadRequest, "application/problem+json"));
        using var problem = JsonDocument.Parse(await wrong.Content.ReadAsStringAsync(ct));
        problem.RootElement.GetProperty("code").GetString().ShouldBe("request.unreadable");
        problem.RootElement.GetProperty("title").GetString()!.ShouldContain("yesterday");

        var people = await app.Get($"/p/{passport.Token}?on=yesterday", TestUser.Anonymous);
        people.Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_uploaded_file_is_genuine_and_with_one_byte_changed_it_is_not()
    {
        var (exam, passport) = await app.APassport();
        var pdf = await app.PdfOf(passport);
        var changed = pdf.ToArray();
        changed[pdf.Length / 2] ^= 1;

        var genuine = await Upload(pdf);
        genuine.TextOf("h1").ShouldBe("Файл подлинный, паспорт действует");
        genuine.Text.ShouldContain(exam.Candidates[0].Name.Initials);
        var tampered = await Upload(changed);
        tampered.TextOf("h1").ShouldBe("Документ изменён");
        tampered.Body.ShouldNotContain(passport.Number);
        tampered.Body.ShouldNotContain(exam.Candidates[0].Name.Surname);
    }

    [Fact]
    public async Task The_uploaded_file_of_a_revoked_passport_is_revoked()
    {
        var (_, passport) = await app.APassport();
        await app.Revoke(passport, RevocationCategory.IssuedInError, "Приказ № 8");

        (await Upload(await app.PdfOf(passport))).TextOf("h1").ShouldBe("Паспорт отозван");
    }

    [Fact]
    public async Task A_passport_signed_by_somebody_else_is_not_ours()
    {
        var (_, passport) = await app.APassport();
        var content = app.Offline(await app.PdfOf(passport)).Values!;
        var folder = Databases.NewFolder();
        NewSigningKey.Create(folder, "Demonstration Regional Operator", app.Clock.Now);
        using var key = CertificateFileKey.Load(Path.Combine(folder, NewSigningKey.KeyFile));

        var page = await Upload(await app.Signed(content, key: key));

        page.TextOf("h1").ShouldBe("Подписано не нами");
        page.Body.ShouldNotContain(passport.Number);
    }

    [Fact]
    public async Task Any_other_file_is_called_unreadable()
    {
        (await Upload([1, 2, 3])).TextOf("h1").ShouldBe("Файл не удалось прочитать");
        (await Upload("%PDF-1.7\n1 0 obj<<>>endobj"u8.ToArray())).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_API_checks_numbers_and_files_for_everybody()
    {
        var (_, passport) = await app.APassport();
        using var client = await app.Api(TestUser.Anonymous);

        using var byNumber = JsonDocument.Parse(await client.GetStringAsync($"/api/v1/check?code={Uri.EscapeDataString(passport.Number)}", TestContext.Current.CancellationToken));
        using var body = new ByteArrayContent(await app.PdfOf(passport));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/pdf");
        using var answer = await client.PostAsync("/api/v1/check/file", body, TestContext.Current.CancellationToken);
        using var byFile = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        byNumber.RootElement.GetProperty("state").GetString().ShouldBe("valid");
        byFile.RootElement.GetProperty("state").GetString().ShouldBe("valid");
        byFile.RootElement.GetProperty("unchanged").GetString().ShouldBe("yes");
    }

    private async Task<Page> Upload(byte[] file) =>
        await app.PostForm("/check", TestUser.Anonymous, new Dictionary<string, object?> { ["Upload"] = new Upload("passport.pdf", file, "application/pdf") });
}
