using System.Globalization;
using System.Net;
using System.Text;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Features.Audit;
using DemoExam.Features.Regions;
using DemoExam.Features.Venues;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Venues;

/// <summary>What a site is, what it lacks and is to get, and where it stands.</summary>
public sealed class VenueKindsTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_is_of_several_kinds_found_by_each_and_the_history_says_them_in_words()
    {
        var venue = await app.Given.AVenue();
        (await app.Send(new GetVenue(venue.Id), TestUser.RegionalOperator)).Kinds.ShouldBe([VenueKind.ExamVenue], "whoever says nothing registers an exam venue");

        var changed = await app.PostForm($"/venues/{venue.Id}/edit", TestUser.RegionalOperator, new Dictionary<string, object?> { ["Input.Kinds"] = new[] { "CompetenceCentre", "Workshop" } });

        changed.Status.ShouldBe(HttpStatusCode.Redirect, changed.Text);
        foreach (var (kind, there) in new[] { (VenueKind.CompetenceCentre, true), (VenueKind.Workshop, true), (VenueKind.ExamVenue, false), (VenueKind.TrainingCentre, false) })
        {
            (await app.Send(new ListVenues(venue.Name, Kind: kind), TestUser.RegionalOperator)).Items.Any(v => v.Id == venue.Id).ShouldBe(there, $"{kind}");
        }

        var change = (await app.Send(new GetRegisterHistory(RegisterKind.Venue, venue.Id.Value), TestUser.RegionalOperator)).SelectMany(h => h.Fields).Single(f => f.Field == "Kinds");
        (change.Before, change.After).ShouldBe(("ЦПДЭ", "СЦК, Мастерская"));
        (await app.Get($"/venues?kind=Workshop&search={Uri.EscapeDataString(venue.Name)}", TestUser.RegionalOperator)).Text.ShouldContain("СЦК, Мастерская");
    }

    [Fact]
    public async Task A_site_without_a_kind_is_refused()
    {
        var venue = await app.Given.AVenue();
        var change = () => app.Send(new ChangeVenue(venue.Name, null, venue.City, venue.Address, venue.Workplaces, venue.TimeZone, VenuePassport.Empty, []) { VenueId = venue.Id }, TestUser.RegionalOperator);
        (await change.ShouldThrowAsync<RuleViolation>()).Rule.ShouldBe(VenueRules.VenueHasKind);
    }

    [Fact]
    public async Task The_plan_of_renewal_stands_beside_what_is_missing_and_what_it_does_not_cover_is_left()
    {
        var exam = await app.Given.AScheduledExam(2);
        // Two computers for each place of the certificate and one printer for all; one computer is there.
        var venue = await app.Query(db => db.Venues.AsNoTracking().SingleAsync(v => v.Id == exam.Venue.Id, Ct));
        var places = venue.Accreditations.Where(a => a.PackageCode == exam.Package.Code).Max(a => a.Workplaces);
        var list = InfrastructureList.Parse("Компьютер: 2 на место; Принтер: 1 на площадку")!;
        await app.Change(db => db.Packages.Where(p => p.Code == exam.Package.Code).ExecuteUpdateAsync(p => p.SetProperty(x => x.Infrastructure, list), Ct));
        var edit = await app.PostForm($"/venues/{venue.Id}/edit", TestUser.RegionalOperator, new Dictionary<string, object?>
        {
            ["Input.Equipment"] = "Вега В-7; Компьютер; ; ; ; 1",
            ["Input.Renewals"] = "КОМПЬЮТЕР; 2; 2027; Программа развития\nПринтер; 1; 2028",
        });
        edit.Status.ShouldBe(HttpStatusCode.Redirect, edit.Text);

        var plan = (await app.Send(new GetRenewalPlan(), TestUser.RegionalOperator)).Rows.Where(r => r.VenueId == venue.Id).ToDictionary(r => r.Gap.Name, r => r.Gap);

        var computers = (2 * places) - 1;
        (plan["Компьютер"].Missing, plan["Компьютер"].Planned, plan["Компьютер"].PlannedBy, plan["Компьютер"].Means, plan["Компьютер"].Uncovered).ShouldBe((computers, 2, 2027, "Программа развития", computers - 2));
        (plan["Принтер"].Missing, plan["Принтер"].PlannedBy, plan["Принтер"].Uncovered).ShouldBe((1, 2028, 0));
        (await app.Send(new GetRenewalPlan(OnlyUncovered: true), TestUser.RegionalOperator)).Rows.Where(r => r.VenueId == venue.Id).Select(r => r.Gap.Name).ShouldBe(["Компьютер"]);
        (await app.Get($"/venues/{venue.Id}", TestUser.RegionalOperator)).Text.ShouldContain("2 до конца 2027 года");
        using var api = await app.Api(TestUser.RegionalOperator);
        Encoding.UTF8.GetString(await api.GetByteArrayAsync("/api/v1/venues/renewal/export?format=csv", Ct)).ShouldContain("Программа развития");
        (await app.Get("/venues/renewal", TestUser.OrganiserOf(venue.OrganisationId))).Text.ShouldContain("Принтер");
    }

    [Theory]
    [InlineData("Input.Coordinates", "54.71", "Координаты не читаются")]
    [InlineData("Input.Coordinates", "95, 20", "Координаты не читаются")]
    [InlineData("Input.Renewals", "Принтер; много; 2027", "Строка 1 плана не читается")]
    [InlineData("Input.Renewals", "Принтер; 1", "Строка 1 плана не читается")]
    public async Task What_cannot_be_read_is_said_at_its_field_and_stays_typed(string field, string typed, string said)
    {
        var venue = await app.Given.AVenue();
        var answer = await app.PostForm($"/venues/{venue.Id}/edit", TestUser.RegionalOperator, new Dictionary<string, object?> { [field] = typed });
        answer.Text.ShouldContain(said);
        answer.Html.QuerySelector($"[name='{field}']")!.OuterHtml.ShouldContain(typed);
    }

    [Fact]
    public async Task The_map_of_the_region_shows_each_place_in_true_proportions_and_asks_no_other_server()
    {
        // A degree of latitude is 111 km everywhere; of longitude, at 54.5° north, 111 km × cos 54.5° = 0.5807 of that.
        (double Latitude, double Longitude)[] places = [(54, 20), (55, 20), (54, 21)];
        foreach (var (latitude, longitude) in places)
        {
            var exam = await app.Given.AScheduledExam(1);
            await app.Given.On(exam, (_, db) =>
            {
                var venue = db.Venues.Single(v => v.Id == exam.Venue.Id);
                venue.Change(venue.Name, venue.NameEn, venue.City, venue.Address, venue.TimeZone, venue.Workplaces, venue.Passport with { Place = new GeoPoint(latitude, longitude) });
            });
        }

        var page = await app.Get($"/regions/{TestUser.TestRegion}", TestUser.Anonymous);
        var marks = page.Html.QuerySelectorAll("svg.map circle").Select(c => (X: Number(c.GetAttribute("cx")), Y: Number(c.GetAttribute("cy")))).ToList();

        marks.Count.ShouldBe(3);
        var (east, west) = (marks.Max(m => m.X), marks.Min(m => m.X));
        var (top, bottom) = (marks.Min(m => m.Y), marks.Max(m => m.Y));
        ((east - west) / (bottom - top)).ShouldBe(0.5807, 0.01);
        marks.Single(m => m.X == east).Y.ShouldBe(bottom, 0.2, "the place in the east lies in the south");
        page.Html.QuerySelectorAll("ol.map-legend li").Length.ShouldBe(3);
        page.Html.QuerySelectorAll("img, script[src^='http'], link[href^='http']").Where(e => e.GetAttribute("src")?.StartsWith("http", StringComparison.Ordinal) == true).ShouldBeEmpty();
        var register = await app.Send(new GetPublicRegister(TestUser.TestRegion), TestUser.Anonymous);
        register.Venues.Select(v => v.Place).OfType<GeoPoint>().ShouldBe([new GeoPoint(54, 20), new GeoPoint(55, 20), new GeoPoint(54, 21)], ignoreOrder: true);
        using var client = await app.As(TestUser.Anonymous);
        Encoding.UTF8.GetString(await client.GetByteArrayAsync($"/regions/{TestUser.TestRegion}?handler=Export&format=csv", Ct)).ShouldContain("55");
    }

    private static double Number(string? text) => double.Parse(text!, CultureInfo.InvariantCulture);
}
