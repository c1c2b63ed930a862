namespace DemoExam.Domain.Audit;

/// <summary>Registers that keep a history.</summary>
public enum RegisterKind
{
    Organisation = 1,
    Venue = 2,
    Expert = 3,
    Candidate = 4,
    Package = 5,
    Programme = 6,
    Speciality = 7,
}

/// <summary>What happened to an entry of a register.</summary>
public enum RegisterDeed
{
    /// <summary>The entry is new.</summary>
    Added = 1,

    Changed = 2,
}

/// <summary>One value of an entry before and after.</summary>
/// <param name="Field">Name of the field; of a part of the entry with the part in front, such as <c>Accreditation.Status</c>.</param>
/// <param name="Item">Which part, for example the number of a certificate; null for the entry itself.</param>
/// <param name="Before">Null when there was nothing.</param>
/// <param name="After">Null when there is nothing any more.</param>
public sealed record FieldChange(string Field, string? Item, string? Before, string? After);

/// <summary>Who changed an entry of a register, when, and what. Written with the change itself and never changed.</summary>
public sealed class RegisterChange
{
    private List<FieldChange> _fields = [];

    private RegisterChange()
    {
    }

    public RegisterChange(RegisterChangeId id, RegisterKind kind, Guid subjectId, RegisterDeed deed, IEnumerable<FieldChange> fields, string actorId, string actor, DateTimeOffset at)
    {
        Id = id;
        Kind = kind;
        SubjectId = subjectId;
        Deed = deed;
        _fields = [.. fields];
        ActorId = actorId;
        Actor = actor;
        At = at;
    }

    public RegisterChangeId Id { get; private set; }
    public RegisterKind Kind { get; private set; }

    /// <summary>The entry.</summary>
    public Guid SubjectId { get; private set; }

    public RegisterDeed Deed { get; private set; }

    /// <summary>Account, or "system".</summary>
    public string ActorId { get; private set; } = "";

    /// <summary>Name as shown.</summary>
    public string Actor { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>Forgets the values, which were personal data erased on demand; who changed which field when stays.</summary>
    public void Blank() => _fields = _fields.ConvertAll(field => field with { Item = null, Before = null, After = null });

    /// <summary>What changed; empty for a new entry.</summary>
    public IReadOnlyList<FieldChange> Fields => _fields;
}
