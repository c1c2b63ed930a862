using DemoExam.Domain.Organisations;
using DemoExam.Domain.People;

namespace DemoExam.Domain.Candidates;

/// <summary>Why a candidate sits the exam; decides legal base, grade scale and layout of the passport.</summary>
public enum CandidateCategory
{
    /// <summary>Graduate at the state final attestation (ГИА).</summary>
    Graduate = 1,

    /// <summary>Student at an interim attestation (ПА).</summary>
    Student = 2,

    /// <summary>Adult in «Содействие занятости» (ПО/ДПО).</summary>
    AdultLearner = 3,

    /// <summary>Schoolchild in «Первая профессия».</summary>
    Schoolchild = 4,

    /// <summary>Civil servant.</summary>
    CivilServant = 5,

    /// <summary>Employee of a company.</summary>
    CompanyEmployee = 6,
}

/// <summary>A person who sits exams.</summary>
public sealed class Candidate : IRegional
{
    private List<PermittedRetake> _retakes = [];

    private Candidate()
    {
    }

    /// <param name="id">Identity.</param>
    /// <param name="details">Who the person is.</param>
    /// <param name="regionCode">Region of the organisation.</param>
    public Candidate(CandidateId id, CandidateDetails details, string regionCode)
    {
        Id = id;
        Name = details.Name;
        NameNorm = details.Name.Normalised;
        LatinName = details.LatinName;
        BirthDate = details.BirthDate;
        Category = details.Category;
        OrganisationId = details.OrganisationId;
        StudyGroup = details.StudyGroup;
        Email = details.Email;
        PersonalNumber = details.PersonalNumber;
        Guardian = details.Guardian;
        RegionCode = regionCode;
    }

    public CandidateId Id { get; private set; }
    public PersonName Name { get; private set; } = new("", "");

    /// <summary>Form of the name for search and order.</summary>
    public string NameNorm { get; private set; } = "";

    /// <summary>Name in Latin letters for the English face of the passport.</summary>
    public string? LatinName { get; private set; }

    /// <summary>Never shown in public.</summary>
    public DateOnly BirthDate { get; private set; }

    public CandidateCategory Category { get; private set; }

    /// <summary>College, school or employer that sends the candidate.</summary>
    public OrganisationId OrganisationId { get; private set; }

    /// <summary>Study group as the organisation calls it.</summary>
    public string? StudyGroup { get; private set; }

    public string? Email { get; private set; }

    /// <summary>Insurance number (СНИЛС) in its written form, see <see cref="People.PersonalNumber"/>; unique in the region. Never shown in public.</summary>
    public string? PersonalNumber { get; private set; }

    /// <summary>Who speaks for a minor; null for others, or while unknown. Never shown in public.</summary>
    public Guardian? Guardian { get; private set; }

    public string RegionCode { get; private set; } = "";

    /// <summary>
    /// The entry of the same person that this one was merged into; null for an entry that counts. What was signed keeps the entry
    /// it was signed under, so a merged entry stays.
    /// </summary>
    public CandidateId? MergedInto { get; private set; }

    public int Version { get; private set; }

    /// <summary>Retakes that the regional operator has permitted against the rules, oldest first.</summary>
    public IReadOnlyList<PermittedRetake> Retakes => _retakes;

    /// <summary>The regional operator lets the person sit again although the rules don't.</summary>
    public void PermitRetake(PermittedRetake permission)
    {
        _retakes = [.. _retakes, permission];
        Version++;
    }

    /// <summary>When the personal data were erased on demand; null when they were not.</summary>
    public DateTimeOffset? ErasedAt { get; private set; }

    /// <summary>What stands in place of an erased name.</summary>
    public static readonly PersonName ErasedName = new("Данные", "удалены");

    /// <summary>Erases what no law asks to keep.</summary>
    /// <param name="keepsIdentity">The person was attested: name and birth date belong to records that must be kept.</param>
    /// <param name="now">When.</param>
    public void Erase(bool keepsIdentity, DateTimeOffset now)
    {
        (Email, Guardian, PersonalNumber, HandedOver) = (null, null, null, MergedInto is null ? null : HandedOver! with { PersonalNumber = null });
        if (!keepsIdentity)
        {
            Rename(ErasedName, null);
            (BirthDate, StudyGroup) = (new DateOnly(1900, 1, 1), null);
        }

        ErasedAt = now;
        Version++;
    }

