using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DemoExam.Domain;
using DemoExam.Domain.Mail;
using DemoExam.Features.Mail;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DemoExam.FunctionalTests.Features.Mail;

/// <summary>The mail server as an administrator sets it, on the page and through the API. What arrived is read from a real server.</summary>
public sealed class SetMailServerTests(SetMailServerTests.Talkative app) : IClassFixture<SetMailServerTests.Talkative>
{
    private const string Api = "/api/v1/admin/mail-server", Secret = "семь-тихих-Ламп-41";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Set_on_the_page_it_takes_the_next_message_and_taken_away_again_messages_become_files()
    {
        using var server = new MailServer();
        var address = $"{Guid.NewGuid():N}@example.test";

        var set = await app.PostForm("/setup/mail", TestUser.Administrator, new Dictionary<string, object?>
        {
            ["Input.Host"] = " 127.0.0.1 ",
            ["Input.Port"] = server.Port,
            ["Input.Security"] = "None",
            ["Input.From"] = "exams@region.example",
            ["Input.FromName"] = "Экзамены",
            ["Input.Email"] = address,
        });
        await Work();

        set.Status.ShouldBe(HttpStatusCode.Redirect, set.Text);
        var taken = server.Taken.ShouldHaveSingleItem();
        taken.Receiver.ShouldBe(address);
        taken.Text.ShouldContain("<exams@region.example>");
        var page = await app.Get("/setup/mail", TestUser.Administrator);
        page.Html.QuerySelector("#Input_Host")!.GetAttribute("value").ShouldBe("127.0.0.1");
        page.Html.QuerySelector("#Input_Email")!.GetAttribute("value").ShouldBe(address);
        (await app.Get("/admin/mail", TestUser.Administrator)).Text.ShouldContain($"127.0.0.1:{server.Port}");

        var files = await app.PostForm("/setup/mail", TestUser.Administrator, new Dictionary<string, object?> { ["Input.AsFiles"] = "true" });
        await Work();

        files.Status.ShouldBe(HttpStatusCode.Redirect, files.Text);
        server.Taken.Count.ShouldBe(1);
        (await app.Query(db => db.MailServerSettings.CountAsync(Ct))).ShouldBe(0);
        Directory.GetFiles(Path.Combine(app.Folder, "mail"), "*.eml").ShouldContain(f => File.ReadAllText(f).Contains($"To: {address}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Set_through_the_API_it_takes_the_next_message_and_is_told_without_a_password()
    {
        using var server = new MailServer();
        using var api = await app.Api(TestUser.Administrator);

        (await api.PutAsJsonAsync(Api, new { host = "127.0.0.1", port = server.Port, security = "none", from = "exams@region.example" }, Ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var address = await app.Send(new SendTestMail(), TestUser.Administrator);
        await Work();

        server.Taken.ShouldContain(t => t.Receiver == address);
        var told = await api.GetFromJsonAsync<JsonElement>(Api, Ct);
        (told.GetProperty("host").GetString(), told.GetProperty("port").GetInt32(), told.GetProperty("isOfService").GetBoolean(), told.GetProperty("hasPassword").GetBoolean())
            .ShouldBe(("127.0.0.1", server.Port, false, false));
        for (var time = 0; time < 2; time++)
        {
            (await api.DeleteAsync(Api, Ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        }

        (await app.Send(new GetMailServer(), TestUser.Administrator)).Host.ShouldBeNull();
    }

    public static TheoryData<string, string, string> Wrong => new()
    {
        { "Host", "", "Заполните" },
        { "Host", "https://mail.example.org", "без https://" },
        { "Host", "mail.example.org:587", "без https://" },
        { "Host", "почта нашего колледжа", "без https://" },
        { "Port", "0", "от 1 до" },
        { "Port", "65536", "от 1 до" },
        { "Security", "None", "открытым текстом" },
        { "From", "", "Заполните" },
        { "From", "nobody", "адрес почты" },
        { "From", "Экзамены <exams@example.org>", "адрес почты" },
        { "User", "", "имя пользователя" },
        { "Password", "", "Введите пароль" },
        { "FromName", new string('ы', 201), "Слишком длинно" },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task What_is_wrong_is_said_beside_its_field_and_nothing_is_kept(string field, string value, string said)
    {
        await app.Send(new RemoveMailServer(), TestUser.Administrator);
        var form = new Dictionary<string, string> { ["Host"] = "mail.example.org", ["Port"] = "587", ["Security"] = "StartTls", ["From"] = "exams@example.org", ["FromName"] = "", ["User"] = "exams", ["Password"] = Secret };
        form[field] = value;

        var page = await app.PostForm("/setup/mail", TestUser.Administrator, form.Append(KeyValuePair.Create("Email", "admin@example.test")).ToDictionary(f => $"Input.{f.Key}", f => (object?)f.Value));

        page.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        page.TextOf($"#Input_{field}-error").ShouldContain(said);
        page.AllTexts(".field .error").Count.ShouldBe(1, page.Text);
        page.Body.ShouldNotContain(Secret);

        using var api = await app.Api(TestUser.Administrator);
        var answer = await api.PutAsJsonAsync(Api, form.ToDictionary(f => f.Key, f => f.Key == "Port" ? (object)int.Parse(f.Value, System.Globalization.CultureInfo.InvariantCulture) : f.Value), Ct);
        var problem = await answer.Content.ReadAsStringAsync(Ct);
        FieldsOf(problem).ShouldBe([field], problem);
        problem.ShouldNotContain(Secret);
        (await app.Query(db => db.MailServerSettings.CountAsync(Ct))).ShouldBe(0);
    }

    [Fact]
    public async Task A_password_is_kept_sealed_told_to_nobody_and_never_handed_to_another_server()
    {
        using var api = await app.Api(TestUser.Administrator);
        (await api.PutAsJsonAsync(Api, Body(password: Secret), Ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var first = await Row();
        var saved = await app.PostForm("/setup/mail", TestUser.Administrator, new Dictionary<string, object?> { ["Input.Port"] = 465, ["Input.Security"] = "Tls", ["Input.Email"] = "admin@example.test" });
        var other = await api.PutAsJsonAsync(Api, Body(host: "other.example.org"), Ct);
        var person = await api.PutAsJsonAsync(Api, Body(user: "another"), Ct);
        var page = await app.Get("/setup/mail", TestUser.Administrator);

        saved.Status.ShouldBe(HttpStatusCode.Redirect, saved.Text);
        foreach (var refused in new[] { other, person })
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            var problem = await refused.Content.ReadAsStringAsync(Ct);
            problem.ShouldContain(MailServerRules.PasswordIsForThisServer.Code);
            FieldsOf(problem).ShouldBe(["Password"]);
        }

        var row = await Row();
        (row.Host, row.Port, row.User, row.SealedPassword).ShouldBe(("mail.example.org", 465, "exams", first.SealedPassword));
        row.SealedPassword!.ShouldNotContain(Secret);
        app.Services.GetRequiredService<MailSettings>().Unseal(row.SealedPassword).ShouldBe(Secret);
        page.TextOf("#Input_Password-hint").ShouldContain("Сохранён");
        page.Body.ShouldNotContain(Secret);
        page.Body.ShouldNotContain(row.SealedPassword!);
        var told = await api.GetStringAsync(Api, Ct);
        told.ShouldContain("\"hasPassword\":true");
        told.ShouldNotContain(Secret);
        told.ShouldNotContain(row.SealedPassword!);
        app.Lines.ShouldContain(line => line.Contains("mail.example.org:465", StringComparison.Ordinal));
        app.Lines.Where(line => line.Contains(Secret, StringComparison.Ordinal) || line.Contains(row.SealedPassword!, StringComparison.Ordinal)).ShouldBeEmpty();

        // Without a user nothing is left to keep.
        (await api.PutAsJsonAsync(Api, Body(user: null), Ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await Row()).SealedPassword.ShouldBeNull();
    }

    [Fact]
    public async Task A_password_whose_keys_are_gone_is_asked_for_again_and_messages_wait()
    {
        await app.Send(new SetMailServer("127.0.0.1", "exams@example.org", User: "exams", Password: Secret), TestUser.Administrator);
        var foreign = new EphemeralDataProtectionProvider().CreateProtector("mail-server").Protect(Secret);
        await app.Change(db => db.MailServerSettings.ExecuteUpdateAsync(s => s.SetProperty(x => x.SealedPassword, foreign), Ct));
        var address = await app.Send(new SendTestMail(), TestUser.Administrator);

        await Work();

        var message = await app.Query(db => db.MailMessages.AsNoTracking().Where(m => m.Address == address).OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).FirstAsync(Ct));
        (message.Status, message.Failure).ShouldBe((MailStatus.Open, MailFailures.PasswordLost));
        (await app.Get("/admin/mail", TestUser.Administrator)).Text.ShouldContain("Сохранённый пароль почтового сервера не читается");
        var page = await app.Get("/setup/mail", TestUser.Administrator);
        page.TextOf(".notice").ShouldContain("Введите пароль почты заново");
        (await app.Send(new GetMailServer(), TestUser.Administrator)).IsPasswordLost.ShouldBeTrue();
        var refused = await app.PostForm("/setup/mail", TestUser.Administrator, new Dictionary<string, object?> { ["Input.Host"] = "127.0.0.1", ["Input.Email"] = "admin@example.test" });
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.TextOf("#Input_Password-error").ShouldContain("не читается");

        await app.Send(new SetMailServer("127.0.0.1", "exams@example.org", User: "exams", Password: Secret), TestUser.Administrator);
        (await app.Send(new GetMailServer(), TestUser.Administrator)).IsPasswordLost.ShouldBeFalse();
        await app.Send(new RemoveMailServer(), TestUser.Administrator);
    }

    [Fact]
    public async Task Only_an_administrator_of_the_whole_installation_changes_it()
    {
        var regional = new TestUser(Roles.Administrator, "39");
        foreach (var change in new Func<Task>[] { () => app.Send(new SetMailServer("mail.example.org", "exams@example.org"), regional), () => app.Send(new RemoveMailServer(), regional) })
        {
            (await Should.ThrowAsync<RuleViolation>(change)).Rule.ShouldBe(InstallationRules.AdministratorIsForAll);
        }

        await Should.ThrowAsync<DemoExam.Pipeline.Forbidden>(() => app.Send(new GetMailServer(), TestUser.RegionalOperator));
    }

    [Fact]
    public async Task What_the_settings_name_holds_and_is_shown_without_its_password_and_not_changed()
    {
        await using var named = new Named();
        await named.InitializeAsync();
        var row = new MailServerSettings();
        row.Set("other.example.org", 25, MailSecurity.None, "other@example.org", null, null, null);
        await named.Change(async db =>
        {
            db.MailServerSettings.Add(row);
            await db.SaveChangesAsync(Ct);
        });
        using var api = await named.Api(TestUser.Administrator);

        var changes = new[] { await api.PutAsJsonAsync(Api, Body(password: "x"), Ct), await api.DeleteAsync(Api, Ct) };

        foreach (var refused in changes)
        {
            refused.StatusCode.ShouldBe(HttpStatusCode.Conflict);
            (await refused.Content.ReadAsStringAsync(Ct)).ShouldContain(MailServerRules.SettingsNameNone.Code);
        }

        (await named.Services.GetRequiredService<MailSettings>().InForce(Ct)).Host.ShouldBe("mail.example.net");
        var told = await api.GetStringAsync(Api, Ct);
        told.ShouldContain("\"isOfService\":true");
        told.ShouldContain("mail.example.net");
        told.ShouldNotContain(Secret);
        var page = await named.Get("/setup/mail", TestUser.Administrator);
        page.Text.ShouldContain("Сервер задан в настройках службы");
        page.Text.ShouldContain("mail.example.net");
        page.Html.QuerySelector("#Input_Host").ShouldBeNull();
        page.Body.ShouldNotContain(Secret);
        (await named.PostForm("/setup/mail", TestUser.Administrator, new Dictionary<string, object?> { ["Input.Email"] = "admin@example.test" })).Status.ShouldBe(HttpStatusCode.Redirect);
        (await named.Query(db => db.MailMessages.CountAsync(m => m.Address == "admin@example.test", Ct))).ShouldBe(1);
    }

    private static object Body(string host = "mail.example.org", string? user = "exams", string? password = null) => new { host, port = 587, security = "startTls", from = "exams@example.org", user, password };

    private static IEnumerable<string> FieldsOf(string problem)
    {
        using var json = JsonDocument.Parse(problem);
        return json.RootElement.TryGetProperty("errors", out var errors)
            ? [.. errors.EnumerateObject().Select(e => e.Name)]
            : [.. json.RootElement.GetProperty("refusals").EnumerateArray().Select(r => r.GetProperty("field").GetString()!)];
    }

    private Task<MailServerSettings> Row() => app.Query(db => db.MailServerSettings.AsNoTracking().SingleAsync(Ct));

    private Task Work() => app.RunJob<SendMailJob>(job => job.Run(Ct));

    /// <summary>A service whose settings name a mail server.</summary>
    private sealed class Named : App
    {
        protected override void Configure(IDictionary<string, string> settings)
        {
            settings["Mail:Host"] = "mail.example.net";
            settings["Mail:From"] = "exams@example.net";
            settings["Mail:User"] = "exams";
            settings["Mail:Password"] = Secret;
        }
    }

    /// <summary>A service without a mail server that keeps what it logs.</summary>
    public sealed class Talkative : App, ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        protected override void Configure(IDictionary<string, string> settings) => settings["Logging:LogLevel:Default"] = "Information";

        protected override void Configure(IServiceCollection services) => services.AddSingleton<ILoggerProvider>(this);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
