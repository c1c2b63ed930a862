using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DemoExam.Data;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Faults;

/// <summary>The binary itself, run over the database and keys of a test's host, on a port of this machine.</summary>
internal sealed class RealService : IDisposable
{
    private readonly ConcurrentQueue<string> _said = new();
    private readonly Process _process;

    private RealService(Process process, Uri address)
    {
        _process = process;
        Address = address;
        // Nobody reads what the service says; a full pipe would stop it.
        process.OutputDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="app">Whose database and keys.</param>
    /// <param name="port">Where to listen; 0 for any free port.</param>
    /// <param name="settings">More settings, as on the command line.</param>
    public static async Task<RealService> Start(App app, int port = 0, params string[] settings)
    {
        var database = app.Services.GetRequiredService<DatabaseOptions>();
        var address = new Uri($"http://127.0.0.1:{(port == 0 ? Shell.FreePort() : port)}");
        var service = new RealService(
            Tool.StartDemoExam(["serve", $"--DataFolder={app.Folder}", $"--Database:Provider={database.Provider}", $"--Database:Connection={database.Connection}",
                $"--urls={address}", "--PublicAddress=https://passports.example", "--Passports:BatchSize=5", "--Passports:Lease=00:00:05", "--Logging:LogLevel:Default=Error", .. settings]),
            address);
        using var http = new HttpClient { BaseAddress = address };
        await Waiting.Until(async () =>
        {
            service.ShouldRun();
            return await Status(http, "/readyz") == HttpStatusCode.OK;
        }, "the service is ready");
        return service;
    }

    /// <summary>Asks it to end, as a deployment does, and answers its exit code.</summary>
    public async Task<int> Terminate()
    {
        (await Tool.Run("kill", "procps", "-TERM", $"{_process.Id}")).Exit.ShouldBe(0);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void ShouldRun() => _process.HasExited.ShouldBeFalse($"The service ended by itself: {string.Join('\n', _said)}");

    /// <summary>What it said so far, for messages of failed tests.</summary>
    public string Said => string.Join('\n', _said);

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    /// <summary>A program of this user that calls it; the token is one of the test's host, which shares its keys.</summary>
    public static async Task<HttpClient> Client(App app, Uri address, TestUser user)
    {
        using var own = await app.Api(user);
        var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(40) };
        client.DefaultRequestHeaders.Authorization = own.DefaultRequestHeaders.Authorization;
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        return client;
    }

    /// <summary>The answer's status; null when there was no answer.</summary>
    public static async Task<HttpStatusCode?> Status(HttpClient http, string path)
    {
        try
        {
            using var answer = await http.GetAsync(path, TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }
}

/// <summary>Waits for a state, with an end.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    public static async Task Until(Func<Task<bool>> held, string what, int everyMilliseconds = 100)
    {
        for (var watch = Stopwatch.StartNew(); !await held(); await Task.Delay(everyMilliseconds, TestContext.Current.CancellationToken))
        {
            watch.Elapsed.ShouldBeLessThan(Patience, $"Waited too long until {what}.");
        }
    }
}

/// <summary>Experts who write marks through the API as their devices do: every mark has its id before it is sent, and is sent again until it is taken.</summary>
internal sealed class WritingExperts(App app, ExamState exam)
{
    private readonly ConcurrentDictionary<Guid, Mark> _taken = new();
    private readonly ConcurrentBag<string> _refusals = [];

    /// <summary>Answers other than 200, each as status and code; "no answer" where there was none.</summary>
    public IReadOnlyCollection<string> Refusals => _refusals;

    /// <summary>How many marks were confirmed so far.</summary>
    public int Taken => _taken.Count;

    /// <summary>Each expert writes every measured aspect of every candidate, one after another, with a pause between.</summary>
    public Task Write(Uri address, TimeSpan pause)
    {
        var aspects = exam.Package.AspectsOf(exam.Scope).Where(a => a.Scale is Domain.Packages.YesNoScale).ToList();
        return Task.WhenAll(exam.Scorers.Select((_, expert) => Task.Run(async () =>
        {
            using var client = await RealService.Client(app, address, exam.ScorerUser(expert));
            foreach (var (candidate, aspect) in from candidate in Enumerable.Range(0, exam.Candidates.Count) from aspect in aspects.Where((_, i) => i % exam.Scorers.Count == expert) select (candidate, aspect))
            {
                var mark = new Mark(Guid.CreateVersion7(), exam.Candidates[candidate].Id.Value, aspect.Id.Value, exam.Scorers[expert].Id.Value, (candidate + aspect.Code.Length) % 2);
                while (!await Sent(client, mark))
                {
                    await Task.Delay(250, TestContext.Current.CancellationToken);
                }

                await Task.Delay(pause, TestContext.Current.CancellationToken);
            }
        }, TestContext.Current.CancellationToken)));
    }

    /// <summary>Every confirmed mark is in the database once, as it was sent, and no other is there.</summary>
    public async Task ShouldAllBeThereOnce()
    {
        var sheets = await app.Query(db => db.ScoreSheets.AsNoTracking().Where(s => s.ExamId == exam.Id).ToListAsync(TestContext.Current.CancellationToken));
        var stored = sheets.SelectMany(s => s.Entries.Select(e => new Mark(e.Id.Value, s.CandidateId.Value, e.AspectId.Value, e.ExpertId.Value, (int)(e.Value!.Value.Thousandths / 1000)))).ToList();
        stored.Order().ShouldBe(_taken.Values.Order(), $"{_taken.Count} confirmed, {stored.Count} stored");
        stored.DistinctBy(m => (m.Candidate, m.Aspect, m.Expert)).Count().ShouldBe(stored.Count);
    }

    private async Task<bool> Sent(HttpClient client, Mark mark)
    {
        try
        {
            using var answer = await client.PutAsJsonAsync($"/api/v1/exams/{exam.Id}/candidates/{mark.Candidate}/scores/{mark.Aspect}",
                new { entryId = mark.Id, kind = "value", value = mark.Value, replaces = Array.Empty<Guid>(), enteredAt = DateTimeOffset.UtcNow }, TestContext.Current.CancellationToken);
            if (answer.IsSuccessStatusCode)
            {
                _taken[mark.Id] = mark;
                return true;
            }

            var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            _refusals.Add($"{(int)answer.StatusCode} {(body.StartsWith('{') ? (string?)JsonNode.Parse(body)!["code"] : body)}");
            // Whoever is refused for good would try for ever.
            ((int)answer.StatusCode).ShouldBeGreaterThanOrEqualTo(409, body);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException)
        {
            _refusals.Add("no answer");
        }

        return false;
    }

    private sealed record Mark(Guid Id, Guid Candidate, Guid Aspect, Guid Expert, int Value) : IComparable<Mark>
    {
        public int CompareTo(Mark? other) => Id.CompareTo(other!.Id);
    }
}
