using System.Globalization;

namespace DemoExam.Domain.Scoring;

/// <summary>What an entry says about an aspect.</summary>
public enum ScoreEntryKind
{
    /// <summary>A value on the aspect's scale.</summary>
    Value = 1,

    /// <summary>Не приступал: zero points, entered on purpose and with a reason.</summary>
    NotAttempted = 2,

    /// <summary>The expert takes own entries back and leaves nothing in their place.</summary>
    Withdrawn = 3,

    /// <summary>The chief expert rules entries out, with a reason. It never brings a value: the chief expert does not score.</summary>
    SetAside = 4,

    /// <summary>
    /// The chief expert carries over what two persons have read on a paper sheet; the value is the points that stand there. It is
    /// the experts' mark, not the chief expert's.
    /// </summary>
    FromPaper = 5,
}

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
    /// <param name="content">What it says.</param>
    /// <param name="replaces">Entries of the same aspect that this one takes the place of; those that it can't replace are without effect.</param>
    /// <param name="enteredAt">Time of the device; recorded, never used to decide.</param>
    /// <param name="receivedAt">Time of the server.</param>
    public ScoreEntry(ScoreEntryId id, AspectId aspectId, ExpertId expertId, ScoreContent content,
        IEnumerable<ScoreEntryId> replaces, DateTimeOffset enteredAt, DateTimeOffset receivedAt)
    {
        Id = id;
        AspectId = aspectId;
        ExpertId = expertId;
        Kind = content.Kind;
        Value = content.Value;
        Reason = content.Reason;
        _replaces = [.. replaces.Where(r => r != id).Select(r => r.Value).Distinct()];
        EnteredAt = enteredAt;
        ReceivedAt = receivedAt;
    }

    public ScoreEntryId Id { get; private set; }
    public AspectId AspectId { get; private set; }
    public ExpertId ExpertId { get; private set; }
    public ScoreEntryKind Kind { get; private set; }

    /// <summary>Set for <see cref="ScoreEntryKind.Value"/>, on the scale of the aspect, and for <see cref="ScoreEntryKind.FromPaper"/>, in points.</summary>
    public ScoreValue? Value { get; private set; }

    /// <summary>Set for <see cref="ScoreEntryKind.NotAttempted"/> and <see cref="ScoreEntryKind.SetAside"/>; for <see cref="ScoreEntryKind.FromPaper"/> the sheet, its readers and its experts.</summary>
    public string? Reason { get; private set; }

    public IEnumerable<ScoreEntryId> Replaces => _replaces.Select(ScoreEntryId.From);
    public DateTimeOffset EnteredAt { get; private set; }
    public DateTimeOffset ReceivedAt { get; private set; }

    /// <summary>True when the entry says something about the candidate's work, rather than taking something back.</summary>
    public bool IsScore => Kind is ScoreEntryKind.Value or ScoreEntryKind.NotAttempted or ScoreEntryKind.FromPaper;

    /// <summary>True when both give the aspect the same score.</summary>
    public bool SaysTheSameAs(ScoreEntry other) => AspectId == other.AspectId && Kind == other.Kind && Value == other.Value;

    // What the fingerprint of the sheet is made of; times in whole milliseconds, because not every database keeps more.
    internal IEnumerable<string?> Fields() =>
    [
        Id.ToString(), AspectId.ToString(), ExpertId.ToString(), ((int)Kind).ToString(CultureInfo.InvariantCulture), Value?.ToString(), Reason,
        Digest.Text(EnteredAt), string.Join(' ', _replaces.Order()),
    ];

    internal bool Names(ScoreEntry other) => _replaces.Contains(other.Id.Value);
}

/// <summary>What an entry says. Only the five forms that make sense can be built.</summary>
public sealed record ScoreContent
{
    private ScoreContent(ScoreEntryKind kind, ScoreValue? value, string? reason)
    {
        Kind = kind;
        Value = value;
        Reason = reason;
    }

    public ScoreEntryKind Kind { get; }
    public ScoreValue? Value { get; }
    public string? Reason { get; }

    /// <summary>Takes own entries back.</summary>
    public static ScoreContent Withdrawn { get; } = new(ScoreEntryKind.Withdrawn, null, null);

    /// <summary>A value on the aspect's scale.</summary>
    public static ScoreContent Of(ScoreValue value) => new(ScoreEntryKind.Value, value, null);

    /// <summary>Zero points on purpose.</summary>
    /// <exception cref="RuleViolation"><see cref="ScoringRules.NotAttemptedHasReason"/>.</exception>
    public static ScoreContent NotAttempted(string? reason)
    {
        ScoringRules.NotAttemptedHasReason.Require(!string.IsNullOrWhiteSpace(reason));
        return new(ScoreEntryKind.NotAttempted, null, reason!.Trim());
    }

    /// <summary>Points that stand on a paper sheet.</summary>
    /// <param name="points">The points.</param>
    /// <param name="source">Code of the sheet, who has read it, whose marks they are.</param>
    public static ScoreContent FromPaper(Marks points, string source) => new(ScoreEntryKind.FromPaper, new ScoreValue(points.Hundredths * 10L), source);

    /// <summary>The chief expert rules entries out.</summary>
    /// <exception cref="RuleViolation"><see cref="ScoringRules.DecisionHasReason"/>.</exception>
    public static ScoreContent SetAside(string? reason)
    {
        ScoringRules.DecisionHasReason.Require(!string.IsNullOrWhiteSpace(reason));
        return new(ScoreEntryKind.SetAside, null, reason!.Trim());
    }
}
