using static DemoExam.Domain.Scoring.ScoringRules;

namespace DemoExam.Domain.Scoring;

/// <summary>Why locked scores are opened again.</summary>
public enum UnlockBasis
{
    /// <summary>Акт об ошибке: an error was found before the protocol was signed.</summary>
    ErrorReport = 1,

    /// <summary>Решение апелляционной комиссии.</summary>
    AppealDecision = 2,

    /// <summary>Исправление по решению ГЭК.</summary>
    BoardCorrection = 3,
}

/// <summary>State of a request to unlock.</summary>
public enum UnlockStatus
{
    /// <summary>Waits for the second person.</summary>
    Requested = 1,
    Approved = 2,
    Rejected = 3,
}

/// <summary>
/// A request to open locked scores, with its basis document. One person asks, another decides; both stand in the trail. What
/// it led to, a new version of a result, names it as its basis.
/// </summary>
public sealed class UnlockRequest
{
    private UnlockRequest()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="examId">The exam.</param>
    /// <param name="scope">Which sheets.</param>
    /// <param name="basis">Why, with the document.</param>
    /// <param name="askedBy">Account that asks.</param>
    /// <param name="askedByName">Its name.</param>
    /// <param name="protocolSigned">Everybody has signed the protocol: only the appeals board and the state board may still change a result.</param>
    /// <param name="now">Moment of asking.</param>
    /// <exception cref="RuleViolation"><see cref="UnlockHasBasis"/> or <see cref="BasisIsEnough"/>.</exception>
    public UnlockRequest(UnlockRequestId id, ExamId examId, UnlockScope scope, UnlockGrounds basis, Guid askedBy, string askedByName, bool protocolSigned, DateTimeOffset now)
    {
        UnlockHasBasis.Require(!string.IsNullOrWhiteSpace(basis.Document) && !string.IsNullOrWhiteSpace(basis.Reason));
        UnlockHasBasis.Require(basis.DocumentDate <= DateOnly.FromDateTime(now.UtcDateTime).AddDays(1));
        BasisIsEnough.Require(!protocolSigned || basis.Basis != UnlockBasis.ErrorReport);
        Id = id;
        ExamId = examId;
        CandidateId = scope.CandidateId;
        Criterion = scope.Criterion;
        Basis = basis.Basis;
        Document = basis.Document.Trim();
        DocumentDate = basis.DocumentDate;
        Reason = basis.Reason.Trim();
        AskedBy = askedBy;
        AskedByName = askedByName;
        AskedAt = now;
        Status = UnlockStatus.Requested;
    }

    public UnlockRequestId Id { get; private set; }
    public ExamId ExamId { get; private set; }

    /// <summary>Whose sheets; null for all candidates.</summary>
    public CandidateId? CandidateId { get; private set; }

    /// <summary>Letter of the criterion; null for all.</summary>
    public string? Criterion { get; private set; }

    public UnlockBasis Basis { get; private set; }

    /// <summary>Name and number of the basis document.</summary>
    public string Document { get; private set; } = "";

    public DateOnly DocumentDate { get; private set; }
    public string Reason { get; private set; } = "";
    public Guid AskedBy { get; private set; }
    public string AskedByName { get; private set; } = "";
    public DateTimeOffset AskedAt { get; private set; }
    public UnlockStatus Status { get; private set; }
    public Guid? DecidedBy { get; private set; }
    public string? DecidedByName { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    /// <summary>Why it was rejected.</summary>
    public string? Answer { get; private set; }

    public int Version { get; private set; }

    /// <summary>True when the request is about this sheet.</summary>
    public bool Covers(CandidateId candidate, string criterion) => (CandidateId is null || CandidateId == candidate) && (Criterion is null || Criterion == criterion);

    /// <summary>The second person decides.</summary>
    /// <exception cref="RuleViolation"><see cref="UnlockIsUndecided"/>, <see cref="TwoPersonsUnlock"/>, <see cref="RejectionHasReason"/>.</exception>
    public void Decide(bool approve, Guid by, string byName, string? answer, DateTimeOffset now)
    {
        UnlockIsUndecided.Require(Status == UnlockStatus.Requested, ("status", Status));
        TwoPersonsUnlock.Require(by != AskedBy);
        RejectionHasReason.Require(approve || !string.IsNullOrWhiteSpace(answer));
        Status = approve ? UnlockStatus.Approved : UnlockStatus.Rejected;
        DecidedBy = by;
        DecidedByName = byName;
        DecidedAt = now;
        Answer = answer?.Trim();
        Version++;
    }
}

/// <summary>Which sheets are opened; null stands for all.</summary>
public sealed record UnlockScope(CandidateId? CandidateId, string? Criterion);

/// <summary>Why they are opened.</summary>
/// <param name="Basis">Kind of document.</param>
/// <param name="Document">Name and number.</param>
/// <param name="DocumentDate">Date of the document.</param>
/// <param name="Reason">What is wrong.</param>
public sealed record UnlockGrounds(UnlockBasis Basis, string Document, DateOnly DocumentDate, string Reason);
