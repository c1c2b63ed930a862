using DemoExam.Domain.Mail;
using DemoExam.Features.Mail;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Faults;

/// <summary>The mail server is slow, gone, or talks nonsense, while passports are issued: issuing does not wait for it, and every message arrives once when it is well again.</summary>
public sealed class MailServerTests(MailServerTests.SmtpApp app) : IClassFixture<MailServerTests.SmtpApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(MailServerMood.HangsUp)]
    [InlineData(MailServerMood.SaysNothing)]
    [InlineData(MailServerMood.TalksNonsense)]
    [InlineData(MailServerMood.IsBusy)]
    public async Task Whatever_the_mail_server_does_passports_are_issued_and_each_message_arrives_once(MailServerMood mood)
    {
        app.Server.Mood = mood;
        var exam = await app.Given.ALockedExam(2);
        foreach (var candidate in exam.Candidates)
        {
            await app.AddAccount(TestUser.Holder(candidate.Id), $"{candidate.Id}@holders.example");
        }

        await app.Issue();
        await Send();

        (await app.PassportsOf(exam.Id)).Count.ShouldBe(2);
        var waiting = await Messages(exam);
        waiting.Count.ShouldBe(2);
        waiting.ShouldAllBe(m => m.Status == MailStatus.Open);
        waiting.ShouldContain(m => m.Attempts > 0 && m.Failure != null);

        app.Server.Mood = MailServerMood.Takes;
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        await Send();
        await Send();
        (await Messages(exam)).ShouldAllBe(m => m.Status == MailStatus.Sent);
        foreach (var message in waiting)
        {
            app.Server.Taken.Count(t => t.Receiver == message.Address).ShouldBe(1);
        }

        await app.PublishLists();
        await app.RunJob<PublishLogJob>(job => job.Run(Ct));
        await app.ShouldBeHealthy();
    }

    private Task Send() => app.RunJob<SendMailJob>(job => job.Run(Ct));

    private Task<List<MailMessage>> Messages(ExamState exam)
    {
        var addresses = exam.Candidates.Select(c => $"{c.Id}@holders.example").ToList();
        return app.Query(db => db.MailMessages.AsNoTracking().Where(m => m.Kind == MailKind.PassportIssued && addresses.Contains(m.Address)).ToListAsync(Ct));
    }

    /// <summary>A host with a mail server whose mood a test sets.</summary>
    public sealed class SmtpApp : App
    {
        public MailServer Server { get; } = new();

        protected override void Configure(IDictionary<string, string> settings)
        {
            settings["Mail:Host"] = "127.0.0.1";
            settings["Mail:Port"] = $"{Server.Port}";
            settings["Mail:Security"] = "None";
            settings["Mail:From"] = "exams@region.example";
            settings["Mail:Timeout"] = "00:00:02";
            settings["Logging:LogLevel:DemoExam"] = "Error";
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Server.Dispose();
            GC.SuppressFinalize(this);
        }
    }
}
