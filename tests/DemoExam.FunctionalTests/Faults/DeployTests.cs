using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Faults;

/// <summary>A new version is put in place in the middle of an exam day: the process is asked to end while experts write and the clock of the room is open.</summary>
public sealed class DeployTests(DeployTests.PresentApp app) : IClassFixture<DeployTests.PresentApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Experts_write_on_clocks_go_on_and_nobody_signs_in_again()
    {
        var exam = await app.Given.ARunningExam(6);
        var experts = new WritingExperts(app, exam);
        var first = await RealService.Start(app);
        Task writing;
        JsonNode before;
        var address = first.Address;
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };
        browser.DefaultRequestHeaders.Add("Cookie", await app.CookieOf(exam.ChiefUser));
        using var chief = await RealService.Client(app, address, exam.ChiefUser);
        using (first)
        {
            (await browser.GetAsync($"/exams/{exam.Id}/clock", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
            before = (await chief.GetFromJsonAsync<JsonNode>($"/api/v1/exams/{exam.Id}/clock", Ct))!;
            // Open pages hold a stream each; none of them may hold up the end.
            using var board = await chief.GetAsync($"/api/v1/exams/{exam.Id}/scoring/events", HttpCompletionOption.ResponseHeadersRead, Ct);
            using var room = await chief.GetAsync($"/api/v1/exams/{exam.Id}/day/events", HttpCompletionOption.ResponseHeadersRead, Ct);
            board.StatusCode.ShouldBe(HttpStatusCode.OK);
            room.StatusCode.ShouldBe(HttpStatusCode.OK);
            writing = experts.Write(address, TimeSpan.FromMilliseconds(40));
            await Waiting.Until(() => Task.FromResult(experts.Taken > 10), "marks are being written", 2);

            (await first.Terminate()).ShouldBe(0, first.Said);
        }

        writing.IsCompleted.ShouldBeFalse("The test must end the service in the middle of the work.");
        using var second = await RealService.Start(app, address.Port);
        await writing;

        experts.Refusals.ShouldContain("no answer", "Experts must have met the closed door.");
        experts.Refusals.Distinct().ShouldBeSubsetOf(["no answer", "503 "]);
        (await browser.GetAsync($"/exams/{exam.Id}/clock", Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var after = (await chief.GetFromJsonAsync<JsonNode>($"/api/v1/exams/{exam.Id}/clock", Ct))!;
        Lasting(after).ShouldBe(Lasting(before));
        second.ShouldRun();
        (await second.Terminate()).ShouldBe(0);
        await experts.ShouldAllBeThereOnce();
        await app.ShouldPassAudit();
    }

    // When each group ends; the rest changes with the moment that it is asked at.
    private static string Lasting(JsonNode clock) => string.Join(' ', clock["groups"]!.AsArray().Select(g => (string)g!["time"]!["endsAt"]!));

    /// <summary>A host at the present time, as the processes beside it are.</summary>
    public sealed class PresentApp : App
    {
        public PresentApp() => Clock.Now = TimeProvider.System.GetUtcNow();
    }
}
