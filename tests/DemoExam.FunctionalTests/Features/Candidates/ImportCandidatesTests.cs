using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Features.Candidates;
using DemoExam.Features.Shared.Import;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Candidates;

public sealed class ImportCandidatesTests(App app) : IClassFixture<App>
{
    private const string Header = "Фамилия;Имя;Отчество;Имя латиницей;Дата рождения;Категория;Организация;Группа;Почта";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Case_29_fifty_errors_among_five_thousand_rows_are_all_listed_and_nothing_is_saved()
    {
        var college = await app.Given.ACollege();
        var rows = Enumerable.Range(0, 5000).Select(i => Row(i, "Массова", college.ShortName)).ToList();
        var planted = new Dictionary<string, ImportFault>();
        for (var i = 0; i < 50; i++)
        {
            var at = (i * 97) + 11;
            var cells = rows[at].Split(';');
            var (column, value, fault) = (i % 10) switch
            {
                0 => ('A', "", ImportFault.Missing),
                1 => ('E', "31.02.2008", ImportFault.NoSuchDate),
                2 => ('E', "вчера", ImportFault.DateUnreadable),
                3 => ('E', "14.03.1806", ImportFault.BirthDateImplausible),
                4 => ('F', "Космонавт", ImportFault.CategoryUnknown),
                5 => ('G', "Колледж, которого нет", ImportFault.OrganisationUnknown),
                6 => ('D', "Иванов", ImportFault.LatinNameNotLatin),
                7 => ('I', "не почта", ImportFault.EmailUnreadable),
                8 => ('H', new string('x', 61), ImportFault.TooLong),
                _ => ('E', "", ImportFault.Missing),
            };
            cells[column - 'A'] = value;
            rows[at] = string.Join(';', cells);
            planted[$"{column}{(at + 2).ToString(CultureInfo.InvariantCulture)}"] = fault;
        }

        var file = File(rows);
        var preview = await app.Send(new PreviewCandidates(file), TestUser.Organiser);

        preview.Problems.ToDictionary(p => p.Cell, p => p.Fault).ShouldBe(planted, ignoreOrder: true);
        preview.Rows.ShouldBe(5000);
        preview.Good.ShouldBe(4950);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ImportCandidates(file), TestUser.Organiser))).Rule.ShouldBe(CandidateRules.ImportIsClean);
        (await app.Query(db => db.Candidates.CountAsync(c => c.OrganisationId == college.Id, Ct))).ShouldBe(0);

        var page = await Upload(file);
        page.Status.ShouldBe(HttpStatusCode.OK, page.Text);
        page.AllTexts("tbody th").Where(cell => planted.ContainsKey(cell)).Count().ShouldBe(50);
        page.Html.QuerySelector("input[name='Staged']").ShouldBeNull("a file with errors can't be imported");
    }

    [Fact]
    public async Task A_clean_file_goes_from_upload_through_preview_into_the_register()
    {
        var college = await app.Given.ACollege();
        var content = CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes($"Список группы\n\nГруппа,Имя,Фамилия,Дата рождения,Телефон\nИС-1,Пётр,Римский-Корсаков,1.9.2006,+7\nИС-1,Анна,Мамедова Гусейн кызы,2007-02-28,+7\n");

        using var browser = await app.As(TestUser.Organiser);
        var preview = await Upload(browser, new ImportFile("группа.csv", content), ("Input.OrganisationId", college.Id.ToString()), ("Input.Category", nameof(CandidateCategory.Student)));
        preview.Status.ShouldBe(HttpStatusCode.OK, preview.Text);
        preview.Text.ShouldContain("Телефон");
        preview.Text.ShouldContain("Rimskii-Korsakov Petr");
        var done = await Apply(browser, preview);

        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);
        var registered = await app.Query(db => db.Candidates.AsNoTracking().Where(c => c.OrganisationId == college.Id).OrderBy(c => c.NameNorm).ToListAsync(Ct));
        registered.Select(c => (c.Name.Full, c.BirthDate, c.Category, c.StudyGroup, c.RegionCode)).ShouldBe(
        [
            ("Мамедова Гусейн кызы Анна", new DateOnly(2007, 2, 28), CandidateCategory.Student, "ИС-1", TestUser.TestRegion),
            ("Римский-Корсаков Пётр", new DateOnly(2006, 9, 1), CandidateCategory.Student, "ИС-1", TestUser.TestRegion),
        ]);
    }

    [Fact]
    public async Task Case_17_a_second_upload_registers_nobody_twice_unless_told_so()
    {
        var college = await app.Given.ACollege();
        var file = File([Row(1, "Повторова", college.ShortName), Row(2, "Повторова", college.ShortName)]);

        (await app.Send(new ImportCandidates(file), TestUser.Organiser)).ShouldBe(new ImportReport(2, 0));

        var preview = await app.Send(new PreviewCandidates(file), TestUser.Organiser);
        preview.Problems.Select(p => (p.Fault, p.IsWarning)).ShouldBe([(ImportFault.MaybeRegistered, true), (ImportFault.MaybeRegistered, true)]);
        preview.MayImport.ShouldBeTrue();
        (await Upload(file)).Html.QuerySelectorAll("input[name='Repeated'][type='radio']").Length.ShouldBe(2);
        (await app.Send(new ImportCandidates(file), TestUser.Organiser)).ShouldBe(new ImportReport(0, 2));
        (await app.Send(new ImportCandidates(file, Repeated: RepeatedRows.Register), TestUser.Organiser)).ShouldBe(new ImportReport(2, 0));
    }

    [Fact]
    public async Task Case_29_a_workbook_is_read_with_its_dates_and_its_broken_formulas()
    {
        var college = await app.Given.ACollege();
        var file = new ImportFile("группа.xlsx", TestWorkbook.Of(
            ["Surname", "Given name", "Date of birth", "Category", "Organisation", "Group"],
            ["O'Brien", "Ann", new DateOnly(2006, 3, 14), "graduate", college.NameEn, 41],
            ["Сбойный", "Семён", new TestWorkbook.Error("#REF!"), "Выпускник", $"«{college.Name}»", "41"],
            ["Сбойная", "Софья", new DateOnly(2006, 3, 14), new TestWorkbook.Formula("X1", null), college.Name, "41"],
            ["Нoвикова", "Нина", new DateOnly(2006, 3, 14), "ГИА", college.ShortName, "41"]));

        var preview = await app.Send(new PreviewCandidates(file), TestUser.Organiser);

        preview.Problems.Select(p => (p.Cell, p.Fault)).ShouldBe([("C3", ImportFault.FormulaError), ("D4", ImportFault.FormulaError), ("A5", ImportFault.MixedLetters)]);
        preview.First.Select(l => (l.Details.Name.Full, l.Details.StudyGroup, l.Details.Category)).ShouldContain(("O'Brien Ann", "41", CandidateCategory.Graduate));
    }

    [Fact]
    public async Task Case_29_a_personal_number_whose_zeros_a_spreadsheet_ate_is_completed_and_one_with_a_wrong_check_sum_is_an_error()
    {
        // 0·9 + 1·8 + 1·7 + 2·6 + 2·5 + 3·4 + 3·3 + 4·2 + 4·1 = 70.
        var college = await app.Given.ACollege();
        var file = new ImportFile("группа.xlsx", TestWorkbook.Of(
            ["Фамилия", "Имя", "Дата рождения", "Категория", "Организация", "СНИЛС"],
            ["Нулева", "Нина", new DateOnly(2006, 3, 14), "Выпускник", college.ShortName, 1122334470],
            ["Ошибкина", "Ольга", new DateOnly(2006, 3, 14), "Выпускник", college.ShortName, 1122334471]));

        var preview = await app.Send(new PreviewCandidates(file), TestUser.Organiser);

        preview.Problems.Select(p => (p.Cell, p.Fault)).ShouldBe([("F3", ImportFault.PersonalNumberWrong)]);
        preview.First.Single(l => l.Details.Name.Surname == "Нулева").Details.PersonalNumber.ShouldBe("011-223-344 70");
    }

    [Fact]
    public async Task The_same_person_twice_in_a_file_points_to_the_first_row()
    {
        var college = await app.Given.ACollege();
        var file = File([Row(1, "Двойная", college.ShortName), Row(2, "Двойная", college.ShortName), Row(1, "ДВОЙНАЯ", college.ShortName)]);

        var problem = (await app.Send(new PreviewCandidates(file), TestUser.Organiser)).Problems.ShouldHaveSingleItem();

        (problem.Cell, problem.Fault, problem.OtherRow).ShouldBe(("A4", ImportFault.RepeatedInFile, 2));
    }

    [Fact]
    public async Task An_organiser_of_a_college_imports_for_it_alone()
    {
        var (own, other) = (await app.Given.ACollege(), await app.Given.ACollege());
        var file = File([Row(1, "Своя", own.ShortName), Row(2, "Чужая", other.ShortName)]);

        var problem = (await app.Send(new PreviewCandidates(file), TestUser.OrganiserOf(own.Id))).Problems.ShouldHaveSingleItem();

        (problem.Cell, problem.Fault).ShouldBe(("G3", ImportFault.OrganisationNotOwn));
    }

    [Fact]
    public async Task Missing_columns_are_named()
    {
        var refused = await Should.ThrowAsync<RuleViolation>(() => app.Send(new PreviewCandidates(new ImportFile("x.csv", "Фамилия;Имя\nИванов;Иван\n"u8.ToArray())), TestUser.Organiser));

        refused.Rule.ShouldBe(ImportRules.HeaderIsThere);
        var page = await Upload(new ImportFile("x.csv", Encoding.UTF8.GetBytes("Фамилия;Имя\nИванов;Иван\n")));
        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.TextOf(".error-summary").ShouldContain("Дата рождения, Категория, Организация");
    }

    [Fact]
    public async Task Case_29_a_program_previews_and_imports_ten_thousand_rows_once()
    {
        var college = await app.Given.ACollege();
        using var api = await app.Api(TestUser.RegionalOperator);
        var content = File([.. Enumerable.Range(0, 10_000).Select(i => Row(i, "Тысячная", college.ShortName))]).Content;

        var preview = await api.PostAsync("/api/v1/candidates/import/preview", Csv(content), Ct);
        preview.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await preview.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("mayImport").GetBoolean().ShouldBeTrue();

        api.DefaultRequestHeaders.Add("Idempotency-Key", "ten-thousand");
        for (var i = 0; i < 2; i++)
        {
            var report = await api.PostAsync("/api/v1/candidates/import", Csv(content), Ct);
            (await report.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("registered").GetInt32().ShouldBe(10_000);
        }

        (await app.Query(db => db.Candidates.CountAsync(c => c.OrganisationId == college.Id, Ct))).ShouldBe(10_000);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task The_sample_is_read_by_the_import_itself_and_asks_for_a_real_organisation(string kind)
    {
        using var browser = await app.As(TestUser.Organiser);
        var sample = await browser.GetByteArrayAsync($"/candidates/import?handler=Sample&kind={kind}", Ct);

        var preview = await app.Send(new PreviewCandidates(new ImportFile($"candidates.{kind}", sample)), TestUser.Organiser);

        preview.Ignored.ShouldBeEmpty();
        preview.Problems.Select(p => (p.Cell, p.Fault)).ShouldBe([("G2", ImportFault.OrganisationUnknown)]);
    }

    [Fact]
    public async Task Case_29_what_is_exported_can_be_imported_and_runs_no_formula()
    {
        var college = await app.Given.ACollege();
        await app.Send(new RegisterCandidate("=HYPERLINK(\"x\")", "Ева", null, new(2006, 1, 1), CandidateCategory.Graduate, college.Id) { Id = CandidateId.New() }, TestUser.Organiser);
        using var browser = await app.As(TestUser.Organiser);

        var csv = await browser.GetByteArrayAsync($"/candidates?handler=Export&organisationId={college.Id}", Ct);

        Encoding.UTF8.GetString(csv).ShouldContain("\"'=HYPERLINK(\"\"x\"\")\"");
        (await app.Send(new PreviewCandidates(new ImportFile("export.csv", csv)), TestUser.Organiser)).Errors.ShouldBe(0);
    }

    [Theory]
    [InlineData(Roles.ChiefExpert)]
    [InlineData(Roles.Candidate)]
    public async Task Only_organisers_import(string role)
    {
        await Should.ThrowAsync<Forbidden>(() => app.Send(new PreviewCandidates(File([])), TestUser.In(role)));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ImportCandidates(File([])), TestUser.In(role)));
    }

    private static string Row(int i, string surname, string organisation) =>
        $"{surname}-{Word(i)};Имя;Отчество;;{new DateOnly(2005, 1, 1).AddDays(i % 1000).ToString("dd.MM.yyyy", CultureInfo.InvariantCulture)};Выпускник;\"{organisation}\";ИС-{i % 40};k{i}@college.example";

    // Numbers are no part of names.
    private static string Word(int i) => string.Concat(i.ToString("00000", CultureInfo.InvariantCulture).Select(digit => (char)('а' + digit - '0')));

    private static ImportFile File(IEnumerable<string> rows) => new("list.csv", Encoding.UTF8.GetBytes(Header + "\r\n" + string.Join("\r\n", rows)));

    private static ByteArrayContent Csv(byte[] content) => new(content) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };

    private async Task<Page> Upload(ImportFile file, params (string Name, string Value)[] fields)
    {
        using var browser = await app.As(TestUser.Organiser);
        return await Upload(browser, file, fields);
    }

    // Preview and import in one browser, as the second form needs the antiforgery cookie of the first.
    private static async Task<Page> Upload(HttpClient browser, ImportFile file, params (string Name, string Value)[] fields)
    {
        var empty = await Page.Of(await browser.GetAsync("/candidates/import", Ct));
        var values = fields.ToDictionary(f => f.Name, f => (object?)f.Value);
        values["Input.File"] = new Upload(file.Name, file.Content);
        return await Page.Of(await browser.SendAsync(empty.Submit(values, "form[enctype]"), Ct));
    }

    private static async Task<Page> Apply(HttpClient browser, Page preview) =>
        await Page.Of(await browser.SendAsync(preview.Submit(new Dictionary<string, object?>(), "form[action*='Apply']"), Ct));
}
