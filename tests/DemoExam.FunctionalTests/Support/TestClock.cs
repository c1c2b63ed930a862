namespace DemoExam.FunctionalTests.Support;

/// <summary>The time of the host under test. It stands still until a test moves it.</summary>
public sealed class TestClock : TimeProvider
{
    /// <summary>A Wednesday in the season of exams; 10 o'clock in Kaliningrad.</summary>
    public static readonly DateTimeOffset Start = new(2026, 6, 10, 8, 0, 0, TimeSpan.Zero);

    private long _ticks = Start.UtcTicks;

    /// <summary>Now; set it to go there.</summary>
    public DateTimeOffset Now
    {
        get => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);
        set => Interlocked.Exchange(ref _ticks, value.UtcTicks);
    }

    /// <summary>Today in the test region.</summary>
    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(Now, TimeZoneInfo.FindSystemTimeZoneById("Europe/Kaliningrad")).DateTime);

    public void Advance(TimeSpan by) => Now += by;

    public override DateTimeOffset GetUtcNow() => Now;
}
