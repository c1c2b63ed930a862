using System.Net;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Domain.Passports;
using DemoExam.Features.Mail;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Features.Scoring;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Faults;

/// <summary>The clock of the machine jumps forward or back by hours and days. Nothing is issued twice, nothing waits for the clock to come back, nobody is locked out, and nobody stays signed in who was signed out.</summary>
public sealed class ClockTests(ClockTests.FarClockApp app) : IClassFixture<ClockTests.FarClockApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<int> Hours => [1, 30, -1, -30];

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task Orders_of_a_worker_that_died_before_the_jump_are_issued_once_soon_after_it(int hours)
    {
        using var _ = app.Apart();
        var exam = await app.Given.ALockedExam(2);
        var dead = Guid.CreateVersion7();
        var claimed = await app.Send(new ClaimPassportOrders(dead, 100), TestUser.System);
        claimed.Count(o => o.ExamId == exam.Id).ShouldBe(2);
        var drawn = await app.Send(new DrawPassports(claimed), TestUser.System);

        app.Clock.Advance(TimeSpan.FromHours(hours));
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await app.Issue();

        var passports = await app.PassportsOf(exam.Id);
        passports.Count.ShouldBe(2);
        // The worker was only frozen; what it has drawn meanwhile counts no more.
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new CompletePassportOrders(dead, drawn.Drawn), TestUser.System))).Rule.ShouldBe(PassportRules.LeaseIsHeld);
        (await app.PassportsOf(exam.Id)).Select(p => p.DocumentSha256).ShouldBe(passports.Select(p => p.DocumentSha256));
        foreach (var passport in passports)
        {
            app.Offline(await app.PdfOf(passport)).IsGenuine.ShouldBeTrue();
            (await app.Send(new VerifyPassport(passport.Token), TestUser.Anonymous)).State.ShouldBe(Credentials.Verification.VerdictState.Valid);
        }

        await app.PublishLists();
        await app.RunJob<PublishLogJob>(job => job.Run(Ct));
        await app.ShouldBeHealthy();
    }

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task What_is_ordered_before_the_jump_does_not_wait_for_the_clock_to_come_back(int hours)
    {
        using var _ = app.Apart();
        var exam = await app.Given.ALockedExam(1);

        app.Clock.Advance(TimeSpan.FromHours(hours));
        await app.Issue();

        (await app.PassportsOf(exam.Id)).Count.ShouldBe(1);
        await app.RunJob<PublishLogJob>(job => job.Run(Ct));
        await app.ShouldBeHealthy();
    }

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task A_message_that_a_dead_worker_held_is_sent_once_soon_after_the_jump(int hours)
    {
        using var _ = app.Apart();
        var user = TestUser.Administrator with { Organisation = (await app.Given.AnEmployer()).Id };
        var address = await app.Send(new SendTestMail(), user);
        (await app.Send(new ClaimMail(Guid.CreateVersion7(), 1000), TestUser.System)).ShouldContain(m => m.Address == address);

        app.Clock.Advance(TimeSpan.FromHours(hours));
        app.Clock.Advance(TimeSpan.FromMinutes(30));
        await app.RunJob<SendMailJob>(job => job.Run(Ct));
        await app.RunJob<SendMailJob>(job => job.Run(Ct));

        (await app.Query(db => db.MailMessages.AsNoTracking().SingleAsync(m => m.Address == address, Ct))).Status.ShouldBe(MailStatus.Sent);
        Directory.GetFiles(Path.Combine(app.Folder, "mail")).Count(f => File.ReadAllText(f).Contains(address, StringComparison.Ordinal)).ShouldBe(1);
        await app.ShouldBeHealthy();
    }

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task Whoever_was_locked_out_before_the_jump_waits_no_longer_than_the_rule_says(int hours)
    {
        using var _ = app.Apart();
        const string password = "сорок вёсел на воде";
        var name = $"clock{hours}-{Guid.NewGuid():N}";
        await app.AddAccount(TestUser.RegionalOperator, name, password);
        for (var i = 0; i < 5; i++)
        {
            (await SignIn(name, "wrong password")).ShouldNotBe(HttpStatusCode.Redirect);
        }

        (await SignIn(name, password)).ShouldNotBe(HttpStatusCode.Redirect);

        app.Clock.Advance(TimeSpan.FromHours(hours));
        app.Clock.Advance(TimeSpan.FromMinutes(6));

        (await SignIn(name, password)).ShouldBe(HttpStatusCode.Redirect);
        await app.ShouldBeHealthy();
    }

    [Theory]
    [MemberData(nameof(Hours))]
    public async Task A_session_that_was_ended_is_over_whatever_the_clock_does(int hours)
    {
        using var _ = app.Apart();
        var user = TestUser.RegionalOperator with { Organisation = (await app.Given.AnEmployer()).Id };
        using var browser = await app.As(user);
        (await browser.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        app.Clock.Advance(TimeSpan.FromHours(hours));
        await app.Query(db => db.Sessions.Where(s => db.Users.Any(u => u.Id == s.AccountId && u.OrganisationId == user.Organisation)).ExecuteDeleteAsync(Ct));

        app.Clock.Advance(TimeSpan.FromMinutes(2));

        (await browser.GetAsync("/account", Ct)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await app.ShouldBeHealthy();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(-30)]
    public async Task An_expert_writes_on_through_the_jump_in_the_same_session(int hours)
    {
        using var _ = app.Apart();
        var exam = await app.Given.ARunningExam(1);
        using var browser = await app.As(exam.ScorerUser());
        (await browser.GetAsync(ScoringApi.PageOf(exam, "A"), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);

        app.Clock.Advance(TimeSpan.FromHours(hours));

        (await browser.GetAsync(ScoringApi.PageOf(exam, "A"), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await app.Score(exam.ScorerUser(), exam, "A1.1", 1)).Status.ShouldBe(HttpStatusCode.OK);
        await app.ShouldBeHealthy();
    }

    private async Task<HttpStatusCode> SignIn(string name, string password) =>
        (await app.PostForm("/sign-in", TestUser.Anonymous, new Dictionary<string, object?> { ["Input.UserName"] = name, ["Input.Password"] = password })).Status;

    /// <summary>A host whose tests each have days of their own.</summary>
    public sealed class FarClockApp : App
    {
        // Later than the signing key, which is of no use before it was made.
        private DateTimeOffset _next = TestClock.Start.AddDays(10);

        /// <summary>Goes to days that no other test has been to.</summary>
        public IDisposable Apart()
        {
            Clock.Now = _next;
            return new Back(this, _next);
        }

        private sealed class Back(FarClockApp app, DateTimeOffset begun) : IDisposable
        {
            // Later than whatever this test has written, so that nothing of it is due in the next one's past.
            public void Dispose() => app._next = begun.AddDays(4);
        }
    }
}
