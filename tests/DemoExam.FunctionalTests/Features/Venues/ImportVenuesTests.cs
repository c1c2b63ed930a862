using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Features.Shared.Import;
using DemoExam.Features.Venues;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Venues;

public sealed class ImportVenuesTests(App app) : IClassFixture<App>
{
    private const string Header = "Организация;Площадка;Название по-английски;Город;Адрес;Часовой пояс;Рабочих мест;Комплект;Уровень;Номер аттестата;Действует с;Действует по;Аккредитовано мест";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_error_is_shown_by_its_cell_and_nothing_is_registered()
    {
        var package = await app.Given.APublishedPackage();
        var college = await app.Given.ACollege();
        var o = college.ShortName;
        var file = Table(
            $"{o};Мастерская А;;Светлый;ул. 1;МСК-1;12;{package.Code};БУ;1;01.01.2026;31.12.2026;12",
            $"{o};Мастерская Б;;Светлый;;;;;;;;;",
            $"Нет такой;Мастерская В;;Светлый;ул. 3;Луна;много;;;;;;",
            $"{o};Мастерская Г;;Светлый;ул. 4;;12;КОД 00.00.00-0-2026;высший;2;31.02.2026;;13",
            $";Мастерская А;;Светлый;ул. 2;;10;{package.Code};ПУ;3;01.01.2027;31.12.2026;",
            $";Мастерская А;;Светлый;;;;{package.Code};БУ;1;01.01.2026;31.12.2026;12");

        var preview = await app.Send(new PreviewVenues(file), TestUser.RegionalOperator);

        preview.Problems.Select(p => (p.Cell, p.Fault)).ShouldBe(
        [
            ("E3", ImportFault.Missing), ("G3", ImportFault.Missing), ("A4", ImportFault.OrganisationUnknown), ("F4", ImportFault.TimeZoneUnknown), ("G4", ImportFault.NumberUnreadable),
            ("H5", ImportFault.PackageUnknown), ("I5", ImportFault.LevelUnknown), ("K5", ImportFault.NoSuchDate), ("L5", ImportFault.Missing), ("M5", ImportFault.NumberImplausible),
            ("E6", ImportFault.Contradicts), ("G6", ImportFault.Contradicts), ("L6", ImportFault.TermReversed), ("J7", ImportFault.RepeatedInFile),
        ], ignoreOrder: true);
        preview.Problems.Where(p => p.Fault is ImportFault.Contradicts or ImportFault.RepeatedInFile).ShouldAllBe(p => p.OtherRow == 2);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ImportVenues(file), TestUser.RegionalOperator))).Rule.ShouldBe(VenueRules.ImportIsClean);
        (await app.Query(db => db.Venues.CountAsync(v => v.City == "Светлый", Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task A_list_goes_through_the_page_into_the_register_with_zones_and_certificates()
    {
        var package = await app.Given.APublishedPackage();
        var college = await app.Given.ACollege();
        var text = Header + "\n"
            + $"{college.ShortName};Мастерская «Берег»;Shore Workshop;Балтийск;ул. Морская, 1;МСК+7;12;{package.Code.ToLowerInvariant()};Базовый уровень;Б-1;01.01.2026;31.12.2026;10\n"
            + $";Мастерская «Берег»;;Балтийск;;;;{package.Code};ПУ;Б-2;01.01.2026;31.12.2026;\n"
            + $"{college.ShortName};Мастерская «Лес»;;Балтийск;ул. Лесная, 2;;6;;;;;;\n";
        using var browser = await app.As(TestUser.RegionalOperator);
        var empty = await Page.Of(await browser.GetAsync("/venues/import", Ct));

        var preview = await Page.Of(await browser.SendAsync(empty.Submit(new Dictionary<string, object?>
        {
            ["Input.File"] = new Upload("площадки.csv", CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(text)),
        }, "form[enctype]"), Ct));
        preview.Status.ShouldBe(HttpStatusCode.OK, preview.Text);
        var done = await Page.Of(await browser.SendAsync(preview.Submit(new Dictionary<string, object?>(), "form[action*='Apply']"), Ct));

        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);
        var venues = await app.Query(db => db.Venues.AsNoTracking().Where(v => v.OrganisationId == college.Id).OrderBy(v => v.NameNorm).ToListAsync(Ct));
        venues.Select(v => (v.Name, v.NameEn, v.TimeZone, v.Workplaces, v.RegionCode)).ShouldBe(
        [
            ("Мастерская «Берег»", "Shore Workshop", "Asia/Vladivostok", 12, TestUser.TestRegion),
            ("Мастерская «Лес»", "Мастерская «Лес»", "Europe/Kaliningrad", 6, TestUser.TestRegion),
        ]);
        venues[0].Accreditations.Select(a => (a.CertificateNumber, a.PackageCode, a.Level, a.Workplaces, a.Status)).ShouldBe(
        [
            ("Б-1", package.Code, ExamLevel.Base, 10, AccreditationStatus.Accredited), ("Б-2", package.Code, ExamLevel.Profile, 12, AccreditationStatus.Accredited),
        ], ignoreOrder: true);
        venues[1].Accreditations.ShouldBeEmpty();
    }

    [Fact]
    public async Task Venues_of_the_register_get_only_what_is_new()
    {
        var package = await app.Given.APublishedPackage();
        var venue = await app.Given.AnAccreditedVenue(8);
        var has = venue.Accreditations.First(a => a.Level == ExamLevel.Base);
        using var api = await app.Api(TestUser.RegionalOperator);
        api.DefaultRequestHeaders.Add("Idempotency-Key", "venues");
        var file = Table($";{venue.Name};;{venue.City};;;;{package.Code};БУ;{has.CertificateNumber};01.01.2026;31.12.2026;8", $";{venue.Name};;{venue.City};;;;{package.Code};БУ;Н-1;01.01.2027;31.12.2027;9");
        (await app.Send(new PreviewVenues(file), TestUser.RegionalOperator)).Problems.Select(p => (p.Cell, p.Fault, p.IsWarning)).ShouldBe(
            [("B2", ImportFault.MaybeRegistered, true), ("J2", ImportFault.DocumentRegistered, true), ("M3", ImportFault.NumberImplausible, false)], ignoreOrder: true);

        var good = Table($";{venue.Name};;{venue.City};;;;{package.Code};БУ;{has.CertificateNumber};01.01.2026;31.12.2026;8", $";{venue.Name};;{venue.City};;;;{package.Code};БУ;Н-1;01.01.2027;31.12.2027;7");
        for (var i = 0; i < 2; i++)
        {
            var answer = await api.PostAsync("/api/v1/venues/import", new ByteArrayContent(good.Content) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } }, Ct);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            var report = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
            (report.GetProperty("venues").GetInt32(), report.GetProperty("accreditations").GetInt32()).ShouldBe((0, 1));
        }

        (await app.Query(db => db.Venues.AsNoTracking().SingleAsync(v => v.Id == venue.Id, Ct))).Accreditations.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task The_sample_is_read_by_the_import_itself_and_asks_for_a_real_organisation(string kind)
    {
        using var browser = await app.As(TestUser.RegionalOperator);
        var sample = await browser.GetByteArrayAsync($"/venues/import?handler=Sample&kind={kind}", Ct);

        var preview = await app.Send(new PreviewVenues(new ImportFile($"venues.{kind}", sample)), TestUser.RegionalOperator);

        preview.Ignored.ShouldBeEmpty();
        preview.Problems.Select(p => (p.Cell, p.Fault)).ShouldContain(("A2", ImportFault.OrganisationUnknown));
        preview.Problems.Select(p => p.Fault).ShouldBeSubsetOf([ImportFault.OrganisationUnknown, ImportFault.PackageUnknown]);
    }

    [Theory]
    [InlineData(Roles.Organiser)]
    [InlineData(Roles.ChiefExpert)]
    public async Task Only_operators_import(string role)
    {
        await Should.ThrowAsync<Forbidden>(() => app.Send(new PreviewVenues(Table()), TestUser.In(role)));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new ImportVenues(Table()), TestUser.In(role)));
    }

    private static ImportFile Table(params string[] rows) => new("list.csv", Encoding.UTF8.GetBytes(Header + "\r\n" + string.Join("\r\n", rows)));
}
