using DemoExam.Domain.People;
using DemoExam.Domain.Scoring;

namespace DemoExam.Domain.Packages;

/// <summary>Family of rules that a package was written for.</summary>
public enum RuleSet
{
    /// <summary>WorldSkills Russia, 2017–2022.</summary>
    WorldSkillsRussia = 1,

    /// <summary>КОД by speciality code, from 2023.</summary>
    AssessmentPackage = 2,

    /// <summary>КИМ, контрольные измерительные материалы, from 2026–2027.</summary>
    MeasuringMaterials = 3,
}

/// <summary>Life of a package version.</summary>
public enum PackageStatus
{
    Draft = 1,

    /// <summary>May be used by exams and never changes again.</summary>
    Published = 2,

    /// <summary>No new exams.</summary>
    Withdrawn = 3,
}

/// <summary>
/// One version of an assessment package (комплект оценочной документации, КОД) with its marking scheme. A version
/// that was used by an exam is never changed; a new import of the same code makes the next version.
/// </summary>
public sealed class AssessmentPackage
{
    private readonly List<Criterion> _criteria = [];
    private readonly List<StandardSection> _sections = [];

    private AssessmentPackage()
    {
    }

    public AssessmentPackage(PackageId id, PackageHeader header, int version, IEnumerable<StandardSection> sections, IEnumerable<Criterion> criteria,
        string sourceSha256, DateTimeOffset importedAt)
    {
        Id = id;
        Code = header.Code;
        Version = version;
        Name = header.Name;
        NameEn = header.NameEn;
        NameNorm = TextNorm.Of($"{header.Code} {header.Name} {header.NameEn}");
        SpecialityCode = header.SpecialityCode;
        SpecialityName = header.SpecialityName;
        SpecialityNameEn = header.SpecialityNameEn;
        Year = header.Year;
        RuleSet = header.RuleSet;
        Issuer = header.Issuer;
        MinimumScoringExperts = header.MinimumScoringExperts;
        Experts = header.Experts;
        Infrastructure = header.Infrastructure;
        _sections.AddRange(sections);
        _criteria.AddRange(criteria);
        SourceSha256 = sourceSha256;
        ImportedAt = importedAt;
        Status = PackageStatus.Draft;
    }

    public PackageId Id { get; private set; }

    /// <summary>Code as published, for example <c>КОД 09.02.07-9-2026</c>.</summary>
    public string Code { get; private set; } = "";

    /// <summary>Number of the version under this code, from 1.</summary>
    public int Version { get; private set; }

    public string Name { get; private set; } = "";
    public string NameEn { get; private set; } = "";

    /// <summary>Code and names in the form for search.</summary>
    public string NameNorm { get; private set; } = "";

    /// <summary>Code of the speciality or profession by ФГОС, for example <c>09.02.07</c>; empty when there is none.</summary>
    public string SpecialityCode { get; private set; } = "";

    public string SpecialityName { get; private set; } = "";
    public string SpecialityNameEn { get; private set; } = "";

    /// <summary>What attempts are counted by: the speciality, whatever the package and the year; the code of a package without one.</summary>
    public string Subject => SpecialityCode.Length > 0 ? SpecialityCode : Code;

    /// <summary>Campaign year.</summary>
    public int Year { get; private set; }

    public RuleSet RuleSet { get; private set; }

    /// <summary>Who published the package, for example ИРПО.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>Fewest scoring experts of an exam; at least 3, because judgement needs three.</summary>
    public int MinimumScoringExperts { get; private set; }

    /// <summary>More experts for more workplaces.</summary>
    public ExpertTable Experts { get; private set; } = ExpertTable.None;

    /// <summary>What a venue must have.</summary>
    public InfrastructureList Infrastructure { get; private set; } = InfrastructureList.None;

    /// <summary>Fewest scoring experts of an exam that uses so many workplaces at one time.</summary>
    public int ScoringExpertsFor(int workplaces) => Math.Max(MinimumScoringExperts, Experts.For(workplaces));

    public PackageStatus Status { get; private set; }

    /// <summary>SHA-256 of the imported file, lower-case hex.</summary>
    public string SourceSha256 { get; private set; } = "";