    /// <summary>What this entry handed over when it was merged, so that it can be taken back; null for an entry that counts.</summary>
    public HandedOver? HandedOver { get; private set; }

    /// <summary>This entry turns out to be of the person that has another entry already.</summary>
    /// <param name="exams">Exams in which its place goes to the other entry.</param>
    /// <param name="accounts">Accounts that go to the other entry.</param>
    /// <exception cref="RuleViolation"><see cref="CandidateRules.MergeIsOfTwo"/> or <see cref="CandidateRules.NumbersDoNotDiffer"/>.</exception>
    public void MergeInto(Candidate kept, IReadOnlyList<ExamId> exams, IReadOnlyList<Guid> accounts)
    {
        CandidateRules.MergeIsOfTwo.Require(kept.Id != Id && kept.MergedInto is null && MergedInto is null && kept.RegionCode == RegionCode, ("name", Name.Full));
        CandidateRules.NumbersDoNotDiffer.Require(PersonalNumber is null || kept.PersonalNumber is null || PersonalNumber == kept.PersonalNumber,
            ("name", Name.Full), ("number", PersonalNumber), ("other", kept.PersonalNumber));
        MergedInto = kept.Id;
        HandedOver = new HandedOver(exams, accounts, PersonalNumber);
        if (PersonalNumber is { } number)
        {
            PersonalNumber = null;
            kept.PersonalNumber = number;
        }

        kept.Email ??= Email;
        kept.StudyGroup ??= StudyGroup;
        kept.LatinName ??= LatinName;
        kept.Guardian ??= Guardian;
        kept.Version++;
        Version++;
    }

    /// <summary>The two turn out to be two people after all: this entry counts again and has back what it handed over.</summary>
    /// <exception cref="RuleViolation"><see cref="CandidateRules.EntryIsMerged"/>.</exception>
    public void Separate(Candidate kept)
    {
        CandidateRules.EntryIsMerged.Require(MergedInto == kept.Id && HandedOver is not null, ("name", Name.Full));
        if (HandedOver!.PersonalNumber is { } number && kept.PersonalNumber == number)
        {
            kept.PersonalNumber = null;
            PersonalNumber = number;
        }

        MergedInto = null;
        HandedOver = null;
        kept.Version++;
        Version++;
    }

    /// <summary>An entry that was merged into this one before follows to where this one goes.</summary>
    public void FollowTo(Candidate kept)
    {
        MergedInto = kept.Id;
        Version++;
    }

    /// <summary>The person changed college or group, or something was written wrongly. The name has its own way, see <see cref="Rename"/>.</summary>
    public void Change(CandidateDetails details, string regionCode)
    {
        BirthDate = details.BirthDate;
        Category = details.Category;
        OrganisationId = details.OrganisationId;
        StudyGroup = details.StudyGroup;
        Email = details.Email;
        PersonalNumber = details.PersonalNumber;
        Guardian = details.Guardian;
        RegionCode = regionCode;
        Version++;
    }

    /// <summary>The person has another name by the identity document, or it was written wrongly.</summary>
    /// <param name="name">The name as it stands in the document.</param>
    /// <param name="latinName">The same in Latin letters; null to have it transliterated.</param>
    public void Rename(PersonName name, string? latinName)
    {
        Name = name;
        NameNorm = name.Normalised;
        LatinName = latinName;
        Version++;
    }
}

/// <summary>Who a candidate is.</summary>
public sealed record CandidateDetails(
    PersonName Name, string? LatinName, DateOnly BirthDate, CandidateCategory Category, OrganisationId OrganisationId, string? StudyGroup, string? Email,
    string? PersonalNumber = null, Guardian? Guardian = null);

/// <summary>What an entry handed over to the one that it was merged into.</summary>
/// <param name="Exams">Exams ahead in which its place changed hands.</param>
/// <param name="Accounts">Accounts.</param>
/// <param name="PersonalNumber">СНИЛС; null when it had none.</param>
public sealed record HandedOver(IReadOnlyList<ExamId> Exams, IReadOnlyList<Guid> Accounts, string? PersonalNumber);
