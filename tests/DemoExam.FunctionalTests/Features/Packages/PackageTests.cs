using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Features.Packages;
using DemoExam.Features.Shared.Import;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Packages;

public sealed class PackageTests(App app) : IClassFixture<App>
{
    private static readonly TestUser Operator = TestUser.RegionalOperator;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_scheme_goes_from_upload_through_preview_to_a_published_package()
    {
        var file = SchemeFiles.Xlsx(Renamed("КОД 09.02.07-21-2026"));
        using var browser = await app.As(Operator);

        var preview = await Upload(browser, file);
        preview.Status.ShouldBe(HttpStatusCode.OK, preview.Text);
        preview.AllTexts(".figure strong").ShouldBe(["100", "52", "0", "15"]);
        preview.TextOf("#warnings-title").ShouldBe("Замечания");
        preview.Html.QuerySelector("#errors-title").ShouldBeNull();
        var done = await Page.Of(await browser.SendAsync(preview.Submit(new Dictionary<string, object?>
        {
            ["Input.Name"] = "Веб-технологии", ["Input.Issuer"] = "ИРПО", ["Input.NameEn"] = "Web",
        }, "form[action*='Apply']"), Ct));
        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);

        var package = await Stored("КОД 09.02.07-21-2026");
        (package.Version, package.Status, package.Year, package.SpecialityCode).ShouldBe((1, PackageStatus.Draft, 2026, "09.02.07"));
        package.Scopes().Select(s => package.MaximumOf(s).Value).ShouldBe([25m, 50m, 75m, 100m]);
        package.SourceSha256.ShouldBe(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(file.Content)));

        var card = await app.Get($"/packages/{package.Id}", Operator);
        card.AllTexts(".figure strong").ShouldBe(["25", "50", "75", "100"]);
        card.AllTexts(".scheme-aspect").Count.ShouldBe(52);
        card.TextOf("[id='aspect-A1.2']").ShouldContain("По 0,25 за каждое, считают до 4");
        card.TextOf("[id='aspect-A2.3']").ShouldContain("образцово");
        (await app.PostForm($"/packages/{package.Id}", Operator, new Dictionary<string, object?>(), "form[action*='handler=Publish']")).Status.ShouldBe(HttpStatusCode.Redirect);
        (await Stored(package.Code)).Status.ShouldBe(PackageStatus.Published);
        (await app.Get($"/packages/{package.Id}", Operator)).Html.QuerySelector("form[action*='handler=Publish']").ShouldBeNull();
        (await app.Get("/packages?search=веб&status=Published&onlyNewest=true", Operator)).TextOf("tbody").ShouldContain("КОД 09.02.07-21-2026");
    }

    [Fact]
    public async Task Errors_are_shown_by_cell_and_nothing_can_be_imported()
    {
        var file = SchemeFiles.Csv(Renamed("КОД 09.02.07-22-2026").With("K3", "0.333").With("L4", "1, 2").With("P7", "").With("I11", "X").With("M17", "0.30 × n, n=0..5"));
        using var browser = await app.As(Operator);

        var preview = await Upload(browser, file);

        preview.AllTexts("section[aria-labelledby='errors-title'] tbody th").ShouldBe(["K3", "L4", "P7", "I11", "M17"]);
        preview.Html.QuerySelector("input[name='Staged']").ShouldBeNull();
        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(new ImportPackage(file, Said) { Id = PackageId.New() }, Operator));
        refused.Rule.ShouldBe(PackageRules.ImportIsClean);
        (await app.Query(db => db.Packages.CountAsync(p => p.Code == "КОД 09.02.07-22-2026", Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task What_the_file_does_not_say_is_asked_for_at_once_and_the_page_keeps_the_file()
    {
        string[] columns = ["Субкритерий;Название субкритерия;Тип;Описание;Балл;Раздел", "A1;Первый;;;;", ";;B;Один;1;1"];
        using var browser = await app.As(Operator);
        var preview = await Upload(browser, new ImportFile("x.csv", Encoding.UTF8.GetBytes(string.Join('\n', columns))));

        var refused = await Page.Of(await browser.SendAsync(preview.Submit(new Dictionary<string, object?> { ["Input.Year"] = "2026", ["Input.Issuer"] = "ИРПО" }, "form[action*='Apply']"), Ct));
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Html.QuerySelectorAll(".field.invalid").Length.ShouldBe(2, "code and name");
        refused.TextOf(".error-summary").ShouldContain("Критерий A");
        var done = await Page.Of(await browser.SendAsync(refused.Submit(new Dictionary<string, object?>
        {
            ["Input.Code"] = "КОД 1.1", ["Input.Name"] = "Малый", ["Input.Criteria[0].Base"] = true, ["Input.Criteria[0].Minutes"] = "60",
        }, "form[action*='Apply']"), Ct));

        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);
        var package = await Stored("КОД 1.1");
        (package.Criteria[0].Use, package.Criteria[0].DurationMinutes).ShouldBe((CriterionUse.Base, 60));
    }

    [Fact]
    public async Task Case_15_a_published_version_never_changes_and_a_changed_import_becomes_the_next_one()
    {
        var exam = await app.Given.AScheduledExam(1);
        var before = await app.Send(new GetPackage(exam.Package.Id), Operator);
        var exported = await app.Send(new ExportPackage(exam.Package.Id, TableFormat.Csv), Operator);
        var same = new ImportFile(exported.Name, exported.Content);
        var changed = new ImportFile(exported.Name, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(exported.Content).Replace("Семантические теги", "Семантическая разметка", StringComparison.Ordinal)));

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ImportPackage(same) { Id = PackageId.New() }, Operator))).Rule.ShouldBe(PackageRules.SchemeIsNew);
        var preview = await app.Send(new PreviewPackage(changed), Operator);
        (preview.Step, preview.Newest).ShouldBe((ImportStep.NewVersion, 1));
        preview.Changes.ShouldBe([new SchemeChange(SchemeChangeKind.Changed, "A3.2", "Семантическая разметка")]);
        using (var browser = await app.As(Operator))
        {
            (await Upload(browser, changed)).Text.ShouldContain("Загрузка сделает версию 2; экзамены по версии 1 останутся на ней");
        }

        var imported = await app.Send(new ImportPackage(changed) { Id = PackageId.New() }, Operator);
        (imported.Version, imported.Step).ShouldBe((2, ImportStep.NewVersion));
        var after = await app.Send(new GetPackage(exam.Package.Id), Operator);
        JsonSerializer.Serialize(after.Criteria).ShouldBe(JsonSerializer.Serialize(before.Criteria));
        after.Status.ShouldBe(PackageStatus.Published);
        after.Exams.Select(e => e.Id).ShouldContain(exam.Id);
        after.Versions.Select(v => v.Version).ShouldBe([2, 1]);
        (await app.Query(db => db.Exams.Where(e => e.Id == exam.Id).Select(e => e.PackageId).SingleAsync(Ct))).ShouldBe(exam.Package.Id);

        // A draft is used by nobody: the next file takes its place.
        var again = new ImportFile(exported.Name, Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(changed.Content).Replace("Соединение HTTPS", "Соединение TLS", StringComparison.Ordinal)));
        var replaced = await app.Send(new ImportPackage(again) { Id = PackageId.New() }, Operator);
        (replaced.Version, replaced.Step).ShouldBe((2, ImportStep.ReplaceDraft));
        (await app.Query(db => db.Packages.Where(p => p.Code == imported.Code).OrderBy(p => p.Version).Select(p => p.Id).ToListAsync(Ct))).ShouldBe([exam.Package.Id, replaced.Id]);
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetPackage(imported.Id), Operator));

        await app.Send(new WithdrawPackage(replaced.Id), Operator);
    }

    [Fact]
    public async Task Case_14_a_scheme_whose_sections_do_not_add_up_stays_a_draft()
    {
        var rows = new List<string[]>
        {
            new[] { "Раздел", "Название раздела", "Балл раздела", "" }, new[] { "1", "Один", "2", "" }, new[] { "2", "Два", "3", "" },
            new[] { "Аспект", "Тип", "Описание", "Балл", "Раздел", "Название субкритерия", "Уровни", "Минуты", "Критерий" },
            new[] { "A1.1", "B", "Первый", "1", "1", "Всё", "БУ", "60", "A" }, new[] { "A1.2", "B", "Второй", "1", "2", "Всё", "БУ", "60", "A" },
        };
        var id = PackageId.New();
        await app.Send(new ImportPackage(SchemeFiles.Csv(rows.Select(row => row.Concat(Enumerable.Repeat("", 9 - row.Length)).ToArray())), Said with { Code = "КОД 3.1" }) { Id = id }, Operator);

        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(new PublishPackage(id), Operator));

        refused.Refusals.Select(r => (r.Rule, r.Facts["section"])).ShouldBe([(PackageRules.SectionsAddUp, 1), (PackageRules.SectionsAddUp, 2)]);
        (await app.Get($"/packages/{id}", Operator)).Html.QuerySelector("form[action*='handler=Publish']").ShouldBeNull();
    }

    [Fact]
    public async Task A_withdrawn_version_can_neither_be_published_nor_withdrawn_again()
    {
        var id = PackageId.New();
        await app.Send(new ImportPackage(SchemeFiles.Csv(Renamed("КОД 09.02.07-23-2026")), Said) { Id = id }, Operator);
        await app.PostForm($"/packages/{id}", Operator, new Dictionary<string, object?>(), "form[action*='handler=Withdraw']");

        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new PublishPackage(id), Operator))).Rule.ShouldBe(PackageRules.PackageIsDraft);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new WithdrawPackage(id), Operator))).Rule.ShouldBe(PackageRules.PackageIsNotWithdrawn);
    }

    [Fact]
    public async Task A_program_imports_once_under_one_key_and_reads_every_error_in_the_problem()
    {
        using var api = await app.Api(Operator);
        var file = SchemeFiles.Csv(Renamed("КОД 09.02.07-24-2026"));
        var preview = await (await api.PostAsync("/api/v1/packages/import/preview", Multipart(file), Ct)).Content.ReadFromJsonAsync<JsonElement>(Ct);
        preview.GetProperty("total").GetDecimal().ShouldBe(100m);
        preview.GetProperty("mayImport").GetBoolean().ShouldBeTrue();

        var bad = await api.PostAsync("/api/v1/packages/import", Multipart(SchemeFiles.Csv(Renamed("КОД 09.02.07-24-2026").With("K3", "0.333"))), Ct);
        bad.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await bad.Content.ReadFromJsonAsync<JsonElement>(Ct);
        problem.GetProperty("code").GetString().ShouldBe("packages.import-errors");
        var first = problem.GetProperty("refusals")[0].GetProperty("facts").GetProperty("problems").EnumerateArray().Single(p => !p.GetProperty("isWarning").GetBoolean());
        (first.GetProperty("cell").GetString(), first.GetProperty("fault").GetString()).ShouldBe(("K3", "tooManyDecimals"));

        api.DefaultRequestHeaders.Add("Idempotency-Key", "scheme-24");
        var ids = new List<string?>();
        for (var i = 0; i < 2; i++)
        {
            var done = await api.PostAsync("/api/v1/packages/import", Multipart(file, """{"name":"Веб","issuer":"ИРПО"}"""), Ct);
            done.StatusCode.ShouldBe(HttpStatusCode.Created, await done.Content.ReadAsStringAsync(Ct));
            ids.Add((await done.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("id").GetString());
        }

        ids.Distinct().ShouldHaveSingleItem();
        api.DefaultRequestHeaders.Remove("Idempotency-Key");
        (await api.PostAsync($"/api/v1/packages/{ids[0]}/publish", null, Ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var card = await api.GetFromJsonAsync<JsonElement>($"/api/v1/packages/{ids[0]}", Ct);
        card.GetProperty("status").GetString().ShouldBe("published");
        card.GetProperty("criteria").GetArrayLength().ShouldBe(4);
        var xlsx = await api.GetByteArrayAsync($"/api/v1/packages/{ids[0]}/export?format=xlsx", Ct);
        (await app.Send(new PreviewPackage(new ImportFile("e.xlsx", xlsx)), Operator)).Step.ShouldBe(ImportStep.NothingChanged);
        (await api.GetAsync($"/api/v1/packages?search={Uri.EscapeDataString("09.02.07-24")}", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.GetAsync($"/api/v1/packages/{Guid.Empty}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("text/csv", "x", null, HttpStatusCode.UnsupportedMediaType)]
    [InlineData(null, "нет заголовков", null, HttpStatusCode.Conflict)]
    [InlineData(null, "", null, HttpStatusCode.Conflict)]
    [InlineData(null, "x", "{\"year\":\"когда-нибудь\"}", HttpStatusCode.BadRequest)]
    public async Task A_body_that_cannot_be_read_is_told_from_one_that_is_refused(string? type, string content, string? details, HttpStatusCode expected)
    {
        using var api = await app.Api(Operator);
        HttpContent body = type is null ? Multipart(new ImportFile("x.csv", Encoding.UTF8.GetBytes(content)), details) : new StringContent(content, Encoding.UTF8, type);

        (await api.PostAsync("/api/v1/packages/import", body, Ct)).StatusCode.ShouldBe(expected);
    }

    [Theory]
    [InlineData(Roles.Organiser)]
    [InlineData(Roles.ChiefExpert)]
    [InlineData(Roles.Candidate)]
    public async Task Only_operators_and_administrators_change_packages(string role)
    {
        var user = TestUser.In(role);
        await Should.ThrowAsync<Forbidden>(() => app.Send(new PreviewPackage(SchemeFiles.Csv([])), user));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ImportPackage(SchemeFiles.Csv([])), user));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new PublishPackage(PackageId.New()), user));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new WithdrawPackage(PackageId.New()), user));
    }

    [Fact]
    public async Task A_chief_expert_reads_the_scheme_and_has_no_button_to_change_it()
    {
        var exam = await app.Given.AScheduledExam(1);

        var page = await app.Get($"/packages/{exam.Package.Id}?lang=en", exam.ChiefUser);

        page.TextOf("h1").ShouldBe("Web Technologies");
        page.TextOf("[id='aspect-A3.1']").ShouldContain("3 less 0.50 for each fault, never below 0");
        page.Html.QuerySelector("form[action*='handler=Withdraw']").ShouldBeNull();
        await Should.ThrowAsync<Forbidden>(() => app.Send(new GetPackage(exam.Package.Id), TestUser.In(Roles.Candidate)));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task The_wizard_offers_the_sample(string kind)
    {
        using var browser = await app.As(Operator);
        var content = await browser.GetByteArrayAsync($"/packages/import?handler=Sample&kind={kind}", Ct);

        (await app.Send(new PreviewPackage(new ImportFile($"sample.{kind}", content)), Operator)).Problems.ShouldBeEmpty();
    }

    private static PackageDetails Said => new(Name: "Веб-технологии", Issuer: "ИРПО", Year: 2026);

    private static List<string[]> Renamed(string code)
    {
        var rows = SchemeFiles.WebTechnologies();
        rows.Skip(1).ToList().ForEach(row => row[0] = code);
        return rows;
    }

    private Task<AssessmentPackage> Stored(string code) => app.Query(db => db.Packages.AsNoTracking().SingleAsync(p => p.Code == code, Ct));

    private static MultipartFormDataContent Multipart(ImportFile file, string? details = null)
    {
        // One boundary, so that a repeat is the same body.
        var content = new MultipartFormDataContent("the-same-boundary");
        var part = new ByteArrayContent(file.Content) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        content.Add(part, "file", file.Name);
        if (details is not null)
        {
            content.Add(new StringContent(details), "details");
        }

        return content;
    }

    private static async Task<Page> Upload(HttpClient browser, ImportFile file)
    {
        var empty = await Page.Of(await browser.GetAsync("/packages/import", Ct));
        return await Page.Of(await browser.SendAsync(empty.Submit(new Dictionary<string, object?> { ["Input.File"] = new Upload(file.Name, file.Content) }, "form[enctype]"), Ct));
    }
}
