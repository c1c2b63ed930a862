using System.Diagnostics;
using System.Diagnostics.Metrics;
using DemoExam.Data;
using DemoExam.Features.Admin;

namespace DemoExam.Telemetry;

/// <summary>
/// What this service measures of itself. Names of use cases, rules and states only: nothing here may name a person or carry an id.
/// </summary>
internal sealed class Instruments : IDisposable
{
    /// <summary>Name of the meter and of the source of spans.</summary>
    public const string Name = "DemoExam";

    private readonly Meter meter;
    private readonly Histogram<double> requests;

    public Instruments(IMeterFactory meters, IConfiguration configuration)
    {
        meter = meters.Create(Name);
        requests = meter.CreateHistogram<double>("demoexam.request.duration", "s", "Time of a use case by its name and outcome; a refusal names its rule.");
        meter.CreateObservableGauge("demoexam.disk.free", () => DataFolder.DiskOf(configuration).AvailableFreeSpace, "By", "Free bytes where the data folder lies.");
        meter.CreateObservableGauge("demoexam.orders", Orders, "{order}", "Orders of passports by state.");
        meter.CreateObservableGauge("demoexam.orders.oldest", () => Seen(s => s.OldestOrderSeconds), "s", "Age of the oldest order that waits.");
        meter.CreateObservableGauge("demoexam.messages", Messages, "{message}", "Messages by state.");
        meter.CreateObservableGauge("demoexam.certificate.remaining", () => Seen(s => s.CertificateSeconds), "s", "Time until the signing certificate ends.");
    }

    /// <summary>Spans of use cases.</summary>
    public ActivitySource Spans { get; } = new(Name);

    /// <summary>What was last counted in the database; null before the first count, and after a count that failed.</summary>
    public WorkCounts? Counted { get; set; }

    /// <summary>Notes that a use case has ended.</summary>
    /// <param name="outcome"><c>done</c>, <c>refused</c>, <c>failed</c> or <c>cancelled</c>.</param>
    /// <param name="rule">Code of the rule that refused; null otherwise.</param>
    public void Ended(string request, string outcome, string? rule, TimeSpan took)
    {
        var tags = new TagList { { "request", request }, { "outcome", outcome } };
        if (rule is not null)
        {
            tags.Add("rule", rule);
        }

        requests.Record(took.TotalSeconds, tags);
    }

    public void Dispose()
    {
        meter.Dispose();
        Spans.Dispose();
    }

    private IEnumerable<Measurement<long>> Orders() => Counted is { } counts
        ? [State(counts.OpenOrders, "waiting"), State(counts.FailedOrders, "failed"), State(counts.UnstampedDocuments, "unstamped")]
        : [];

    private IEnumerable<Measurement<long>> Messages() => Counted is { } counts ? [State(counts.OpenMessages, "waiting"), State(counts.FailedMessages, "failed")] : [];

    private IEnumerable<Measurement<double>> Seen(Func<WorkCounts, double> value) => Counted is { } counts ? [new Measurement<double>(value(counts))] : [];

    private static Measurement<long> State(long count, string state) => new(count, new KeyValuePair<string, object?>("state", state));
}
