namespace DemoExam.Domain.Programmes;

/// <summary>What came of a training (исход трудоустройства), a required indicator for «Содействие занятости».</summary>
public enum OutcomeKind
{
    Employed = 1,
    SelfEmployed = 2,

    /// <summary>Goes on learning.</summary>
    Studying = 3,

    NotEmployed = 4,
}

/// <summary>Who told of an outcome.</summary>
public enum OutcomeSource
{
    /// <summary>The organisation that trained.</summary>
    Organisation = 1,

    /// <summary>The graduate, by the form behind the link.</summary>
    Graduate = 2,

    Employer = 3,

    /// <summary>The public employment service.</summary>
    EmploymentService = 4,
}

/// <summary>What came of a training, as somebody told it.</summary>
/// <param name="On">Since when it is so; not ahead.</param>
/// <param name="Employer">Name of the employer; needed for <see cref="OutcomeKind.Employed"/> unless the graduate tells it, who may keep it back.</param>
public sealed record ToldOutcome(OutcomeKind Kind, DateOnly On, string? Employer, OutcomeSource Source);

/// <summary>A person in a group of a programme, and what came of it. Of all that was told the last counts; what was told before is kept.</summary>
public sealed class Participant
{
    private readonly List<EmploymentOutcome> _outcomes = [];

    private Participant()
    {
    }

    public Participant(ParticipantId id, ProgrammeId programmeId, TrainingGroupId groupId, CandidateId candidateId)
    {
        Id = id;
        ProgrammeId = programmeId;
        GroupId = groupId;
        CandidateId = candidateId;
    }

    public ParticipantId Id { get; private set; }
    public ProgrammeId ProgrammeId { get; private set; }
    public TrainingGroupId GroupId { get; private set; }
    public CandidateId CandidateId { get; private set; }

    /// <summary>Day on which the person left before the end; null for who stayed.</summary>
    public DateOnly? LeftOn { get; private set; }

    /// <summary>What counts now; null when nobody has told anything.</summary>
    public OutcomeKind? Outcome { get; private set; }

    /// <summary>Hash of the code in the link for the graduate; null when there is none or it was used.</summary>
    public string? FormHash { get; private set; }

    /// <summary>Last moment of the link.</summary>
    public DateTimeOffset? FormValidTo { get; private set; }

    public int Version { get; private set; }

    /// <summary>All that was told, the first first.</summary>
    public IReadOnlyList<EmploymentOutcome> Outcomes => _outcomes;

    /// <summary>Leaves before the end, or comes back when null.</summary>
    public void Leave(DateOnly? on)
    {
        LeftOn = on;
        Version++;
    }

    /// <summary>Makes the link for the graduate; an older one ends.</summary>
    public void OfferForm(string hash, DateTimeOffset validTo)
    {
        FormHash = hash;
        FormValidTo = validTo;
        Version++;
    }

    /// <summary>Answers for the end of a training of experts: from now on the person may get a credential.</summary>
    /// <param name="validFrom">First day of the credential.</param>
    /// <exception cref="RuleViolation">The programme trains others, the training is not over, the person left it, or the credential begins before its end.</exception>
    public void RequireTrained(Programme programme, TrainingGroup group, DateOnly validFrom, DateOnly today)
    {
        var refusals = new Refusals();
        refusals.Require(ProgrammeRules.TrainsExperts, programme.Kind == ProgrammeKind.ExpertTraining, null, ("programme", programme.Name));
        refusals.Require(ProgrammeRules.HasNotLeft, LeftOn is null, null, ("left", LeftOn));
        refusals.Require(ProgrammeRules.OutcomeFollowsTraining, group.IsOver(today), null, ("last", group.LastDay));
        refusals.Require(ProgrammeRules.CredentialFollowsTraining, validFrom >= group.LastDay, "Credential.ValidFrom", ("last", group.LastDay));
        refusals.ThrowIfAny();
    }

    /// <summary>Records what was told.</summary>
    /// <exception cref="RuleViolation">The training is not over, the person left it, the day lies ahead, or an employer is missing.</exception>
    public void Tell(EmploymentOutcomeId id, ToldOutcome told, TrainingGroup group, DateOnly today, DateTimeOffset now, string by)
    {
        var refusals = new Refusals();
        refusals.Require(ProgrammeRules.HasNotLeft, LeftOn is null, null, ("left", LeftOn));
        refusals.Require(ProgrammeRules.OutcomeFollowsTraining, group.IsOver(today), null, ("last", group.LastDay));
        refusals.Require(ProgrammeRules.OutcomeIsNotAhead, told.On <= today, nameof(told.On), ("on", told.On), ("today", today));
        refusals.Require(ProgrammeRules.EmployerIsNamed, told.Kind != OutcomeKind.Employed || told.Source == OutcomeSource.Graduate || told.Employer is not null, nameof(told.Employer));
        refusals.ThrowIfAny();
        _outcomes.Add(new EmploymentOutcome(id, told, now, by));
        Outcome = told.Kind;
        if (told.Source == OutcomeSource.Graduate)
        {
            (FormHash, FormValidTo) = (null, null);
        }

        Version++;
    }
}

/// <summary>One telling of what came of a training.</summary>
public sealed class EmploymentOutcome
{
    private EmploymentOutcome()
    {
    }

    internal EmploymentOutcome(EmploymentOutcomeId id, ToldOutcome told, DateTimeOffset at, string by)
    {
        Id = id;
        Kind = told.Kind;
        On = told.On;
        Employer = told.Employer;
        Source = told.Source;
        At = at;
        By = by;
    }

    public EmploymentOutcomeId Id { get; private set; }
    public OutcomeKind Kind { get; private set; }

    /// <summary>Since when it is so.</summary>
    public DateOnly On { get; private set; }

    public string? Employer { get; private set; }
    public OutcomeSource Source { get; private set; }

    /// <summary>When it was recorded.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>Name of the account; empty for the form, which asks for no name.</summary>
    public string By { get; private set; } = "";
}
