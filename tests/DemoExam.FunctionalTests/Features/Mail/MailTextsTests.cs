using System.Text.RegularExpressions;
using DemoExam.Domain.Mail;
using DemoExam.Features.Mail;
using DemoExam.FunctionalTests.Architecture;
using DemoExam.FunctionalTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Mail;

/// <summary>Texts of messages, settings of mail, and the folder that a trial keeps messages in.</summary>
public sealed class MailTextsTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public void Both_languages_of_every_message_say_the_same_facts()
    {
        var folder = Path.Combine(Sources.Root, "templates/mail");
        var texts = Directory.GetFiles(folder, "*.txt").ToDictionary(f => Path.GetFileName(f), File.ReadAllText);
        texts.Count.ShouldBe(2 * Enum.GetValues<MailKind>().Length);
        foreach (var (name, russian) in texts.Where(t => t.Key.EndsWith(".ru.txt", StringComparison.Ordinal)))
        {
            Places(texts[name.Replace(".ru.", ".en.", StringComparison.Ordinal)]).ShouldBe(Places(russian), name);
        }

        static IEnumerable<string> Places(string text) => Regex.Matches(text, @"\{(\w+)\}").Select(m => m.Value).Distinct().Order();
    }

    [Theory]
    [InlineData("Hello\n\n{link}", "line 1")]
    [InlineData("Subject:\n\n{link}", "line 1")]
    [InlineData("Subject: A\nno gap\n{link}", "line 2")]
    [InlineData("Subject: A\n\nGo to {link}\nby {ansverBy}", "line 4")]
    [InlineData("Subject: A\n\nGo to {link} {", "line 3")]
    [InlineData("Subject: A\n\nNo way back", "{link}")]
    public void A_wrong_text_is_refused_with_its_place(string text, string place) =>
        Should.Throw<MailTemplateFault>(() => MailTemplates.Read("invitation.en.txt", text, ["answerBy"])).Message.ShouldSatisfyAllConditions(m => m.ShouldContain("invitation.en.txt"), m => m.ShouldContain(place));

    [Fact]
    public void A_good_text_is_read_and_filled()
    {
        var (subject, body) = MailTemplates.Read("a.txt", "Тема: До {by}\r\n\r\nСкобка {{ и {link}\r\n", ["by"]).Fill(new Dictionary<string, string> { ["by"] = "1 мая\r\nBcc: all@example.org", ["link"] = "L" });
        subject.ShouldBe("До 1 мая Bcc: all@example.org");
        body.ShouldBe("Скобка { и L");
    }

    [Theory]
    [InlineData("Mail:From", "", "Mail:From")]
    [InlineData("Mail:From", "nobody", "Mail:From")]
    [InlineData("Mail:Port", "0", "Mail:Port")]
    [InlineData("Mail:Security", "None", "in the clear")]
    [InlineData("Mail:User", "", "neither")]
    [InlineData("Mail:Timeout", "01:00:00", "Mail:Timeout")]
    [InlineData("Mail:Host", "", "Mail:Host")]
    public void Wrong_settings_are_told_and_the_password_is_not(string setting, string value, string said)
    {
        var options = new MailOptions { Host = "mail.example", From = "exams@region.example", User = "exams", Password = "s3cret-word" };
        var property = typeof(MailOptions).GetProperty(setting["Mail:".Length..])!;
        property.SetValue(options, property.PropertyType.IsEnum ? Enum.Parse(property.PropertyType, value)
            : property.PropertyType == typeof(TimeSpan) ? TimeSpan.Parse(value, System.Globalization.CultureInfo.InvariantCulture)
            : property.PropertyType == typeof(int) ? int.Parse(value, System.Globalization.CultureInfo.InvariantCulture) : value);

        var faults = new MailOptionsCheck().Validate(null, options).Failures!.ToList();

        faults.ShouldContain(f => f.Contains(said, StringComparison.Ordinal));
        faults.ShouldAllBe(f => !f.Contains("s3cret-word", StringComparison.Ordinal));
        new MailOptionsCheck().Validate(null, new MailOptions()).Succeeded.ShouldBeTrue("nothing is needed to try it");
    }

    [Fact]
    public async Task Without_a_mail_server_each_message_becomes_one_file_whatever_is_repeated()
    {
        var address = await app.Send(new SendTestMail(), TestUser.Administrator);
        var lease = Guid.CreateVersion7();
        var message = (await app.Send(new ClaimMail(lease, 100), TestUser.System)).Single(m => m.Address == address);
        var post = app.Services.GetRequiredService<MailPost>();
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await using var run = post.Begin();
            (await run.Send(message)).ShouldBeNull();
        }

        var files = Directory.GetFiles(Path.Combine(app.Folder, "mail"));
        var file = files.Where(f => f.Contains($"{message.Id.Value:N}", StringComparison.Ordinal)).ShouldHaveSingleItem();
        file.ShouldEndWith(".eml");
        (await File.ReadAllTextAsync(file, Ct)).ShouldContain($"To: {address}");
        files.ShouldAllBe(f => !f.EndsWith(".part", StringComparison.Ordinal));
    }
}
