using System.Net;
using System.Text.RegularExpressions;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Features.Exams;
using DemoExam.Features.Mail;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace DemoExam.FunctionalTests.Features.Mail;

/// <summary>The outbox against a real mail server that behaves well and badly. What arrived is read from the server, not from the outbox.</summary>
public sealed class SendMailTests(SendMailTests.SmtpApp app) : IClassFixture<SendMailTests.SmtpApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public sealed class SmtpApp : App
    {
        public MailServer Server { get; } = new();

        protected override void Configure(IDictionary<string, string> settings)
        {
            settings["Mail:Host"] = "127.0.0.1";
            settings["Mail:Port"] = $"{Server.Port}";
            settings["Mail:Security"] = "None";
            settings["Mail:From"] = "exams@region.example";
            settings["Mail:Timeout"] = "00:00:10";
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Server.Dispose();
        }
    }

    [Fact]
    public async Task A_message_arrives_with_text_html_and_the_way_back()
    {
        var address = await Write();

        await Work();

        var taken = Arrived(address).ShouldHaveSingleItem();
        taken.Text.ShouldContain("Auto-Submitted: auto-generated");
        var mail = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(taken.Text)), Ct);
        mail.From.Mailboxes.Single().Address.ShouldBe("exams@region.example");
        mail.Subject.ShouldBe("Пробное письмо DemoExam");
        mail.TextBody!.ShouldContain("https://passports.example/admin/mail");
        mail.HtmlBody!.ShouldContain("<a href=\"https://passports.example/admin/mail\">");
        (await Row(address)).Status.ShouldBe(MailStatus.Sent);
    }

    [Fact]
    public async Task A_message_is_written_in_the_language_that_its_receiver_chose()
    {
        var address = await Write("en");
        await Work();
        (await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Arrived(address).Single().Text)), Ct)).Subject.ShouldBe("Test message of DemoExam");
    }

    [Fact]
    public async Task While_the_server_is_down_messages_wait_and_are_sent_once_it_is_back()
    {
        var address = await Write();
        app.Server.Mood = MailServerMood.HangsUp;

        await Work();
        var waiting = await Row(address);
        (waiting.Status, waiting.Attempts, waiting.Failure).ShouldBe((MailStatus.Open, 1, MailFailures.Connection));
        waiting.NotBefore.ShouldBe(app.Clock.Now.AddMinutes(1), TimeSpan.FromMilliseconds(1));

        // Not again before its time, and with a doubled wait after the second failure.
        await Work();
        (await Row(address)).Attempts.ShouldBe(1);
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Work();
        waiting = await Row(address);
        waiting.Attempts.ShouldBe(2);
        waiting.NotBefore.ShouldBe(app.Clock.Now.AddMinutes(2), TimeSpan.FromMilliseconds(1));

        app.Server.Mood = MailServerMood.Takes;
        app.Clock.Advance(TimeSpan.FromMinutes(2));
        await Work();
        await Work();
        Arrived(address).Count.ShouldBe(1);
        (await Row(address)).Failure.ShouldBeNull();
    }

    [Fact]
    public async Task A_server_that_is_busy_is_asked_again_and_one_that_knows_no_receiver_is_not()
    {
        var address = await Write();
        app.Server.Mood = MailServerMood.IsBusy;
        await Work();
        (await Row(address)).Status.ShouldBe(MailStatus.Open);

        app.Server.Mood = MailServerMood.KnowsNobody;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Work();
        app.Server.Mood = MailServerMood.Takes;
        var failed = await Row(address);
        (failed.Status, failed.Failure).ShouldBe((MailStatus.Failed, MailFailures.Receiver));

        var page = await app.Get("/admin/mail?status=Failed", TestUser.Administrator);
        page.Text.ShouldContain(address);
        page.Text.ShouldContain("Сервер не принял адрес получателя");
        page.Text.ShouldContain("550 5.1.1 No such user");

        var retried = await app.PostForm("/admin/mail?status=Failed", TestUser.Administrator, new Dictionary<string, object?> { ["id"] = failed.Id.ToString() }, "td form[action*='handler=Retry']");
        retried.Status.ShouldBe(HttpStatusCode.Redirect);
        await Work();
        Arrived(address).Count.ShouldBe(1);
    }

    [Fact]
    public async Task After_the_last_attempt_a_message_fails_for_good()
    {
        var address = await Write();
        await app.Change(db => db.MailMessages.Where(m => m.Address == address).ExecuteUpdateAsync(m => m.SetProperty(x => x.Attempts, MailMessage.MostAttempts - 1), Ct));
        app.Server.Mood = MailServerMood.HangsUp;
        await Work();
        app.Server.Mood = MailServerMood.Takes;
        (await Row(address)).Status.ShouldBe(MailStatus.Failed);

        app.Clock.Advance(TimeSpan.FromDays(1));
        await Work();
        Arrived(address).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_workers_at_once_send_every_message_once()
    {
        var addresses = new List<string>();
        for (var i = 0; i < 45; i++)
        {
            addresses.Add(await Write());
        }

        await Task.WhenAll(Work(), Work(), Work());

        addresses.Where(a => Arrived(a).Count != 1).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_server_that_hangs_up_after_taking_gets_the_same_message_under_the_same_id()
    {
        var address = await Write();
        app.Server.Mood = MailServerMood.TakesSilently;
        await Work();
        app.Server.Mood = MailServerMood.Takes;
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await Work();

        var taken = Arrived(address);
        taken.Count.ShouldBe(2);
        taken.Select(t => Regex.Match(t.Text, "^Message-Id: (<[^>]+>)", RegexOptions.Multiline | RegexOptions.IgnoreCase).Groups[1].Value).Distinct().ShouldHaveSingleItem().ShouldNotBeEmpty();
    }

    [Fact]
    public async Task What_a_killed_worker_held_is_sent_when_its_lease_is_over_and_the_dead_one_can_say_nothing_more()
    {
        var address = await Write();
        var dead = Guid.CreateVersion7();
        var held = (await app.Send(new ClaimMail(dead, 100), TestUser.System)).Single(m => m.Address == address);

        await Work();
        Arrived(address).ShouldBeEmpty();

        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await Work();
        Arrived(address).Count.ShouldBe(1);
        (await Should.ThrowAsync<RuleViolation>(() => app.Send(new RecordMail(held.Id, dead, null), TestUser.System))).Rule.ShouldBe(MailRules.LeaseIsHeld);
    }

    [Fact]
    public async Task A_refused_command_leaves_no_message()
    {
        var exam = await app.Given.ARunningExam(1);
        var before = await app.Query(db => db.MailMessages.CountAsync(m => m.Kind == MailKind.ExamCancelled, Ct));

        await Should.ThrowAsync<RuleViolation>(() => app.Send(new CancelExam(exam.Id, "Поздно", "Приказ № 7"), TestUser.RegionalOperator));

        (await app.Query(db => db.MailMessages.CountAsync(m => m.Kind == MailKind.ExamCancelled, Ct))).ShouldBe(before);
    }

    [Fact]
    public async Task Only_administrators_see_the_outbox()
    {
        await Should.ThrowAsync<DemoExam.Pipeline.Forbidden>(() => app.Send(new ListMail(), TestUser.RegionalOperator));
        (await app.Get("/admin/mail", TestUser.RegionalOperator)).Text.ShouldNotContain("Исходящие письма");
        using var api = await app.Api(TestUser.Administrator);
        (await api.GetStringAsync("/api/v1/admin/mail", Ct)).ShouldContain($"127.0.0.1:{app.Server.Port}");
    }

    // A message of an administrator to themselves; each has an address of its own.
    private async Task<string> Write(string? language = null)
    {
        var user = TestUser.Administrator with { Organisation = (await app.Given.AnEmployer()).Id };
        var address = await app.Send(new SendTestMail(), user);
        if (language is not null)
        {
            await app.Send(new DemoExam.Features.Accounts.ChangeMyLanguage(language), user);
            await app.Change(db => db.MailMessages.Where(m => m.Address == address).ExecuteDeleteAsync(Ct));
            await app.Send(new SendTestMail(), user);
        }

        return address;
    }

    private Task Work() => app.RunJob<SendMailJob>(job => job.Run(Ct));

    private IReadOnlyList<TakenMail> Arrived(string address) => [.. app.Server.Taken.Where(t => t.Receiver == address)];

    private Task<MailMessage> Row(string address) => app.Query(db => db.MailMessages.AsNoTracking().SingleAsync(m => m.Address == address, Ct));
}
