namespace DemoExam.Domain.Scoring;

/// <summary>
/// One entry of one expert for one aspect: a fact that is added and never changed. A correction is a new entry that
/// names the entries it replaces, so the outcome depends neither on the order of arrival nor on any clock, and an
/// entry made without knowing of another stands beside it instead of overwriting it.
/// </summary>
public sealed class ScoreEntry
{
    private List<Guid> _replaces = [];

    private ScoreEntry()
    {
    }

    /// <param name="id">Made on the device; sending the same entry again changes nothing.</param>
    /// <param name="aspectId">The aspect.</param>
    /// <param name="expertId">Whose entry it is.</param>
    /// <param name="value">What was entered; null for "not attempted", which counts as zero points.</param>
    /// <param name="notAttemptedReason">Required when <paramref name="value"/> is null, otherwise null.</param>
    /// <param name="replaces">Entries of the same aspect that this one corrects.</param>
    /// <param name="enteredAt">Time of the device; recorded, never used to decide.</param>
    /// <param name="receivedAt">Time of the server.</param>
    public ScoreEntry(ScoreEntryId id, AspectId aspectId, ExpertId expertId, ScoreValue? value, string? notAttemptedReason,
        IEnumerable<ScoreEntryId> replaces, DateTimeOffset enteredAt, DateTimeOffset receivedAt)
    {
        ScoringRules.NotAttemptedHasReason.Require(value is not null || !string.IsNullOrWhiteSpace(notAttemptedReason));
        Id = id;
        AspectId = aspectId;
        ExpertId = expertId;
        Value = value;
        NotAttemptedReason = value is null ? notAttemptedReason : null;
        _replaces = [.. replaces.Select(r => r.Value).Distinct()];
        EnteredAt = enteredAt;
        ReceivedAt = receivedAt;
    }

    public ScoreEntryId Id { get; private set; }
    public AspectId AspectId { get; private set; }
    public ExpertId ExpertId { get; private set; }

    /// <summary>Null means "not attempted": zero points, entered on purpose.</summary>
    public ScoreValue? Value { get; private set; }

    public string? NotAttemptedReason { get; private set; }
    public IEnumerable<ScoreEntryId> Replaces => _replaces.Select(ScoreEntryId.From);
    public DateTimeOffset EnteredAt { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>True when both say the same about the aspect.</summary>
    public bool SaysTheSameAs(ScoreEntry other) => AspectId == other.AspectId && Value == other.Value;
}
