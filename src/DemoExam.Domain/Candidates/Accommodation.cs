namespace DemoExam.Domain.Candidates;

/// <summary>What makes an exam possible for a candidate with limited health abilities (Order 800; domain reference, legal points). Never why.</summary>
[Flags]
public enum Accommodations
{
    None = 0,

    /// <summary>More time, see <see cref="Accommodation.ExtraPercent"/>.</summary>
    MoreTime = 1,

    /// <summary>A room, or a place apart from the others.</summary>
    SeparatePlace = 2,

    /// <summary>A person who helps with technique, not with the task (тьютор, ассистент).</summary>
    Assistant = 4,

    /// <summary>Tasks in large print.</summary>
    LargePrint = 8,

    /// <summary>Breaks when they are needed.</summary>
    Breaks = 16,

    /// <summary>Sound amplification or a sign language interpreter.</summary>
    Hearing = 32,

    /// <summary>Tasks in Braille, or a program that reads the screen.</summary>
    Braille = 64,

    /// <summary>A place that is reached and used in a wheelchair.</summary>
    Wheelchair = 128,
}

/// <summary>
/// Special conditions (особые условия) of a candidate. A table of its own with its own rights: no register, list or export shows it.
/// No diagnosis is stored (152-ФЗ, art. 10).
/// </summary>
public sealed class Accommodation
{
    /// <summary>Most extra time, per cent of the working time.</summary>
    public const int MostPercent = 200;

    private Accommodation()
    {
    }

    public Accommodation(CandidateId candidateId) => CandidateId = candidateId;

    public CandidateId CandidateId { get; private set; }

    public Accommodations Kinds { get; private set; }

    /// <summary>Extra time, per cent of the working time; more than 0 exactly when <see cref="Kinds"/> has <see cref="Accommodations.MoreTime"/>.</summary>
    public int ExtraPercent { get; private set; }

    /// <summary>Document that grants the conditions.</summary>
    public string Basis { get; private set; } = "";

    /// <summary>Who entered them last.</summary>
    public string By { get; private set; } = "";

    public DateTimeOffset At { get; private set; }
    public int Version { get; private set; }

    /// <summary>Grants these conditions instead of the former ones.</summary>
    /// <exception cref="RuleViolation"><see cref="CandidateRules.ExtraTimeIsSaid"/>.</exception>
    public void Grant(Accommodations kinds, int extraPercent, string basis, string by, DateTimeOffset now)
    {
        CandidateRules.ExtraTimeIsSaid.Require(extraPercent is >= 0 and <= MostPercent && kinds.HasFlag(Accommodations.MoreTime) == extraPercent > 0, ("most", MostPercent));
        (Kinds, ExtraPercent, Basis, By, At) = (kinds, extraPercent, basis, by, now);
        Version++;
    }

    /// <summary>Extra time of an exam, whole minutes, rounded up.</summary>
    /// <param name="minutes">Working time of the group.</param>
    public int ExtraMinutesOf(int minutes) => Math.Min(Exams.Exam.MostExtraMinutes, (minutes * ExtraPercent + 99) / 100);
}
