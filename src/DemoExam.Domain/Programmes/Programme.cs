using DemoExam.Domain.Candidates;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.People;

namespace DemoExam.Domain.Programmes;

/// <summary>What a programme is financed and reported under.</summary>
public enum ProgrammeKind
{
    /// <summary>«Содействие занятости»: adults learn a trade; their employment must be reported.</summary>
    EmploymentPromotion = 1,

    /// <summary>«Первая профессия»: schoolchildren learn a first trade.</summary>
    FirstProfession = 2,

    /// <summary>«Профессионалитет»: colleges and employers in one cluster.</summary>
    Professionalitet = 3,

    /// <summary>«Кадры для цифровой экономики».</summary>
    DigitalEconomy = 4,

    /// <summary>Training of experts who conduct and score exams.</summary>
    ExpertTraining = 5,

    /// <summary>Programmes for civil servants.</summary>
    CivilService = 6,

    /// <summary>Pilot of self-employment in colleges.</summary>
    SelfEmployment = 7,

    /// <summary>State final attestation of college graduates.</summary>
    StateAttestation = 8,
}

/// <summary>How a programme ends.</summary>
public enum ProgrammeEnding
{
    /// <summary>A demonstration exam by an assessment package.</summary>
    Exam = 1,

    /// <summary>An assessment without an assessment package, as for schoolchildren and civil servants.</summary>
    Assessment = 2,

    /// <summary>Nothing is assessed.</summary>
    None = 3,
}

/// <summary>What a programme is.</summary>
/// <param name="OrganisationId">Who carries it out.</param>
/// <param name="NameEn">Name for readers of English.</param>
public sealed record ProgrammeTerms(ProgrammeKind Kind, string Name, string NameEn, ProgrammeEnding Ending, OrganisationId OrganisationId);

/// <summary>What is to be reached in a year.</summary>
/// <param name="Participants">People to be trained, from 1.</param>
/// <param name="EmployedPercent">Share of those trained who are to work afterwards, 0–100; null where nobody asks for it.</param>
public sealed record ProgrammeTarget(int Year, int Participants, int? EmployedPercent);

/// <summary>An organisation that takes part in a programme besides the one that carries it out.</summary>
public sealed record ProgrammePartner(OrganisationId OrganisationId);

/// <summary>A programme of training of a region: its yearly targets, partners and groups.</summary>
public sealed class Programme : IRegional
{
    private readonly List<ProgrammeTarget> _targets = [];
    private readonly List<ProgrammePartner> _partners = [];
    private readonly List<TrainingGroup> _groups = [];

    private Programme()
    {
    }

    public Programme(ProgrammeId id, ProgrammeTerms terms, string regionCode)
    {
        Id = id;
        RegionCode = regionCode;
        Change(terms);
        Version = 0;
    }

    public ProgrammeId Id { get; private set; }
    public string RegionCode { get; private set; } = "";
    public ProgrammeKind Kind { get; private set; }
    public string Name { get; private set; } = "";
    public string NameEn { get; private set; } = "";

    /// <summary>Name in the form for search and order; unique within the region.</summary>
    public string NameNorm { get; private set; } = "";

    public ProgrammeEnding Ending { get; private set; }

    /// <summary>Who carries it out.</summary>
    public OrganisationId OrganisationId { get; private set; }

    public int Version { get; private set; }

    public IReadOnlyList<ProgrammeTarget> Targets => _targets;
    public IReadOnlyList<ProgrammePartner> Partners => _partners;
    public IReadOnlyList<TrainingGroup> Groups => _groups;

    /// <summary>Who takes part; it decides legal base, grade scale and layout of the passport. Null when a programme takes anybody.</summary>
    public static CandidateCategory? CategoryOf(ProgrammeKind kind) => kind switch
    {
        ProgrammeKind.EmploymentPromotion => CandidateCategory.AdultLearner,
        ProgrammeKind.FirstProfession => CandidateCategory.Schoolchild,
        ProgrammeKind.CivilService => CandidateCategory.CivilServant,
        ProgrammeKind.StateAttestation => CandidateCategory.Graduate,
        ProgrammeKind.Professionalitet or ProgrammeKind.SelfEmployment => CandidateCategory.Student,
        _ => null,
    };

