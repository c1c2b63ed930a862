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

    /// <summary>End as planned.</summary>
    public DateTimeOffset EndsAt => StartsAt.AddMinutes(DurationMinutes);

    /// <summary>When the chief expert started the clock; null before.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When the work of the group ended; null before.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>True while the clock of the group runs.</summary>
    public bool IsRunning => StartedAt is not null && FinishedAt is null;

    internal void Start(DateTimeOffset now) => StartedAt = now;

    internal void Finish(DateTimeOffset now) => FinishedAt ??= now;
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

    /// <summary>When the safety briefing was given; null before.</summary>
    public DateTimeOffset? BriefedAt { get; private set; }

    /// <summary>Who gave it.</summary>
    public string? BriefedBy { get; private set; }

    internal void Brief(string by, DateTimeOffset now) => (BriefedAt, BriefedBy) = (now, by);

    internal void Distribute(string criteria) => Criteria = criteria;

    internal void Belong(ExpertId expert) => ExpertId = expert;

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

    /// <summary>Why it ended so; null where nothing has to be said.</summary>
    public string? OutcomeReason { get; private set; }

    /// <summary>The act or certificate that stands behind it.</summary>
    public string? OutcomeDocument { get; private set; }

    /// <summary>When the safety briefing was given; null before.</summary>
    public DateTimeOffset? BriefedAt { get; private set; }

    /// <summary>Who gave it.</summary>
    public string? BriefedBy { get; private set; }

    /// <summary>When the chief expert recognised the candidate by a document and let them in.</summary>
    public DateTimeOffset? AdmittedAt { get; private set; }

    public IdentityDocument? Identity { get; private set; }

    /// <summary>Last four characters of the document's number, for the registration sheet; deleted when the exam is closed. The whole number is never stored (152-ФЗ, art. 5: minimum of data).</summary>
    public string? IdentityTail { get; private set; }

    /// <summary>Time on top of the group's, minutes: special conditions (ОВЗ). Why, is nobody's business here.</summary>
    public int ExtraMinutes { get; private set; }

    /// <summary>Document that grants the special conditions.</summary>
    public string? ExtraBasis { get; private set; }

    /// <summary>When the candidate ended before the group; null when with it.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>The exam that the candidate sits instead.</summary>
    public ExamId? MovedTo { get; private set; }

    internal void Set(ParticipationOutcome outcome, string? reason = null, string? document = null) => (Outcome, OutcomeReason, OutcomeDocument) = (outcome, reason, document);

    internal void Brief(string by, DateTimeOffset now) => (BriefedAt, BriefedBy) = (now, by);

    internal void Admit(IdentityDocument identity, string tail, DateTimeOffset now) => (Identity, IdentityTail, AdmittedAt) = (identity, tail, AdmittedAt ?? now);

    internal void ForgetIdentity() => IdentityTail = null;

    internal void Grant(int minutes, string basis) => (ExtraMinutes, ExtraBasis) = (minutes, basis);

    internal void Finish(DateTimeOffset now) => FinishedAt ??= now;

    internal void Move(ExamId to, string reason, string document)
    {
        Set(ParticipationOutcome.Moved, reason, document);
        MovedTo = to;
    }

    internal void Belong(CandidateId candidate) => CandidateId = candidate;

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
/// Journeys too: whoever is at a venue one day can't be in another time zone the next, so a day also takes the next day of every other zone.
/// </summary>
public sealed class Booking
{
    /// <summary>Length of a slot of a workplace, minutes.</summary>
    public const int SlotMinutes = 30;

    /// <summary>Slot of a person: the whole day.</summary>
    public const int WholeDay = 0;

    /// <summary>Slot of a person in a time zone; the number says which.</summary>
    public const int InZone = 1;

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

    /// <summary>The same time of another entry of the same person.</summary>
    public Booking Of(Guid resourceId) => new(ExamId, Kind, resourceId, Number, Day, Slot);

    public ExamId ExamId { get; private set; }
    public BookedKind Kind { get; private set; }

    /// <summary>Expert, candidate or venue.</summary>
    public Guid ResourceId { get; private set; }

    /// <summary>Number of the workplace; of people the time zone, in hours from UTC, or 0 for the whole day.</summary>
    public int Number { get; private set; }

    /// <summary>Calendar day at the venue.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Part of the day: number of the slot from midnight for workplaces; <see cref="WholeDay"/> or <see cref="InZone"/> for people.</summary>
    public int Slot { get; private set; }
}
