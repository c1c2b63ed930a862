using DemoExam.Domain.Experts;

namespace DemoExam.Domain.Exams;

/// <summary>An exam group (экзаменационная группа); a shift is a group with its own start.</summary>
public sealed class ExamGroup
{
    private ExamGroup()
    {
    }

    internal ExamGroup(ExamGroupId id, int number, DateTimeOffset startsAt, int durationMinutes)
    {
        Id = id;
        Number = number;
        StartsAt = startsAt;
        DurationMinutes = durationMinutes;
    }

    public ExamGroupId Id { get; private set; }

    /// <summary>From 1, in order of start.</summary>
    public int Number { get; private set; }

    public DateTimeOffset StartsAt { get; private set; }

    /// <summary>Working time, minutes.</summary>
    public int DurationMinutes { get; private set; }

    public DateTimeOffset EndsAt => StartsAt.AddMinutes(DurationMinutes);
}

/// <summary>What an expert does in an exam.</summary>
public sealed class ExpertDuty
{
    private ExpertDuty()
    {
    }

    internal ExpertDuty(ExpertDutyId id, ExpertId expertId, ExamRole role, string criteria)
    {
        Id = id;
        ExpertId = expertId;
        Role = role;
        Criteria = criteria;
    }

    public ExpertDutyId Id { get; private set; }
    public ExpertId ExpertId { get; private set; }
    public ExamRole Role { get; private set; }

    /// <summary>Letters of the criteria that a scoring expert scores, for example "ABC"; empty for other roles.</summary>
    public string Criteria { get; private set; } = "";

    /// <summary>When somebody else took the place; null while the duty holds.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why the expert dropped out.</summary>
    public string? EndedBecause { get; private set; }

    /// <summary>Who took the place.</summary>
    public ExpertId? ReplacedBy { get; private set; }

    /// <summary>True for a scoring expert whose duty holds.</summary>
    public bool IsScoring => Role == ExamRole.ScoringExpert && EndedAt is null;

    internal void End(ExpertId replacedBy, string reason, DateTimeOffset now) => (EndedAt, EndedBecause, ReplacedBy) = (now, reason, replacedBy);

    public bool Scores(string letter) => EndedAt is null && Role == ExamRole.ScoringExpert && Criteria.Contains(letter, StringComparison.Ordinal);
}

/// <summary>A candidate's place in one exam (зачисление на экзамен).</summary>
public sealed class Enrolment
{
    private Enrolment()
    {
    }

    internal Enrolment(EnrolmentId id, CandidateId candidateId, ExamGroupId groupId, int workplace)
    {
        Id = id;
        CandidateId = candidateId;
        GroupId = groupId;
        Workplace = workplace;
        Outcome = ParticipationOutcome.Expected;
    }

    public EnrolmentId Id { get; private set; }
    public CandidateId CandidateId { get; private set; }
    public ExamGroupId GroupId { get; private set; }

    /// <summary>Number of the workplace, from 1.</summary>
    public int Workplace { get; private set; }

    public ParticipationOutcome Outcome { get; private set; }

    internal void Set(ParticipationOutcome outcome) => Outcome = outcome;

    internal void Sit(int workplace) => Workplace = workplace;
}

/// <summary>What can be taken only once at a time.</summary>
public enum BookedKind
{
    Expert = 1,
    Candidate = 2,
    Workplace = 3,
}

/// <summary>
/// One thing taken: a person for a day, a workplace for half an hour. A unique index over everything but
/// the exam makes double booking impossible, whatever two organisers save at the same second.
/// </summary>
public sealed class Booking
{
    /// <summary>Length of a slot of a workplace, minutes.</summary>
    public const int SlotMinutes = 30;

    private Booking()
    {
    }

    internal Booking(ExamId examId, BookedKind kind, Guid resourceId, int number, DateOnly day, int slot)
    {
        ExamId = examId;
        Kind = kind;
        ResourceId = resourceId;
        Number = number;
        Day = day;
        Slot = slot;
    }

    public ExamId ExamId { get; private set; }
    public BookedKind Kind { get; private set; }

    /// <summary>Expert, candidate or venue.</summary>
    public Guid ResourceId { get; private set; }

    /// <summary>Number of the workplace; 0 for people.</summary>
    public int Number { get; private set; }

    /// <summary>Calendar day at the venue.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Part of the day: number of the slot from midnight for workplaces; 0 (the whole day) for people.</summary>
    public int Slot { get; private set; }
}
