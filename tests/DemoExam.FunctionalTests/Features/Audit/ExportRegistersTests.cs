using System.IO.Compression;
using System.Net;
using System.Text;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Programmes;
using DemoExam.Features.Experts;
using DemoExam.Features.Programmes;
using DemoExam.Features.Shared.Import;
using DemoExam.Features.Specialities;
using DemoExam.Features.Venues;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Audit;

/// <summary>Every register is handed out as CSV and XLSX, on its page and by the API, with the rows of the list and no formula.</summary>
public sealed class ExportRegistersTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("organisations")]
    [InlineData("venues")]
    [InlineData("experts")]
    [InlineData("candidates")]
    [InlineData("packages")]
    [InlineData("programmes")]
    [InlineData("specialities")]
    [InlineData("exams")]
    public async Task A_register_is_handed_out_in_both_formats_on_its_page_and_by_the_api(string register)
    {
        var exam = await app.Given.AScheduledExam(1);
        var expected = register switch
        {
            "organisations" => (await app.Given.ACollege()).ShortName,
            "venues" => exam.Venue.Accreditations.Count == 0 ? exam.Venue.Name : exam.Venue.Accreditations[0].CertificateNumber,
            "experts" => exam.Chief.Name.Surname,
            "candidates" => exam.Candidates[0].Name.Surname,
            "packages" => exam.Package.Code,
            "programmes" => await AProgramme(),
            "specialities" => await ASpeciality(),
            _ => exam.Venue.Name,
        };
        using var browser = await app.As(TestUser.RegionalOperator);
        using var api = await app.Api(TestUser.RegionalOperator);
        foreach (var (client, address) in new[] { (browser, $"/{register}?handler=Export&format="), (api, $"/api/v1/{register}/export?format=") })
        {
            Encoding.UTF8.GetString(await client.GetByteArrayAsync(address + "csv", Ct)).ShouldContain(expected);
            using var workbook = new ZipArchive(new MemoryStream(await client.GetByteArrayAsync(address + "xlsx", Ct)));
            using var sheet = new StreamReader(workbook.Entries.Single(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)).Open());
            var xml = await sheet.ReadToEndAsync(Ct);
            xml.ShouldContain(expected);
            xml.ShouldNotContain("<f>");
            xml.ShouldNotContain("<x:f>");
        }

        (await api.GetAsync($"/api/v1/{register}/export?format=pdf", Ct)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await browser.GetStringAsync($"/{register}", Ct)).ShouldContain("format=xlsx");
    }

    private async Task<string> AProgramme()
    {
        var name = $"Программа {Guid.NewGuid():N}";
        await app.Send(new RegisterProgramme(ProgrammeKind.CivilService, name, null, ProgrammeEnding.None, (await app.Given.ACollege()).Id) { Id = ProgrammeId.New() }, TestUser.RegionalOperator);
        return name;
    }

    private async Task<string> ASpeciality()
    {
        await app.Send(new RegisterSpeciality(SpecialityKind.Skill, "R99", "Реестр на вынос") { Id = SpecialityId.New() }, TestUser.RegionalOperator);
        return "Реестр на вынос";
    }

    [Fact]
    public async Task Venues_and_experts_come_back_through_the_import_without_an_error()
    {
        var exam = await app.Given.AScheduledExam(1);
        using var api = await app.Api(TestUser.RegionalOperator);

        var venues = await app.Send(new PreviewVenues(new ImportFile("v.csv", await api.GetByteArrayAsync($"/api/v1/venues/export?search={Uri.EscapeDataString(exam.Venue.Name)}", Ct))), TestUser.RegionalOperator);
        var experts = await app.Send(new PreviewExperts(new ImportFile("e.xlsx", await api.GetByteArrayAsync($"/api/v1/experts/export?format=xlsx&search={Uri.EscapeDataString(exam.Chief.Name.Surname)}", Ct))), TestUser.RegionalOperator);

        (venues.Errors, venues.Rows).ShouldBe((0, 3));
        (experts.Errors, experts.Rows).ShouldBe((0, 1));
    }

    [Fact]
    public async Task A_college_gets_only_its_own_candidates_and_nobody_elses_numbers()
    {
        var (own, other) = (await app.Given.ACollege(), await app.Given.ACollege());
        var (mine, theirs) = (await app.Given.ACandidate(own.Id), await app.Given.ACandidate(other.Id));
        var employer = await app.Given.AnEmployer();
        await app.Send(new RegisterExpert("Номерной", "Эксперт", null, employer.Id, PersonalNumber: "112-233-445 95") { Id = ExpertId.New() }, TestUser.RegionalOperator);
        using var organiser = await app.Api(TestUser.OrganiserOf(own.Id));

        var candidates = Encoding.UTF8.GetString(await organiser.GetByteArrayAsync("/api/v1/candidates/export", Ct));
        candidates.ShouldContain(mine.Name.Surname);
        candidates.ShouldNotContain(theirs.Name.Surname);
        var experts = Encoding.UTF8.GetString(await organiser.GetByteArrayAsync("/api/v1/experts/export", Ct));
        experts.ShouldContain("Номерной");
        experts.ShouldNotContain("112-233-445");
    }
}
