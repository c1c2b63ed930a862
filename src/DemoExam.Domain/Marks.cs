using System.Globalization;

namespace DemoExam.Domain;

/// <summary>
/// Points of the exam, exact, in whole hundredths (marks of a scheme have two decimals). Never negative
/// in a result; a difference may be.
/// </summary>
/// <param name="Hundredths">150 is 1.50 points.</param>
public readonly record struct Marks(int Hundredths) : IComparable<Marks>
{
    public static readonly Marks Zero = new(0);

    /// <summary>The points as a decimal number with two decimals.</summary>
    public decimal Value => Hundredths / 100m;

    /// <summary>From a decimal number.</summary>
    /// <exception cref="ArgumentException">More than two decimals, or out of range.</exception>
    public static Marks Of(decimal value) =>
        TryFrom(value, out var marks) ? marks : throw new ArgumentException($"{value} has more than two decimals or is out of range.", nameof(value));

    /// <summary>Reads a decimal number; false for more than two decimals, since silent rounding would change a mark.</summary>
    public static bool TryFrom(decimal value, out Marks marks)
    {
        var hundredths = value * 100m;
        var fits = hundredths == decimal.Truncate(hundredths) && Math.Abs(hundredths) <= int.MaxValue;
        marks = fits ? new Marks((int)hundredths) : Zero;
        return fits;
    }

    /// <summary>Reads "1,5" as well as "1.5": a Russian keyboard gives a comma, a number field sends a point.</summary>
    public static bool TryParse(string? text, IFormatProvider? provider, out Marks marks)
    {
        marks = Zero;
        return decimal.TryParse(text?.Trim().Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var value) && TryFrom(value, out marks);
    }

    public int CompareTo(Marks other) => Hundredths.CompareTo(other.Hundredths);

    public static Marks operator +(Marks left, Marks right) => new(checked(left.Hundredths + right.Hundredths));
    public static Marks operator -(Marks left, Marks right) => new(checked(left.Hundredths - right.Hundredths));
    public static Marks operator *(Marks marks, int times) => new(checked(marks.Hundredths * times));
    public static bool operator <(Marks left, Marks right) => left.Hundredths < right.Hundredths;
    public static bool operator >(Marks left, Marks right) => left.Hundredths > right.Hundredths;
    public static bool operator <=(Marks left, Marks right) => left.Hundredths <= right.Hundredths;
    public static bool operator >=(Marks left, Marks right) => left.Hundredths >= right.Hundredths;

    /// <summary>Culture-free form with a point and two decimals, for logs and machine formats.</summary>
    public override string ToString() => Value.ToString("0.00", CultureInfo.InvariantCulture);
}

/// <summary>Sums of points.</summary>
public static class MarksSum
{
    /// <summary>The exact sum; zero for an empty sequence.</summary>
    public static Marks Sum(this IEnumerable<Marks> marks) => marks.Aggregate(Marks.Zero, (sum, next) => sum + next);
}
