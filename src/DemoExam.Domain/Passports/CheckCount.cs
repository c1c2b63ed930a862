namespace DemoExam.Domain.Passports;

/// <summary>By what a passport was checked.</summary>
public enum CheckMeans
{
    /// <summary>The address of its QR code, or a holder's link.</summary>
    Link = 1,

    /// <summary>Its printed number.</summary>
    Number = 2,

    /// <summary>The file itself.</summary>
    File = 3,
}

/// <summary>How often passports of an exam were checked on a day: a number and nothing else, neither who checked nor which passport.</summary>
/// <param name="examId">The exam that the passports tell of.</param>
/// <param name="day">Day by the clock of Moscow.</param>
/// <param name="means">By what.</param>
/// <param name="count">How often, from 1.</param>
public sealed class CheckCount(ExamId examId, DateOnly day, CheckMeans means, int count)
{
    public ExamId ExamId { get; private set; } = examId;
    public DateOnly Day { get; private set; } = day;
    public CheckMeans Means { get; private set; } = means;
    public int Count { get; private set; } = count;
}
