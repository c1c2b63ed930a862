using System.Globalization;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Features.Accounts;
using DemoExam.Features.Mail;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Mail;

/// <summary>The schedule of exams by mail, for whoever asked for it.</summary>
public sealed class ScheduleMailTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whoever_asked_gets_the_own_exams_of_the_week_once_with_a_calendar_file()
    {
        var (exam, other) = (await app.Given.AConfirmedExam(1), await app.Given.AConfirmedExam(1));
        var organiser = await Reader(exam.OrganiserUser, "organiser");
        var expert = await Reader(exam.ScorerUser(), "expert");
        var silent = await Reader(other.OrganiserUser, "silent", asks: false);
        var numbers = await app.Query(db => db.Exams.Where(e => e.Id == exam.Id || e.Id == other.Id).ToDictionaryAsync(e => e.Id, e => e.Number, Ct));

        await app.Send(new SendSchedules(), TestUser.System);
        await app.Send(new SendSchedules(), TestUser.System);

        foreach (var address in new[] { organiser, expert })
        {
            var message = await app.Query(db => db.MailMessages.AsNoTracking().SingleAsync(m => m.Address == address && m.Kind == MailKind.Schedule, Ct));
            message.Facts["exams"].ShouldContain(numbers[exam.Id]);
            message.Facts["exams"].ShouldNotContain(numbers[other.Id]);
            message.Facts["count"].ShouldBe("1");
            message.Calendar.ShouldNotBeNull().ShouldContain($"SUMMARY:{numbers[exam.Id]}");
            exam.Candidates.ShouldAllBe(c => !message.Facts["exams"].Contains(c.Name.Surname, StringComparison.Ordinal) && !message.Calendar!.Contains(c.Name.Surname, StringComparison.Ordinal));
        }

        (await app.Query(db => db.MailMessages.CountAsync(m => m.Address == silent, Ct))).ShouldBe(0);

        // A week without exams writes nothing; whoever ends it gets nothing.
        app.Clock.Advance(TimeSpan.FromDays(7));
        (await app.Send(new SendSchedules(), TestUser.System)).ShouldBe(0);
        var technical = TestUser.Technical(other.Technical.Id);
        await app.Send(new ChangeMyScheduleMail(null), technical);
        await app.Query(db => db.Users.Where(a => a.ExpertId == other.Technical.Id).ExecuteUpdateAsync(set => set.SetProperty(a => a.Email, (string?)null), Ct));
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new ChangeMyScheduleMail(ScheduleRhythm.Weekly), technical))).Rule.ShouldBe(MailRules.ReceiverHasAddress);
    }

    [Fact]
    public async Task The_page_of_the_own_account_asks_for_it_and_ends_it()
    {
        var exam = await app.Given.AConfirmedExam(1);
        await app.PostForm("/account", exam.OrganiserUser, new Dictionary<string, object?> { ["rhythm"] = ScheduleRhythm.Monthly }, "form[action*='handler=Schedule']");
        (await Asked()).ShouldBe(ScheduleRhythm.Monthly);
        await app.PostForm("/account", exam.OrganiserUser, new Dictionary<string, object?> { ["rhythm"] = "" }, "form[action*='handler=Schedule']");
        (await Asked()).ShouldBeNull();

        Task<ScheduleRhythm?> Asked() => app.Query(db => db.Users.Where(a => a.OrganisationId == exam.College).Select(a => a.ScheduleMail).SingleAsync(Ct));
    }

    [Theory]
    [InlineData("2026-06-15", "2026-06-15", "2026-06-21", "2026-06-01", "2026-06-30")]
    [InlineData("2026-06-21", "2026-06-15", "2026-06-21", "2026-06-01", "2026-06-30")]
    [InlineData("2027-01-01", "2026-12-28", "2027-01-03", "2027-01-01", "2027-01-31")]
    public void A_week_begins_on_Monday_and_a_month_on_its_first(string day, string monday, string sunday, string first, string last)
    {
        ScheduleRhythm.Weekly.Around(DateOnly.Parse(day, CultureInfo.InvariantCulture)).ShouldBe((DateOnly.Parse(monday, CultureInfo.InvariantCulture), DateOnly.Parse(sunday, CultureInfo.InvariantCulture)));
        ScheduleRhythm.Monthly.Around(DateOnly.Parse(day, CultureInfo.InvariantCulture)).ShouldBe((DateOnly.Parse(first, CultureInfo.InvariantCulture), DateOnly.Parse(last, CultureInfo.InvariantCulture)));
    }

    private async Task<string> Reader(TestUser user, string name, bool asks = true)
    {
        var address = $"{name}.{Guid.NewGuid():N}@example.test";
        var account = await app.AddAccount(user, address, null);
        await app.Change(async db =>
        {
            var mine = await db.Users.SingleAsync(a => a.Id == account.Id, Ct);
            (mine.Email, mine.ScheduleMail) = (address, asks ? ScheduleRhythm.Weekly : null);
        });
        return address;
    }
}
