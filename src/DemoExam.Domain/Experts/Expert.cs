using DemoExam.Domain.Candidates;
using DemoExam.Domain.Organisations;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;

namespace DemoExam.Domain.Experts;

/// <summary>A person who may score or head exams, with dated credentials and declared ties to candidates.</summary>
public sealed class Expert : IRegional
{
    private readonly List<ExpertCredential> _credentials = [];
    private readonly List<DeclaredTie> _ties = [];

    private Expert()
    {
    }

    public Expert(ExpertId id, PersonName name, OrganisationId employerId, string regionCode, string? email, string? personalNumber = null)
    {
        Id = id;
        Name = name;
        NameNorm = name.Normalised;
        EmployerId = employerId;
        RegionCode = regionCode;
        Email = email;
        PersonalNumber = personalNumber;
    }

    public ExpertId Id { get; private set; }
    public PersonName Name { get; private set; } = new("", "");

    /// <summary>Form of the name for search and order.</summary>
    public string NameNorm { get; private set; } = "";

    /// <summary>Organisation that the expert works for.</summary>
    public OrganisationId EmployerId { get; private set; }

    public string RegionCode { get; private set; } = "";
    public string? Email { get; private set; }

    /// <summary>Insurance number (СНИЛС) in its written form, see <see cref="People.PersonalNumber"/>; unique in the region.</summary>
    public string? PersonalNumber { get; private set; }

    /// <summary>
    /// The entry of the same person that this one was merged into; null for an entry that counts. Marks and signatures keep the entry they
    /// were made under, so a merged entry stays.
    /// </summary>
    public ExpertId? MergedInto { get; private set; }

    /// <summary>What this entry handed over when it was merged, so that it can be taken back; null for an entry that counts.</summary>
    public HandedOverByExpert? HandedOver { get; private set; }

    public int Version { get; private set; }
    public IReadOnlyList<ExpertCredential> Credentials => _credentials;

    /// <summary>Declared ties: taught groups, kinship and others.</summary>
    public IReadOnlyList<DeclaredTie> Ties => _ties;

    /// <summary>The person has another name, employer or address, or something was written wrongly.</summary>
    public void Change(PersonName name, OrganisationId employerId, string regionCode, string? email, string? personalNumber)
    {
        Name = name;
        NameNorm = name.Normalised;
        EmployerId = employerId;
        RegionCode = regionCode;
        Email = email;
        PersonalNumber = personalNumber;
        Version++;
    }

    /// <summary>
    /// This entry turns out to be of the person that has another entry already. Credentials and ties go there; where the employers differ,
    /// a tie to the former one does, so that no conflict of interest is lost.
    /// </summary>
    /// <param name="exams">Exams in which its duty goes to the other entry.</param>
    /// <param name="accounts">Accounts that go to the other entry.</param>
    /// <exception cref="RuleViolation"><see cref="ExpertRules.MergeIsOfTwo"/> or <see cref="ExpertRules.NumbersDoNotDiffer"/>.</exception>
    public void MergeInto(Expert kept, IReadOnlyList<ExamId> exams, IReadOnlyList<Guid> accounts)
    {
        ExpertRules.MergeIsOfTwo.Require(kept.Id != Id && kept.MergedInto is null && MergedInto is null && kept.RegionCode == RegionCode, ("name", Name.Full));
        ExpertRules.NumbersDoNotDiffer.Require(PersonalNumber is null || kept.PersonalNumber is null || PersonalNumber == kept.PersonalNumber,
            ("name", Name.Full), ("number", PersonalNumber), ("other", kept.PersonalNumber));
        var passed = _credentials.Where(c => !kept._credentials.Exists(k => k.Number == c.Number && k.Covers == c.Covers)).ToList();
        passed.ForEach(c => _credentials.Remove(c));
        kept._credentials.AddRange(passed);
        foreach (var tie in _ties.Where(t => !kept._ties.Exists(k => k.Repeats(t)))) kept._ties.Add(tie.Again());
        var employer = new DeclaredTie(ConflictKind.Declared, null, EmployerId, null, null);
        if (EmployerId != kept.EmployerId && !kept._ties.Exists(k => k.Repeats(employer))) kept._ties.Add(employer);
        MergedInto = kept.Id;
        HandedOver = new HandedOverByExpert([.. passed.Select(c => c.Id)], exams, accounts, PersonalNumber);
        if (PersonalNumber is { } number)
        {
            PersonalNumber = null;
            kept.PersonalNumber = number;
        }

        kept.Email ??= Email;
        kept.Version++;
        Version++;
    }

