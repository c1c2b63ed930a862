using System.Globalization;
using System.Text.Json.Serialization;

namespace DemoExam.Domain.Scoring;

/// <summary>
/// What an expert enters: yes (1) or no (0), a count, a number of faults, a step, a judge's score or a reading of an
/// instrument. Whole thousandths, so that a reading of 12.345 mm is exact.
/// </summary>
/// <param name="Thousandths">1000 is 1.</param>
public readonly record struct ScoreValue(long Thousandths) : IComparable<ScoreValue>
{
    /// <summary>A whole number.</summary>
    public static ScoreValue Of(int whole) => new(whole * 1000L);

    /// <summary>True for a number without a fraction that an <see cref="int"/> can hold.</summary>
    [JsonIgnore]
    public bool IsWhole => Thousandths % 1000 == 0 && Math.Abs(Thousandths / 1000) <= int.MaxValue;

    /// <summary>The whole part.</summary>
    [JsonIgnore]
    public int Whole => (int)(Thousandths / 1000);

    /// <summary>Reads a number with point or comma and at most three decimals.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out ScoreValue value)
    {
        value = default;
        if (!decimal.TryParse(text?.Trim().Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        return TryFrom(number, out value);
    }

    /// <summary>From a decimal number; false for more than three decimals or more than nine digits before the point.</summary>
    public static bool TryFrom(decimal number, out ScoreValue value)
    {
        value = default;
        if (Math.Abs(number) >= 1_000_000_000m || number * 1000m != decimal.Truncate(number * 1000m))
        {
            return false;
        }

        value = new ScoreValue((long)(number * 1000m));
        return true;
    }

    public int CompareTo(ScoreValue other) => Thousandths.CompareTo(other.Thousandths);
    public static bool operator <(ScoreValue left, ScoreValue right) => left.Thousandths < right.Thousandths;
    public static bool operator >(ScoreValue left, ScoreValue right) => left.Thousandths > right.Thousandths;
    public static bool operator <=(ScoreValue left, ScoreValue right) => left.Thousandths <= right.Thousandths;
    public static bool operator >=(ScoreValue left, ScoreValue right) => left.Thousandths >= right.Thousandths;

    /// <summary>Shortest culture-free form.</summary>
    public override string ToString() => (Thousandths / 1000m).ToString("0.###", CultureInfo.InvariantCulture);
}
