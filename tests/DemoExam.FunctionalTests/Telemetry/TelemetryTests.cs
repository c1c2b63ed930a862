using System.Collections.Concurrent;
using System.Text;
using DemoExam.Domain;
using DemoExam.Features.Admin;
using DemoExam.Features.Candidates;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Jobs;
using DemoExam.Pipeline;
using DemoExam.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace DemoExam.FunctionalTests.Telemetry;

/// <summary>A collector on a real port of this machine: keeps what is posted to it, and knows no code of ours.</summary>
public sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentDictionary<string, StringBuilder> posted = [];

    public Collector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapPost("/v1/{kind}", async (string kind, HttpContext http) =>
        {
            using var copy = new MemoryStream();
            await http.Request.Body.CopyToAsync(copy);
            Authorization = http.Request.Headers.Authorization;
            // Texts of the protocol lie in it as they are.
            var text = posted.GetOrAdd(kind, _ => new StringBuilder());
            lock (text)
            {
                text.Append(Encoding.UTF8.GetString(copy.ToArray()));
            }

            return Results.Bytes([], "application/x-protobuf");
        });
        server.Start();
    }

    public string Address => server.Urls.First();

    public string? Authorization { get; private set; }

    public string Posted(string kind) => posted.TryGetValue(kind, out var text) ? text.ToString() : "";

    public ValueTask DisposeAsync() => server.DisposeAsync();
}

/// <summary>A host that sends to a collector.</summary>
public sealed class WatchedApp : App
{
    public Collector Collector { get; } = new();

    protected override void Configure(IDictionary<string, string> settings)
    {
        settings["Telemetry:Address"] = Collector.Address;
        settings["Telemetry:Authorization"] = "Basic b3BlcmF0b3I6c2VjcmV0";
        settings["Logging:LogLevel:DemoExam"] = "Information";
    }

    protected override void Configure(IServiceCollection services)
    {
        foreach (var name in new[] { "OtlpMetricExporter", "OtlpTraceExporter", "OtlpLogExporter" })
        {
            services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler());
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await Collector.DisposeAsync();
    }

    public void Flush()
    {
        Services.GetRequiredService<MeterProvider>().ForceFlush().ShouldBeTrue();
        Services.GetRequiredService<TracerProvider>().ForceFlush().ShouldBeTrue();
        Services.GetRequiredService<LoggerProvider>().ForceFlush().ShouldBeTrue();
    }
}

public sealed class TelemetryTests(WatchedApp app) : IClassFixture<WatchedApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_collector_gets_use_cases_refusals_and_what_waits_and_nothing_about_persons()
    {
        var exam = await app.Given.ALockedExam();
        var candidate = await app.Given.ACandidate();
        (await app.Send(new VerifyPassport(Token: "0000000000000000000000"), TestUser.Anonymous)).ShouldNotBeNull();
        using var client = await app.As(TestUser.Anonymous);
        using var page = await client.GetAsync(new Uri("/p/7Q4M9KXTB2R6W1ZC8DNVHJ", UriKind.Relative), Ct);
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetCandidate(CandidateId.New()), TestUser.Organiser));
        var instruments = app.Services.GetRequiredService<Instruments>();
        instruments.Counted = await app.Services.GetRequiredService<RunAsSystem>().Send(new CountWork(), Ct);
        instruments.Counted.OpenOrders.ShouldBe(exam.Candidates.Count);
        app.Flush();

        var (metrics, traces, logs) = (app.Collector.Posted("metrics"), app.Collector.Posted("traces"), app.Collector.Posted("logs"));
        foreach (var name in new[]
        {
            "demoexam.request.duration", "demoexam.orders", "demoexam.orders.oldest", "demoexam.disk.free", "demoexam.messages", "demoexam.certificate.remaining", "http.server.request.duration",
        })
        {
            metrics.ShouldContain(name);
        }

        metrics.ShouldContain("VerifyPassport");
        metrics.ShouldContain("refused");
        metrics.ShouldContain(nameof(NotFound));
        traces.ShouldContain("VerifyPassport");
        traces.ShouldContain("p/{token}");
        logs.ShouldContain("VerifyPassport by");
        app.Collector.Authorization.ShouldBe("Basic b3BlcmF0b3I6c2VjcmV0");

        foreach (var sent in new[] { metrics, traces, logs })
        {
            sent.ShouldNotContain("7Q4M9KXTB2R6W1ZC8DNVHJ");
            sent.ShouldNotContain(candidate.Name.Surname);
            sent.ShouldNotContain(exam.Id.ToString());
        }
    }
}