    /// <summary>The two turn out to be two people after all: this entry counts again and has back what it handed over. Ties stay with both.</summary>
    /// <exception cref="RuleViolation"><see cref="ExpertRules.EntryIsMerged"/>.</exception>
    public void Separate(Expert kept)
    {
        ExpertRules.EntryIsMerged.Require(MergedInto == kept.Id && HandedOver is not null, ("name", Name.Full));
        var back = kept._credentials.Where(c => HandedOver!.Credentials.Contains(c.Id)).ToList();
        back.ForEach(c => kept._credentials.Remove(c));
        _credentials.AddRange(back);
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
    public void FollowTo(Expert kept)
    {
        MergedInto = kept.Id;
        Version++;
    }

    /// <summary>Registers a document.</summary>
    /// <param name="trainedAs">The training of experts that it came of; null for a document from elsewhere.</param>
    /// <exception cref="RuleViolation"><see cref="ExpertRules.TermIsForward"/> or <see cref="ExpertRules.NumberIsNew"/>.</exception>
    public ExpertCredential AddCredential(ExpertCredentialId id, CredentialType type, string covers, string number, DateOnly validFrom, DateOnly? validTo, ParticipantId? trainedAs = null)
    {
        ExpertRules.TermIsForward.Require(validTo is null || validFrom <= validTo, ("from", validFrom), ("to", validTo));
        ExpertRules.NumberIsNew.Require(!_credentials.Any(c => c.Number == number && c.Covers == covers), ("number", number));
        var credential = new ExpertCredential(id, type, covers, number, validFrom, validTo, trainedAs);
        _credentials.Add(credential);
        Version++;
        return credential;
    }

    /// <summary>The document gives no right from now on.</summary>
    /// <exception cref="RuleViolation"><see cref="ExpertRules.CredentialIsInForce"/>.</exception>
    public void RevokeCredential(ExpertCredentialId id)
    {
        var credential = _credentials.Single(c => c.Id == id);
        ExpertRules.CredentialIsInForce.Require(!credential.IsRevoked, ("number", credential.Number));
        credential.Revoke();
        Version++;
    }

    /// <summary>Declares a tie to a study group or to one candidate.</summary>
    /// <exception cref="RuleViolation"><see cref="ExpertRules.TieIsNew"/>.</exception>
    public void Declare(DeclaredTie tie)
    {
        ExpertRules.TieIsNew.Require(!_ties.Any(t => t.Repeats(tie)));
        _ties.Add(tie);
        Version++;
    }

    /// <summary>
    /// True when one credential after another covers every day from the first to the last. A technical expert is
    /// named by the venue and needs no credential.
    /// </summary>
    public bool IsEligible(ExamRole role, AssessmentPackage package, DateOnly first, DateOnly last)
    {
        if (role == ExamRole.TechnicalExpert)
        {
            return true;
        }

        for (var day = first; day <= last; day = day.AddDays(1))
        {
            if (!_credentials.Any(c => c.Gives(role, package, day)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Why this expert may not score this candidate; null when there is no conflict of interest.</summary>
    public ConflictOfInterest? ConflictWith(Candidate candidate, OrganisationTree organisations)
    {
        if (organisations.AreOneHouse(EmployerId, candidate.OrganisationId))
        {
            return new ConflictOfInterest(ConflictKind.SameOrganisation, null);
        }

        var tie = _ties.FirstOrDefault(t => t.Concerns(candidate));
        return tie is null ? null : new ConflictOfInterest(tie.Kind, tie.Note);
    }
}

/// <summary>Why an expert may not score a candidate.</summary>
public enum ConflictKind
{
    /// <summary>Works for the candidate's organisation, its parent or branch.</summary>
    SameOrganisation = 1,

    /// <summary>Taught the candidate or the group.</summary>
    Taught = 2,

    /// <summary>Kinship.</summary>
    Kinship = 3,

    /// <summary>Another declared conflict.</summary>
    Declared = 4,
}

/// <summary>A conflict of interest (конфликт интересов) of one expert with one candidate.</summary>
public sealed record ConflictOfInterest(ConflictKind Kind, string? Note);

/// <summary>A tie that an expert or an organiser declared.</summary>
public sealed class DeclaredTie
{
    private DeclaredTie()
    {
    }

    /// <param name="kind">Any kind but <see cref="ConflictKind.SameOrganisation"/>, which follows from the employer.</param>
    /// <param name="candidateId">The candidate, or null when the tie is to a group.</param>
    /// <param name="organisationId">Organisation of the group, or null when the tie is to a candidate.</param>
    /// <param name="studyGroup">The group as the college calls it; null means all groups of the organisation.</param>
    /// <param name="note">Reason in words.</param>
    public DeclaredTie(ConflictKind kind, CandidateId? candidateId, OrganisationId? organisationId, string? studyGroup, string? note)
    {
        Kind = kind;
        CandidateId = candidateId;
        OrganisationId = organisationId;
        StudyGroup = studyGroup;
        Note = note;
    }

    public ConflictKind Kind { get; private set; }
    public CandidateId? CandidateId { get; private set; }
    public OrganisationId? OrganisationId { get; private set; }
    public string? StudyGroup { get; private set; }
    public string? Note { get; private set; }

    /// <summary>The same tie for another entry.</summary>
    internal DeclaredTie Again() => new(Kind, CandidateId, OrganisationId, StudyGroup, Note);

    internal bool Repeats(DeclaredTie other) =>
        Kind == other.Kind && CandidateId == other.CandidateId && OrganisationId == other.OrganisationId && TextNorm.Of(StudyGroup) == TextNorm.Of(other.StudyGroup);

    internal bool Concerns(Candidate candidate) =>
        CandidateId == candidate.Id
        || (OrganisationId == candidate.OrganisationId
            && (StudyGroup is null || TextNorm.Of(StudyGroup) == TextNorm.Of(candidate.StudyGroup)));
}

/// <summary>What a merged entry of an expert gave to the other one.</summary>
/// <param name="Credentials">Documents that the other entry did not have.</param>
/// <param name="Exams">Exams ahead in which its duty went over.</param>
/// <param name="Accounts">Accounts that went over.</param>
/// <param name="PersonalNumber">The number, when it had one.</param>
public sealed record HandedOverByExpert(IReadOnlyList<ExpertCredentialId> Credentials, IReadOnlyList<ExamId> Exams, IReadOnlyList<Guid> Accounts, string? PersonalNumber);
