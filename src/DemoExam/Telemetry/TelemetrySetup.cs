using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace DemoExam.Telemetry;

/// <summary>Metrics, traces and logs for a collector of the operator's own (OpenTelemetry protocol over HTTP). Off until an address is set.</summary>
internal static class TelemetrySetup
{
    private const string Address = "Telemetry:Address", Authorization = "Telemetry:Authorization";

    /// <exception cref="TelemetryFault">The address is none.</exception>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<Instruments>();
        if (builder.Configuration[Address] is not { Length: > 0 } address)
        {
            return;
        }

        if (!Uri.TryCreate(address.TrimEnd('/') + '/', UriKind.Absolute, out var collector) || collector.Scheme is not ("http" or "https"))
        {
            throw new TelemetryFault($"{Address} is “{address}”; give the address of an OTLP collector over HTTP, for example http://127.0.0.1:4318.");
        }

        builder.Services.AddHostedService<WorkWatch>();
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(r => r.AddService("demoexam", serviceVersion: ProductVersion.Text, serviceInstanceId: $"{Environment.MachineName}:{Environment.ProcessId}"))
            .WithMetrics(m => m
                .AddMeter(Instruments.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.EntityFrameworkCore", "Npgsql", "System.Runtime")
                .AddOtlpExporter(o => Send(o, "v1/metrics")))
            .WithTracing(t => t
                .SetSampler(new AlwaysOnSampler())
                .AddSource(Instruments.Name)
                .AddAspNetCoreInstrumentation()
                .AddProcessor(new WithoutPaths())
                .AddOtlpExporter(o => Send(o, "v1/traces")))
            .WithLogging(l => l.AddOtlpExporter(o => Send(o, "v1/logs")), o => o.IncludeFormattedMessage = true);

        void Send(OtlpExporterOptions options, string path)
        {
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Endpoint = new Uri(collector, path);
            if (builder.Configuration[Authorization] is { Length: > 0 } authorization)
            {
                options.Headers = $"Authorization={Uri.EscapeDataString(authorization)}";
            }
        }
    }

    /// <summary>Takes addresses out of spans: a path can hold the token of a passport or the secret of a link, and the caller's address is personal data.</summary>
    private sealed class WithoutPaths : BaseProcessor<Activity>
    {
        private static readonly string[] Taken =
        [
            "url.path", "url.query", "url.full", "http.target", "http.url", "client.address", "network.peer.address", "user_agent.original",
        ];

        public override void OnEnd(Activity data)
        {
            foreach (var tag in Taken)
            {
                data.SetTag(tag, null);
            }
        }
    }
}

/// <summary>The collector is set as it can't be; the message says what to set.</summary>
internal sealed class TelemetryFault(string message) : Exception(message);
