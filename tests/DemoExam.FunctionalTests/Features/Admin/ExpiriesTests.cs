using System.Globalization;
using DemoExam.Domain.Mail;
using DemoExam.Features.Admin;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Admin;

/// <summary>Nobody learns on the day of an exam that a certificate has run out.</summary>
public sealed class ExpiriesTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task An_accreditation_is_shown_and_written_about_once_a_week_from_sixty_days_before_its_end()
    {
        var venue = await app.Given.AnAccreditedVenue();
        var last = venue.Accreditations.Max(a => a.ValidTo);
        await app.AddAccount(TestUser.RegionalOperator, "expiries.operator", null);
        var address = $"expiries.{Guid.NewGuid():N}@example.test";
        await app.Change(async db => (await db.Users.SingleAsync(a => a.UserName == "expiries.operator")).Email = address);

        GoTo(last.AddDays(-61));
        (await app.Get("/expiries", TestUser.RegionalOperator)).AllTexts("tbody th").ShouldNotContain(venue.Name);

        GoTo(last.AddDays(-60));
        var row = (await app.Get("/expiries", TestUser.RegionalOperator)).AllTexts("tbody tr").First(r => r.Contains(venue.Name, StringComparison.Ordinal));
        row.ShouldContain("60 дней");

        await app.Send(new WarnOfExpiries(), TestUser.System);
        await app.Send(new WarnOfExpiries(), TestUser.System);
        (await Written(address)).ShouldBe(1);
        var message = await app.Query(db => db.MailMessages.AsNoTracking().FirstAsync(m => m.Address == address));
        message.Facts["first"].ShouldNotBeEmpty();
        int.Parse(message.Facts["count"], CultureInfo.InvariantCulture).ShouldBeGreaterThan(0);

        GoTo(last.AddDays(-52));
        await app.Send(new WarnOfExpiries(), TestUser.System);
        (await Written(address)).ShouldBe(2, "a week later");
    }

    private Task<int> Written(string address) => app.Query(db => db.MailMessages.CountAsync(m => m.Kind == MailKind.ExpiriesNear && m.Address == address));

    private void GoTo(DateOnly day) => app.Clock.Advance(new DateTimeOffset(day.ToDateTime(new TimeOnly(9, 0)), TimeSpan.Zero) - app.Clock.Now);
}
