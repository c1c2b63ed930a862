using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using DemoExam.FunctionalTests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DemoExam.FunctionalTests.Features.Privacy;

/// <summary>Logs are read by more people than the registers: nothing of a person stands in them, whatever is sent.</summary>
public sealed class LogTests(LogTests.Talkative app) : IClassFixture<LogTests.Talkative>
{
    private const string Surname = "Журналова", Email = "zhurnalova@example.test", Number = "112-233-445 95", Password = "семь тихих ламп в окне";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_name_number_address_or_password_is_logged_by_right_and_wrong_requests()
    {
        var college = (await app.Given.ACollege()).Id;
        using var api = await app.Api(TestUser.RegionalOperator);
        var person = new { surname = Surname, givenName = "Жанна", patronymic = "Жановна", birthDate = "2007-03-09", category = "graduate", organisationId = college.ToString(), studyGroup = "ВЕ-41", email = Email, personalNumber = Number };
        await api.PostAsJsonAsync("/api/v1/candidates", person, Ct);
        await api.PostAsJsonAsync("/api/v1/candidates", person with { birthDate = "1820-01-01" }, Ct);
        await api.PostAsJsonAsync("/api/v1/candidates", new { surname = Surname, birthDate = Surname }, Ct);
        await api.GetAsync($"/api/v1/candidates?search={Uri.EscapeDataString(Surname)}", Ct);
        using var file = new MultipartFormDataContent { { new ByteArrayContent(Encoding.UTF8.GetBytes($"Фамилия;Имя;Почта\n{Surname};Жанна;{Email}\n")), "file", "list.csv" } };
        await api.PostAsync("/api/v1/candidates/import/preview", file, Ct);
        using var stranger = await app.Api(TestUser.Anonymous);
        await stranger.PostAsJsonAsync("/api/v1/sign-in", new { userName = Email, password = Password }, Ct);
        await stranger.PostAsync("/api/v1/sign-in", new StringContent($"{{\"userName\":\"{Email}\",\"password\":{Password}", Encoding.UTF8, "application/json"), Ct);
        await app.AddAccount(TestUser.RegionalOperator, Email, Password);
        await stranger.PostAsJsonAsync("/api/v1/sign-in", new { userName = Email, password = Password }, Ct);

        app.Lines.Count.ShouldBeGreaterThan(8);
        app.Lines.ShouldContain(line => line.Contains("RegisterCandidate by", StringComparison.Ordinal));
        foreach (var word in new[] { Surname, Uri.EscapeDataString(Surname), Email, Number, Password })
        {
            app.Lines.Where(line => line.Contains(word, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(word);
        }
    }

    public sealed class Talkative : App, ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        protected override void Configure(IDictionary<string, string> settings)
        {
            // As the service is delivered.
            settings["Logging:LogLevel:Default"] = "Information";
            settings["Logging:LogLevel:Microsoft.AspNetCore"] = "Warning";
            settings["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Warning";
            settings["Logging:LogLevel:Microsoft.EntityFrameworkCore.Update"] = "Warning";
            settings["Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command"] = "Warning";
        }

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