    public DateTimeOffset ImportedAt { get; private set; }

    public IReadOnlyList<StandardSection> Sections => _sections;

    /// <summary>Criteria in the order of the scheme.</summary>
    public IReadOnlyList<Criterion> Criteria => _criteria;

    /// <summary>How many judges, which scores, which spread.</summary>
    public JudgementRule Judgement => JudgementRule.Of(RuleSet);

    /// <summary>Criteria of an exam with this scope, in order.</summary>
    public IEnumerable<Criterion> CriteriaOf(ExamScope scope) => _criteria.Where(c => scope.Covers(c.Use)).OrderBy(c => c.Position);

    /// <summary>Aspects of an exam with this scope, in order.</summary>
    public IEnumerable<Aspect> AspectsOf(ExamScope scope) => CriteriaOf(scope).SelectMany(c => c.Aspects);

    /// <summary>Maximum of an exam with this scope.</summary>
    public Marks MaximumOf(ExamScope scope) => CriteriaOf(scope).Select(c => c.Maximum).Sum();

    /// <summary>Working time of an exam with this scope, minutes.</summary>
    public int MinutesOf(ExamScope scope) => CriteriaOf(scope).Sum(c => c.DurationMinutes);

    /// <summary>Which scopes the scheme has criteria for.</summary>
    public IEnumerable<ExamScope> Scopes() => ExamScope.All.Where(scope => scope.IsOfferedBy(_criteria.Select(c => c.Use)));

    /// <summary>What is said about the package outside its scheme.</summary>
    public PackageHeader Header() =>
        new(Code, Name, NameEn, SpecialityCode, SpecialityName, SpecialityNameEn, Year, RuleSet, Issuer, MinimumScoringExperts) { Experts = Experts, Infrastructure = Infrastructure };

    /// <summary>The scheme as a flat list of lines, to be compared, exported and read.</summary>
    public MarkingScheme Scheme() => MarkingScheme.Of(this);

    /// <summary>Makes the package usable for exams. From now on it does not change.</summary>
    /// <exception cref="RuleViolation"><see cref="PackageRules.PackageIsDraft"/>, or <see cref="PackageRules.SectionsAddUp"/> for each section.</exception>
    public void Publish()
    {
        PackageRules.PackageIsDraft.Require(Status == PackageStatus.Draft, ("package", Code), ("version", Version), ("status", Status));
        var refusals = new Refusals();
        foreach (var section in _sections.Where(s => s.Declared is not null).OrderBy(s => s.Number))
        {
            var sum = _criteria.SelectMany(c => c.Aspects).Where(a => a.SectionNumber == section.Number).Select(a => a.Maximum).Sum();
            refusals.Require(PackageRules.SectionsAddUp, sum == section.Declared, null, ("section", section.Number), ("sum", sum), ("declared", section.Declared));
        }

        refusals.ThrowIfAny();
        Status = PackageStatus.Published;
    }

    /// <summary>No new exams from now on; planned exams keep the version.</summary>
    /// <exception cref="RuleViolation"><see cref="PackageRules.PackageIsNotWithdrawn"/>.</exception>
    public void Withdraw()
    {
        PackageRules.PackageIsNotWithdrawn.Require(Status != PackageStatus.Withdrawn, ("package", Code), ("version", Version));
        Status = PackageStatus.Withdrawn;
    }
}

/// <summary>What is said about a package outside its scheme.</summary>
public sealed record PackageHeader(
    string Code, string Name, string NameEn, string SpecialityCode, string SpecialityName, string SpecialityNameEn, int Year,
    RuleSet RuleSet, string Issuer, int MinimumScoringExperts = PackageHeader.FewestExperts)
{
    /// <summary>Judgement needs three.</summary>
    public const int FewestExperts = 3;

    /// <summary>More experts for more workplaces.</summary>
    public ExpertTable Experts { get; init; } = ExpertTable.None;

    /// <summary>What a venue must have.</summary>
    public InfrastructureList Infrastructure { get; init; } = InfrastructureList.None;
}

/// <summary>A section of the standard (WSSS, вид деятельности, ПК) that aspects refer to.</summary>
public sealed class StandardSection
{
    private StandardSection()
    {
    }