    /// <summary>Name, kind, ending or the organisation are other ones, or were written wrongly.</summary>
    public void Change(ProgrammeTerms terms)
    {
        Kind = terms.Kind;
        Name = terms.Name;
        NameEn = terms.NameEn;
        NameNorm = TextNorm.Of(terms.Name);
        Ending = terms.Ending;
        OrganisationId = terms.OrganisationId;
        Version++;
    }

    /// <summary>Sets or replaces the target of a year.</summary>
    public void SetTarget(ProgrammeTarget target)
    {
        _targets.RemoveAll(t => t.Year == target.Year);
        _targets.Add(target);
        Version++;
    }

    /// <summary>Adds a partner; one who is there already stays.</summary>
    public void AddPartner(OrganisationId organisation)
    {
        if (organisation == OrganisationId || _partners.Exists(p => p.OrganisationId == organisation))
        {
            return;
        }

        _partners.Add(new ProgrammePartner(organisation));
        Version++;
    }

    /// <summary>Takes a partner out; what it has done stays.</summary>
    public void RemovePartner(OrganisationId organisation)
    {
        _partners.RemoveAll(p => p.OrganisationId == organisation);
        Version++;
    }

    /// <summary>Opens a group.</summary>
    /// <exception cref="RuleViolation">Its last day lies before its first, or the programme has a group of this name.</exception>
    public TrainingGroup OpenGroup(TrainingGroupId id, string name, DateOnly firstDay, DateOnly lastDay)
    {
        var refusals = new Refusals();
        refusals.Require(ProgrammeRules.DaysAreInOrder, firstDay <= lastDay, nameof(TrainingGroup.LastDay), ("first", firstDay), ("last", lastDay));
        refusals.Require(ProgrammeRules.GroupIsNew, !_groups.Exists(g => string.Equals(g.Name, name, StringComparison.OrdinalIgnoreCase)), nameof(TrainingGroup.Name), ("name", name));
        refusals.ThrowIfAny();
        var group = new TrainingGroup(id, name, firstDay, lastDay);
        _groups.Add(group);
        Version++;
        return group;
    }
}

/// <summary>People who learn together. They count to the year in which the group ends.</summary>
public sealed class TrainingGroup
{
    private TrainingGroup()
    {
    }

    internal TrainingGroup(TrainingGroupId id, string name, DateOnly firstDay, DateOnly lastDay)
    {
        Id = id;
        Name = name;
        FirstDay = firstDay;
        LastDay = lastDay;
    }

    public TrainingGroupId Id { get; private set; }
    public string Name { get; private set; } = "";
    public DateOnly FirstDay { get; private set; }
    public DateOnly LastDay { get; private set; }

    /// <summary>Whether the training is over.</summary>
    public bool IsOver(DateOnly today) => LastDay < today;
}

/// <summary>The rule book of programmes.</summary>
public static class ProgrammeRules
{
    /// <summary>Days after the end of a training within which its outcome should be known. Our own rule: as long as the graduate's link holds.</summary>
    public const int DaysToKnow = 90;

    public static readonly Rule ImportIsClean = new("programmes.import-errors", "The file has rows with errors; nothing was recorded.");
    public static readonly Rule ProgrammeIsNew = new("programmes.repeated", "The region already has a programme of this name.");
    public static readonly Rule DaysAreInOrder = new("programmes.days", "The last day of a group can't lie before its first.");
    public static readonly Rule GroupIsNew = new("programmes.group-repeated", "The programme already has a group of this name.");
    public static readonly Rule SomebodyIsFound = new("programmes.nobody", "The register has nobody of this organisation and group who is not in the group yet.");
    public static readonly Rule OutcomeFollowsTraining = new("programmes.outcome-early", "An outcome is recorded after the training has ended.");
    public static readonly Rule OutcomeIsNotAhead = new("programmes.outcome-ahead", "The day of an outcome can't lie ahead.");
    public static readonly Rule EmployerIsNamed = new("programmes.employer", "Who is employed has an employer.");
    public static readonly Rule TrainsExperts = new("programmes.not-for-experts", "Only a training of experts ends with an expert credential.");
    public static readonly Rule CredentialFollowsTraining = new("programmes.credential-early", "The credential can't begin before the training ends.");
    public static readonly Rule CompletesOnce = new("programmes.completed", "The participant has the credential of this training already.");
    public static readonly Rule HasNotLeft = new("programmes.left", "The participant has left the programme.");
}
