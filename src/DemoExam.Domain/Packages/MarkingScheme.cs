namespace DemoExam.Domain.Packages;

/// <summary>
/// A marking scheme (схема оценки) as lines, without identities: what a spreadsheet says and what two versions are compared by.
/// </summary>
/// <param name="Sections">By number.</param>
/// <param name="Criteria">By letter.</param>
/// <param name="SubCriteria">In the order of the scheme; the letter of the criterion is the first of the code.</param>
/// <param name="Aspects">In the order of the scheme; the code of the sub-criterion stands before the point.</param>
public sealed record MarkingScheme(
    IReadOnlyList<SectionLine> Sections, IReadOnlyList<CriterionLine> Criteria, IReadOnlyList<SubCriterionLine> SubCriteria, IReadOnlyList<AspectLine> Aspects)
{
    /// <summary>Maximum of an exam with this scope.</summary>
    public Marks MaximumOf(ExamScope scope) =>
        Criteria.Where(c => scope.Covers(c.Use)).SelectMany(AspectsOf).Select(a => a.Maximum).Sum();

    /// <summary>Working time of an exam with this scope, minutes.</summary>
    public int MinutesOf(ExamScope scope) => Criteria.Where(c => scope.Covers(c.Use)).Sum(c => c.Minutes ?? 0);

    /// <summary>The exams that the scheme gives.</summary>
    public IEnumerable<ExamScope> Scopes() => ExamScope.All.Where(scope => scope.IsOfferedBy(Criteria.Select(c => c.Use)));

    /// <summary>Aspects of a criterion, in order.</summary>
    public IEnumerable<AspectLine> AspectsOf(CriterionLine criterion) => Aspects.Where(a => a.Code.StartsWith(criterion.Letter, StringComparison.Ordinal));

    /// <summary>The scheme of a package.</summary>
    public static MarkingScheme Of(AssessmentPackage package)
    {
        var criteria = package.Criteria.OrderBy(c => c.Position).ToList();
        return new MarkingScheme(
            [.. package.Sections.OrderBy(s => s.Number).Select(s => new SectionLine(s.Number, s.Name, s.NameEn, s.Declared))],
            [.. criteria.Select(c => new CriterionLine(c.Letter, c.Name, c.NameEn, c.Use, c.DurationMinutes))],
            [.. criteria.SelectMany(c => c.SubCriteria.OrderBy(s => s.Position)).Select(s => new SubCriterionLine(s.Code, s.Name))],
            [.. criteria.SelectMany(c => c.Aspects).Select(a => new AspectLine(a.Code, a.Text, a.HowToCheck, a.Requirement, a.SectionNumber, a.Maximum, a.Scale))]);
    }

    /// <summary>Criteria with new identities, for a new version of a package.</summary>
    public IEnumerable<Criterion> ToCriteria() => Criteria.Select((c, position) => new Criterion(CriterionId.New(), position, c.Letter, c.Name, c.NameEn, c.Use, c.Minutes ?? 0,
        SubCriteria.Where(s => s.Code.StartsWith(c.Letter, StringComparison.Ordinal)).Select((s, at) => new SubCriterion(SubCriterionId.New(), at, s.Code, s.Name,
            Aspects.Where(a => a.Code.StartsWith(s.Code + ".", StringComparison.Ordinal)).Select((a, i) =>
                new Aspect(AspectId.New(), i, a.Code, a.Text, a.HowToCheck, a.Requirement, a.Section, a.Maximum, a.Scale))))));

    /// <summary>Standard sections for a new version of a package.</summary>
    public IEnumerable<StandardSection> ToSections() => Sections.Select(s => new StandardSection(s.Number, s.Name, s.NameEn, s.Declared));

    /// <summary>What is new, gone or different since an older scheme, in the order of the codes.</summary>
    public IReadOnlyList<SchemeChange> ChangesFrom(MarkingScheme older) =>
    [
        .. Compare(older.Sections, Sections, s => $"§ {s.Number}", s => s.Name),
        .. Compare(older.Criteria, Criteria, c => c.Letter, c => c.Name),
        .. Compare(older.SubCriteria, SubCriteria, s => s.Code, s => s.Name),
        .. Compare(older.Aspects, Aspects, a => a.Code, a => a.Text),
    ];

    private static IEnumerable<SchemeChange> Compare<T>(IReadOnlyList<T> older, IReadOnlyList<T> newer, Func<T, string> code, Func<T, string> text) where T : class
    {
        var (before, after) = (older.ToDictionary(code), newer.ToDictionary(code));
        return [
            .. newer.Where(line => !before.TryGetValue(code(line), out var old) || !old.Equals(line))
                .Select(line => new SchemeChange(before.ContainsKey(code(line)) ? SchemeChangeKind.Changed : SchemeChangeKind.Added, code(line), text(line))),
            .. older.Where(line => !after.ContainsKey(code(line))).Select(line => new SchemeChange(SchemeChangeKind.Removed, code(line), text(line))),
        ];
    }
}

/// <param name="Number">From 1.</param>
/// <param name="Declared">Weight that the scheme declares, null when it declares none.</param>
public sealed record SectionLine(int Number, string Name, string NameEn, Marks? Declared);

/// <param name="Letter">One Latin letter.</param>
/// <param name="Use"><see cref="CriterionUse.None"/> when the file does not say it.</param>
/// <param name="Minutes">Null when the file does not say it.</param>
public sealed record CriterionLine(string Letter, string Name, string NameEn, CriterionUse Use, int? Minutes);

/// <param name="Code">Such as <c>A1</c>.</param>
public sealed record SubCriterionLine(string Code, string Name);

/// <param name="Code">Such as <c>A1.1</c>.</param>
public sealed record AspectLine(string Code, string Text, string? HowToCheck, string? Requirement, int Section, Marks Maximum, AspectScale Scale);

/// <summary>One difference between two versions of a scheme.</summary>
public sealed record SchemeChange(SchemeChangeKind Kind, string Code, string Text);

/// <summary>What happened to a line of a scheme.</summary>
public enum SchemeChangeKind
{
    Added = 1,
    Changed = 2,
    Removed = 3,
}