    /// <param name="number">From 1.</param>
    /// <param name="name">Russian name.</param>
    /// <param name="nameEn">English name; the Russian one when none is given.</param>
    /// <param name="declared">Weight that the scheme declares, null when it declares none.</param>
    public StandardSection(int number, string name, string nameEn, Marks? declared = null)
    {
        Number = number;
        Name = name;
        NameEn = nameEn;
        Declared = declared;
    }

    public int Number { get; private set; }
    public string Name { get; private set; } = "";
    public string NameEn { get; private set; } = "";
    public Marks? Declared { get; private set; }
}

/// <summary>A criterion of the scheme (A, B, C …), usually a module of the task.</summary>
public sealed class Criterion
{
    private readonly List<SubCriterion> _subCriteria = [];

    private Criterion()
    {
    }

    public Criterion(CriterionId id, int position, string letter, string name, string nameEn, CriterionUse use, int durationMinutes, IEnumerable<SubCriterion> subCriteria)
    {
        Id = id;
        Position = position;
        Letter = letter;
        Name = name;
        NameEn = nameEn;
        Use = use;
        DurationMinutes = durationMinutes;
        _subCriteria.AddRange(subCriteria);
        Maximum = Aspects.Select(a => a.Maximum).Sum();
    }

    public CriterionId Id { get; private set; }

    /// <summary>Place in the scheme, from 0.</summary>
    public int Position { get; private set; }

    /// <summary>One Latin letter.</summary>
    public string Letter { get; private set; } = "";

    public string Name { get; private set; } = "";
    public string NameEn { get; private set; } = "";

    /// <summary>In which exams the criterion is used.</summary>
    public CriterionUse Use { get; private set; }

    public int DurationMinutes { get; private set; }

    /// <summary>Sum of the aspects' maxima.</summary>
    public Marks Maximum { get; private set; }

    public IReadOnlyList<SubCriterion> SubCriteria => _subCriteria;

    /// <summary>Aspects in the order of the scheme.</summary>
    public IEnumerable<Aspect> Aspects => _subCriteria.OrderBy(s => s.Position).SelectMany(s => s.Aspects.OrderBy(a => a.Position));
}

/// <summary>A sub-criterion (A1, A2 …).</summary>
public sealed class SubCriterion
{
    private readonly List<Aspect> _aspects = [];

    private SubCriterion()
    {
    }

    public SubCriterion(SubCriterionId id, int position, string code, string name, IEnumerable<Aspect> aspects)
    {
        Id = id;
        Position = position;
        Code = code;
        Name = name;
        _aspects.AddRange(aspects);
    }

    public SubCriterionId Id { get; private set; }
    public int Position { get; private set; }
    public string Code { get; private set; } = "";
    public string Name { get; private set; } = "";
    public IReadOnlyList<Aspect> Aspects => _aspects;
}

/// <summary>The smallest thing that is marked (A1.1 …).</summary>
public sealed class Aspect
{
    private Aspect()
    {
    }

    public Aspect(AspectId id, int position, string code, string text, string? howToCheck, string? requirement, int sectionNumber, Marks maximum, AspectScale scale)
    {
        Id = id;
        Position = position;
        Code = code;
        Text = text;
        HowToCheck = howToCheck;
        Requirement = requirement;
        SectionNumber = sectionNumber;
        Maximum = maximum;
        Scale = scale;
    }

    public AspectId Id { get; private set; }

    /// <summary>Place in the sub-criterion, from 0.</summary>
    public int Position { get; private set; }

    public string Code { get; private set; } = "";
    public string Text { get; private set; } = "";

    /// <summary>Extra description: how to measure.</summary>
    public string? HowToCheck { get; private set; }

    /// <summary>Requirement or nominal value.</summary>
    public string? Requirement { get; private set; }

    /// <summary>Number of the standard section; exactly one per aspect.</summary>
    public int SectionNumber { get; private set; }

    /// <summary>Maximum mark (MaxMark of the scheme); greater than zero.</summary>
    public Marks Maximum { get; private set; }

    /// <summary>How an entry becomes a mark.</summary>
    public AspectScale Scale { get; private set; } = new YesNoScale();

    public AspectType Type => Scale.Type;
}
