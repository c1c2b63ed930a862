using DemoExam.Domain;
using DemoExam.Domain.Audit;
using DemoExam.Domain.Packages;
using DemoExam.Domain.Venues;
using DemoExam.Features.Audit;
using DemoExam.Features.Exams;
using DemoExam.Features.Venues;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Venues;

public sealed class AccreditationLifeTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task An_application_is_reviewed_returned_granted_suspended_restored_and_withdrawn()
    {
        var package = await app.Given.APublishedPackage();
        var venue = await app.Given.AVenue(6);
        var id = AccreditationId.New();
        await app.Send(new AccreditVenue(package.Code, ExamLevel.Base, "З-1", app.Clock.Today, app.Clock.Today.AddYears(1), 6, AccreditationStatus.Applied) { VenueId = venue.Id, Id = id }, TestUser.RegionalOperator);
        AccreditationStatus[] way =
        [
            AccreditationStatus.UnderReview, AccreditationStatus.Returned, AccreditationStatus.UnderReview, AccreditationStatus.Accredited,
            AccreditationStatus.Suspended, AccreditationStatus.Accredited, AccreditationStatus.Withdrawn,
        ];

        (await Refused(venue.Id, id, AccreditationStatus.Accredited)).ShouldBe(VenueRules.AccreditationStepIsAllowed);
        foreach (var status in way)
        {
            (await app.Get($"/venues/{venue.Id}", TestUser.RegionalOperator)).Html.QuerySelector($"[name='status'][value='{status}']").ShouldNotBeNull($"the page offers {status}");
            await app.Send(new ChangeAccreditationStatus(status) { VenueId = venue.Id, AccreditationId = id }, TestUser.RegionalOperator);
        }

        (await Refused(venue.Id, id, AccreditationStatus.Accredited)).ShouldBe(VenueRules.WithdrawnIsFinal);
        var history = await app.Send(new GetRegisterHistory(RegisterKind.Venue, venue.Id.Value), TestUser.RegionalOperator);
        history.Count(c => c.Fields.Any(f => f.Field == "Accreditation.Status")).ShouldBe(way.Length);
    }

    [Fact]
    public async Task A_suspended_accreditation_shows_on_every_planned_exam_it_hits_with_the_rule()
    {
        var (hit, free) = (await app.Given.AScheduledExam(1), await app.Given.AScheduledExam(1));
        var certificate = (await app.Send(new GetVenue(hit.Venue.Id), TestUser.RegionalOperator)).Accreditations.Single(a => a.Level == hit.Scope.Level);

        await app.Send(new ChangeAccreditationStatus(AccreditationStatus.Suspended) { VenueId = hit.Venue.Id, AccreditationId = certificate.Id }, TestUser.RegionalOperator);

        (await app.Send(new GetExam(hit.Id), TestUser.RegionalOperator)).Obstacles.Select(o => o.Rule).ShouldBe([VenueRules.AccreditationCoversEveryDay]);
        (await app.Send(new GetExam(free.Id), TestUser.RegionalOperator)).Obstacles.ShouldBeEmpty();
        var threatened = (await app.Send(new GetVenue(hit.Venue.Id), TestUser.RegionalOperator)).Threatened.ShouldHaveSingleItem();
        (threatened.Id, threatened.Why.Rule, threatened.Why.Facts["status"]).ShouldBe((hit.Id, VenueRules.AccreditationCoversEveryDay, AccreditationStatus.Suspended));
        (await app.Get($"/venues/{hit.Venue.Id}", TestUser.RegionalOperator)).Text.ShouldContain(threatened.Number);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ConfirmExam(hit.Id), TestUser.RegionalOperator))).Rule.ShouldBe(VenueRules.AccreditationCoversEveryDay);
    }

    private async Task<Rule> Refused(VenueId venue, AccreditationId id, AccreditationStatus status) =>
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ChangeAccreditationStatus(status) { VenueId = venue, AccreditationId = id }, TestUser.RegionalOperator))).Rule;
}
