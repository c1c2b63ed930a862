using System.Net;
using System.Net.Http.Json;
using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Features.Organisations;
using DemoExam.Features.Venues;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using FluentValidation;

namespace DemoExam.FunctionalTests.Features.Venues;

/// <summary>The passport of a venue and the details of an organisation, on their pages and by the API.</summary>
public sealed class ChangeVenueTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_operator_enters_rooms_equipment_and_contacts_and_the_history_says_who()
    {
        var venue = await app.Given.AVenue(12);
        var form = Form(venue, "201; 8\n203; 4", "Станция В-7; Компьютер; 26.20.15; Вега; Россия; 12\n\nКоммутатор; ; ; ; ; 1");

        var done = await app.PostForm($"/venues/{venue.Id}/edit", TestUser.RegionalOperator, form);

        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);
        var passport = (await app.Send(new GetVenue(venue.Id), TestUser.RegionalOperator)).Passport;
        passport.Rooms.ShouldBe([new Room("201", 8), new Room("203", 4)]);
        passport.Equipment.ShouldBe([new EquipmentLine("Станция В-7", "Компьютер", "26.20.15", "Вега", "Россия", 12), new EquipmentLine("Коммутатор", null, null, null, null, 1)]);
        (passport.Contacts, passport.HasVideo, passport.IsAccessible).ShouldBe((new Contacts("Мастер Петрова", "+7 4012 11-22-33", "m@college.example"), true, false));
        var page = await app.Get($"/venues/{venue.Id}", TestUser.RegionalOperator);
        page.Text.ShouldContain("№ 9–12");
        page.Text.ShouldContain("26.20.15");
        (await app.Send(new GetRegisterHistory(RegisterKind.Venue, venue.Id.Value), TestUser.RegionalOperator))[0].Fields.Single(f => f.Field == "Passport").After!.ShouldContain("201 (8)");
        // What the form shows goes back unchanged.
        (await app.Get($"/venues/{venue.Id}/edit", TestUser.RegionalOperator)).Html.QuerySelector("textarea[name='Input.Rooms']")!.TextContent.Trim().ReplaceLineEndings("\n").ShouldBe("201; 8\n203; 4");
    }

    [Fact]
    public async Task What_the_site_lacks_for_the_infrastructure_list_of_a_package_is_shown_on_its_page_and_while_planning()
    {
        // The package of the tests asks for a computer and two monitors for each of 4 places, a printer and a server.
        var venue = await app.Given.AnAccreditedVenue(4);
        var package = await app.Given.APublishedPackage();
        var day = app.Clock.Today.AddDays(20);
        async Task<VenueOption> Planned() => (await app.Send(new FindVenues(package.Id, ExamLevel.Base, day, day, day), TestUser.Organiser)).Venues.Single(v => v.Id == venue.Id);
        (await Planned()).Gaps.ShouldBeEmpty("no equipment is entered, so nobody knows");

        await app.PostForm($"/venues/{venue.Id}/edit", TestUser.RegionalOperator, Form(venue, "201; 4", "Станция В-7; персональный компьютер; ; ; ; 3\nМонитор; ; ; ; ; 8\nПринтер; ; ; ; ; 1"));

        (await Planned()).Gaps.ShouldBe([new EquipmentGap("Персональный компьютер", 4, 3), new EquipmentGap("Сервер", 1, 0)]);
        var page = await app.Get($"/venues/{venue.Id}", TestUser.RegionalOperator);
        page.Text.ShouldContain("Чего не хватает по инфраструктурным листам");
        page.AllTexts("[aria-labelledby='gaps-title'] tbody th").Distinct().ShouldBe(["Персональный компьютер", "Сервер"]);
    }

    [Fact]
    public async Task A_line_that_can_not_be_read_is_named_and_nothing_typed_is_lost()
    {
        var venue = await app.Given.AVenue(12);

        var page = await app.PostForm($"/venues/{venue.Id}/edit", TestUser.RegionalOperator, Form(venue, "201; 8\nкабинет без числа", "Станция; 12"));

        page.Status.ShouldBe(HttpStatusCode.OK);
        page.Text.ShouldContain("Строка 2");
        page.Html.QuerySelector("textarea[name='Input.Rooms']")!.TextContent.ShouldContain("кабинет без числа");
        (await app.Send(new GetVenue(venue.Id), TestUser.RegionalOperator)).Passport.Rooms.ShouldBeEmpty();
    }

    [Fact]
    public async Task Rooms_hold_the_workplaces_and_a_certificate_keeps_them()
    {
        var venue = await app.Given.AnAccreditedVenue(6);
        ChangeVenue With(int workplaces, params Room[] rooms) =>
            new(venue.Name, venue.NameEn, venue.City, venue.Address, workplaces, venue.TimeZone, VenuePassport.Empty with { Rooms = rooms }) { VenueId = venue.Id };

        var rooms = await Should.ThrowAsync<RuleViolation>(() => app.Send(With(6, new Room("1", 4), new Room("2", 1)), TestUser.RegionalOperator));
        (rooms.Rule, rooms.Refusals[0].Facts["rooms"], rooms.Refusals[0].Facts["workplaces"]).ShouldBe((VenueRules.RoomsHoldWorkplaces, 5, 6));
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(With(5), TestUser.RegionalOperator))).Rule.ShouldBe(VenueRules.WorkplacesAreEnough);
        await Should.ThrowAsync<ValidationException>(() => app.Send(With(6, new Room("", 6)), TestUser.RegionalOperator));
        await Should.ThrowAsync<Forbidden>(() => app.Send(With(6), TestUser.Organiser));
        var other = await app.Given.AVenue();
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(With(6) with { Name = other.Name, City = other.City }, TestUser.RegionalOperator))).Rule.ShouldBe(VenueRules.VenueIsNew);
    }

    [Fact]
    public async Task An_organisation_gets_numbers_and_contacts_and_never_becomes_its_own_branch()
    {
        var (head, branch) = (await app.Given.ACollege(), await app.Given.ACollege());
        using var api = await app.Api(TestUser.RegionalOperator);
        var answer = await api.PutAsJsonAsync($"/api/v1/organisations/{branch.Id}", new
        {
            name = branch.Name, shortName = branch.ShortName, nameEn = branch.NameEn, city = branch.City, parentId = head.Id.ToString(), inn = "7707083893", kpp = "773601001", ogrn = "1027700132195", phone = "+7 4012 1",
        }, Ct);
        answer.StatusCode.ShouldBe(HttpStatusCode.NoContent, await answer.Content.ReadAsStringAsync(Ct));
        var card = await app.Send(new GetOrganisation(branch.Id), TestUser.RegionalOperator);
        (card.Parent!.Id, card.Inn, card.Kpp, card.Ogrn, card.Contacts.Phone).ShouldBe((head.Id, "7707083893", "773601001", "1027700132195", "+7 4012 1"));
        (await app.Get($"/organisations/{branch.Id}", TestUser.RegionalOperator)).Text.ShouldContain("1027700132195");

        ChangeOrganisation Head(OrganisationId? parent, string? inn = null) => new(head.Name, head.ShortName, head.NameEn, head.City, parent, inn) { OrganisationId = head.Id };
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(Head(branch.Id), TestUser.RegionalOperator))).Rule.ShouldBe(OrganisationRules.ParentIsAbove);
        (await Should.ThrowAsync<ValidationException>(() => app.Send(Head(null, "7707083894"), TestUser.RegionalOperator))).Errors.ShouldHaveSingleItem().PropertyName.ShouldBe("Inn");
        var done = await app.PostForm($"/organisations/{head.Id}/edit", TestUser.RegionalOperator, new Dictionary<string, object?> { ["Input.ContactPerson"] = "Секретарь" });
        done.Status.ShouldBe(HttpStatusCode.Redirect, done.Text);
        (await app.Send(new GetOrganisation(head.Id), TestUser.RegionalOperator)).Contacts.Person.ShouldBe("Секретарь");
    }

    private static Dictionary<string, object?> Form(Venue venue, string rooms, string equipment) => new()
    {
        ["Input.Name"] = venue.Name,
        ["Input.City"] = venue.City,
        ["Input.Address"] = venue.Address,
        ["Input.Workplaces"] = venue.Workplaces,
        ["Input.TimeZone"] = venue.TimeZone,
        ["Input.Rooms"] = rooms,
        ["Input.Equipment"] = equipment,
        ["Input.ContactPerson"] = "Мастер Петрова",
        ["Input.Phone"] = "+7 4012 11-22-33",
        ["Input.Email"] = "m@college.example",
        ["Input.HasVideo"] = "true",
    };
}
