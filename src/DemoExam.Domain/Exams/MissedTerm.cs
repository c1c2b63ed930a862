namespace DemoExam.Domain.Exams;

/// <summary>A term of an exam's time line that passed without what was due, kept for the figures of the year: doing it later does not undo it.</summary>
/// <param name="examId">The exam.</param>
/// <param name="what">What was due.</param>
/// <param name="by">Its last day, by the clock of the venue. An exam that was moved has other terms.</param>
/// <param name="notedAt">When the service saw it.</param>
public sealed class MissedTerm(ExamId examId, Milestone what, DateOnly by, DateTimeOffset notedAt)
{
    public ExamId ExamId { get; private set; } = examId;
    public Milestone What { get; private set; } = what;
    public DateOnly By { get; private set; } = by;
    public DateTimeOffset NotedAt { get; private set; } = notedAt;
}
