using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Venues;
using DemoExam.Features.Audit;
using DemoExam.Features.Venues;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Venues;

/// <summary>Files of certificates. What a file is was put together by hand from the first bytes that the formats begin with.</summary>
public sealed class AccreditationFilesTests(App app) : IClassFixture<App>
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, 1, 2, 3];
    private static readonly byte[] Png = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 7];
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 9];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_is_uploaded_downloaded_and_removed_and_the_history_of_the_venue_keeps_both()
    {
        var (venue, certificate) = await ACertificate();
        var page = $"/venues/{venue.Id}/accreditations/{certificate.Id}/files";
        (await app.Get($"/venues/{venue.Id}", TestUser.RegionalOperator)).Html.QuerySelector($"a[href='{page}']")!.TextContent.ShouldBe("0 файлов");

        // The name lies about the kind: the content counts.
        var posted = await app.PostForm(page, TestUser.RegionalOperator, new Dictionary<string, object?> { ["Upload"] = new Upload("C:\\scans\\Аттестат.exe", Png) }, "form[enctype]");
        posted.Status.ShouldBe(HttpStatusCode.Redirect, posted.Text);
        var row = (await app.Send(new GetAccreditationFiles(venue.Id, certificate.Id), TestUser.RegionalOperator)).Files.ShouldHaveSingleItem();
        (row.Name, row.MediaType, row.Size, row.Sha256).ShouldBe(("Аттестат.png", "image/png", Png.Length, Convert.ToHexStringLower(SHA256.HashData(Png))));

        using var browser = await app.As(TestUser.RegionalOperator);
        var list = await app.Get(page, TestUser.RegionalOperator);
        var file = await browser.GetAsync(list.Html.QuerySelector("table a")!.GetAttribute("href"), Ct);
        (await file.Content.ReadAsByteArrayAsync(Ct)).ShouldBe(Png);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        file.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");

        var removed = await app.PostForm(page, TestUser.RegionalOperator, new Dictionary<string, object?>(), "form[action*='handler=Remove']");
        removed.Status.ShouldBe(HttpStatusCode.Redirect, removed.Text);
        (await app.Send(new GetAccreditationFiles(venue.Id, certificate.Id), TestUser.RegionalOperator)).Files.ShouldBeEmpty();
        (await browser.GetAsync($"/api/v1{page}/{row.Id}", Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        var history = (await app.Send(new GetRegisterHistory(RegisterKind.Venue, venue.Id.Value), TestUser.RegionalOperator)).SelectMany(c => c.Fields).Where(f => f.Field == "File").ToList();
        history.Select(f => (f.Before, f.After)).ShouldBe([("Аттестат.png", null), (null, "Аттестат.png")]);
    }

    [Fact]
    public async Task A_program_uploads_lists_reads_and_removes_files()
    {
        var (venue, certificate) = await ACertificate();
        using var api = await app.Api(TestUser.RegionalOperator);
        var address = $"/api/v1/venues/{venue.Id}/accreditations/{certificate.Id}/files";

        var created = await api.PostAsJsonAsync(address, new { name = "plan", file = Pdf }, Ct);
        created.StatusCode.ShouldBe(HttpStatusCode.Created);
        (await api.GetFromJsonAsync<JsonElement>(address, Ct)).GetProperty("files")[0].GetProperty("name").GetString().ShouldBe("plan.pdf");
        (await api.GetByteArrayAsync(created.Headers.Location, Ct)).ShouldBe(Pdf);
        (await api.DeleteAsync(created.Headers.Location, Ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await api.DeleteAsync(created.Headers.Location, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_no_pdf_or_picture_too_large_repeated_or_one_too_many_is_refused_with_the_rule()
    {
        var (venue, certificate) = await ACertificate();

        (await Refused("virus.pdf", [(byte)'M', (byte)'Z', 0, 1])).ShouldBe([VenueRules.FileIsReadable]);
        (await Refused("plan.pdf", [.. Pdf, .. new byte[AccreditationFile.Largest]])).ShouldBe([VenueRules.FileIsSmall]);
        await Add("photo.jpg", Jpeg);
        (await Refused("the same.jpg", Jpeg)).ShouldBe([VenueRules.FileIsNew]);
        for (var i = 1; i < 20; i++)
        {
            await Add($"{i}.jpg", [.. Jpeg, (byte)i]);
        }

        (await Refused("21.jpg", [.. Jpeg, 77])).ShouldBe([VenueRules.FilesAreFew]);
        await Should.ThrowAsync<ValidationException>(() => Add("", []));
        (await app.Query(db => db.AccreditationFiles.CountAsync(f => f.AccreditationId == certificate.Id, Ct))).ShouldBe(20);

        Task Add(string name, byte[] content) => app.Send(new AddAccreditationFile(venue.Id, certificate.Id, AccreditationFileId.New(), name, content), TestUser.RegionalOperator);
        async Task<IEnumerable<Rule>> Refused(string name, byte[] content) => (await Should.ThrowAsync<RuleViolation>(() => Add(name, content))).Refusals.Select(r => r.Rule);
    }

    [Fact]
    public async Task Files_are_for_operators_of_the_region_and_organisers_of_the_college_that_holds_the_venue()
    {
        var (venue, certificate) = await ACertificate();
        var id = AccreditationFileId.New();
        await app.Send(new AddAccreditationFile(venue.Id, certificate.Id, id, "plan.pdf", Pdf), TestUser.RegionalOperator);
        var (holder, stranger) = (TestUser.OrganiserOf(venue.OrganisationId), TestUser.OrganiserOf((await app.Given.ACollege()).Id));

        (await app.Send(new GetAccreditationFile(venue.Id, certificate.Id, id), holder)).Content.ShouldBe(Pdf);
        (await app.Send(new GetAccreditationFiles(venue.Id, certificate.Id), holder)).MayChange.ShouldBeFalse();
        await Should.ThrowAsync<Forbidden>(() => app.Send(new AddAccreditationFile(venue.Id, certificate.Id, AccreditationFileId.New(), "a.pdf", Pdf), holder));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new RemoveAccreditationFile(venue.Id, certificate.Id, id), holder));
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetAccreditationFiles(venue.Id, certificate.Id), stranger));
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetAccreditationFile(venue.Id, certificate.Id, id), stranger));

        var other = await ACertificate();
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetAccreditationFile(other.Venue.Id, other.Certificate.Id, id), TestUser.RegionalOperator));
        (await app.Send(new GetVenue(venue.Id), stranger)).Accreditations.ShouldAllBe(a => a.Files == null);
    }

    private async Task<(Venue Venue, Accreditation Certificate)> ACertificate()
    {
        var exam = await app.Given.AScheduledExam(1);
        var venue = await app.Query(db => db.Venues.AsNoTracking().SingleAsync(v => v.Id == exam.Venue.Id, Ct));
        return (venue, venue.Accreditations[0]);
    }
}
