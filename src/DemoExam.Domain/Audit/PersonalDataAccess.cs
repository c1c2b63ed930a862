namespace DemoExam.Domain.Audit;

/// <summary>What of a person was looked at.</summary>
public enum PersonalDataKind
{
    /// <summary>The entry in a register: name, birth date, insurance number.</summary>
    Entry = 1,

    /// <summary>A line of a list: name, group, birth date.</summary>
    List = 2,

    /// <summary>A file with many entries.</summary>
    Export = 3,

    /// <summary>Result and marks.</summary>
    Result = 4,

    Passport = 5,

    /// <summary>Special conditions, which tell of health.</summary>
    Conditions = 6,

    /// <summary>Everything that is kept about the person, as a file.</summary>
    Everything = 7,
}

/// <summary>
/// Somebody looked at the personal data of somebody else (152-ФЗ, art. 19). One line for an hour, a reader, a person and a kind,
/// however often the page was opened within the hour.
/// </summary>
public sealed class PersonalDataAccess
{
    private PersonalDataAccess()
    {
    }

    /// <exception cref="ArgumentException">The register holds no people.</exception>
    public PersonalDataAccess(Guid id, RegisterKind register, Guid subjectId, PersonalDataKind kind, string actorId, string actor, DateTimeOffset at)
    {
        if (register is not (RegisterKind.Candidate or RegisterKind.Expert))
        {
            throw new ArgumentException($"{register} holds no people.", nameof(register));
        }

        Id = id;
        Register = register;
        SubjectId = subjectId;
        Kind = kind;
        ActorId = actorId;
        Actor = actor;
        Hour = HourOf(at);
    }

    public Guid Id { get; private set; }

    /// <summary>Candidates or experts.</summary>
    public RegisterKind Register { get; private set; }

    /// <summary>Whose data.</summary>
    public Guid SubjectId { get; private set; }

    public PersonalDataKind Kind { get; private set; }

    /// <summary>Account of the reader.</summary>
    public string ActorId { get; private set; } = "";

    /// <summary>Name of the reader as shown.</summary>
    public string Actor { get; private set; } = "";

    /// <summary>Beginning of the hour, UTC.</summary>
    public DateTimeOffset Hour { get; private set; }

    /// <summary>Beginning of the hour that a moment lies in, UTC.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset moment) => new(moment.UtcDateTime.Date.AddHours(moment.UtcDateTime.Hour), TimeSpan.Zero);
}

/// <summary>Personal data of a candidate were erased on demand; what a law asks to keep was kept, and is named.</summary>
public sealed class Erasure
{
    private Erasure()
    {
    }

    public Erasure(Guid id, CandidateId candidateId, string basis, IReadOnlyList<string> erased, IReadOnlyList<string> kept, string actorId, string actor, DateTimeOffset at)
    {
        Id = id;
        CandidateId = candidateId;
        Basis = basis;
        Erased = erased;
        Kept = kept;
        ActorId = actorId;
        Actor = actor;
        At = at;
    }

    public Guid Id { get; private set; }
    public CandidateId CandidateId { get; private set; }

    /// <summary>The application or order that asks for it.</summary>
    public string Basis { get; private set; } = "";

    /// <summary>Keys of what went.</summary>
    public IReadOnlyList<string> Erased { get; private set; } = [];

    /// <summary>Keys of what stayed; each names its law in the texts.</summary>
    public IReadOnlyList<string> Kept { get; private set; } = [];

    public string ActorId { get; private set; } = "";
    public string Actor { get; private set; } = "";
    public DateTimeOffset At { get; private set; }
}
