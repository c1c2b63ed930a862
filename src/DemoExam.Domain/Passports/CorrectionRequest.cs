using DemoExam.Domain.People;
using static DemoExam.Domain.Passports.PassportRules;

namespace DemoExam.Domain.Passports;

/// <summary>What a holder wants corrected.</summary>
public enum CorrectionKind
{
    /// <summary>Имя изменилось или записано неверно.</summary>
    Name = 1,

    /// <summary>Другая ошибка.</summary>
    Mistake = 2,
}

/// <summary>State of a request.</summary>
public enum CorrectionStatus
{
    /// <summary>Waits for the operator.</summary>
    Open = 0,

    /// <summary>Granted: a new version of the passport was ordered.</summary>
    Granted = 1,

    /// <summary>Refused, with an answer.</summary>
    Refused = 2,
}

/// <summary>
/// A holder's request to correct a passport. It changes nothing by itself: an operator looks at the documents and decides, and a new
/// version replaces the passport.
/// </summary>
public sealed class CorrectionRequest
{
    private CorrectionRequest()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="passport">The passport.</param>
    /// <param name="candidate">The holder.</param>
    /// <param name="kind">What is wrong.</param>
    /// <param name="name">The name as it should be; for <see cref="CorrectionKind.Name"/> only.</param>
    /// <param name="text">What is wrong and which document shows it.</param>
    /// <param name="now">When.</param>
    public CorrectionRequest(CorrectionRequestId id, PassportId passport, CandidateId candidate, CorrectionKind kind, PersonName? name, string text, DateTimeOffset now)
    {
        Id = id;
        PassportId = passport;
        CandidateId = candidate;
        Kind = kind;
        Name = name;
        Text = text;
        AskedAt = now;
    }

    public CorrectionRequestId Id { get; private set; }
    public PassportId PassportId { get; private set; }
    public CandidateId CandidateId { get; private set; }
    public CorrectionKind Kind { get; private set; }
    public PersonName? Name { get; private set; }
    public string Text { get; private set; } = "";
    public DateTimeOffset AskedAt { get; private set; }
    public CorrectionStatus Status { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }
    public string? DecidedBy { get; private set; }

    /// <summary>What the operator answers the holder.</summary>
    public string? Answer { get; private set; }

    public int Version { get; private set; }

    /// <summary>The operator decides.</summary>
    /// <exception cref="RuleViolation"><see cref="CorrectionIsOpen"/>.</exception>
    public void Decide(bool granted, string answer, string by, DateTimeOffset now)
    {
        CorrectionIsOpen.Require(Status == CorrectionStatus.Open);
        Status = granted ? CorrectionStatus.Granted : CorrectionStatus.Refused;
        Answer = answer;
        DecidedBy = by;
        DecidedAt = now;
        Version++;
    }
}
