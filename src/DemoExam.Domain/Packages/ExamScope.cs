namespace DemoExam.Domain.Packages;

/// <summary>Level of the exam (ПА, БУ, ПУ).</summary>
public enum ExamLevel
{
    /// <summary>Interim attestation (промежуточная аттестация, ПА).</summary>
    Interim = 1,

    /// <summary>Base level (базовый уровень, БУ).</summary>
    Base = 2,

    /// <summary>Profile level (профильный уровень, ПУ).</summary>
    Profile = 3,
}

/// <summary>In which exams a criterion is used.</summary>
[Flags]
public enum CriterionUse
{
    None = 0,
    Interim = 1,
    Base = 2,
    Profile = 4,

    /// <summary>Only in a profile exam with the variative part of the employer.</summary>
    Variative = 8,
}

/// <summary>
/// What of a package an exam covers: a level, and at profile level possibly the variative part. One package gives
/// four different exams; the maximum is the sum of what is covered, never a constant.
/// </summary>
/// <param name="Level">The level.</param>
/// <param name="WithVariativePart">Only at profile level.</param>
public readonly record struct ExamScope(ExamLevel Level, bool WithVariativePart = false)
{
    /// <summary>The exams that one package can give, from the smallest.</summary>
    public static readonly IReadOnlyList<ExamScope> All = [new(ExamLevel.Interim), new(ExamLevel.Base), new(ExamLevel.Profile), new(ExamLevel.Profile, true)];

    /// <summary>True when a scheme whose criteria have these uses can give this exam.</summary>
    public bool IsOfferedBy(IEnumerable<CriterionUse> uses)
    {
        var scope = this;
        return uses.Any(use => scope.WithVariativePart ? use.HasFlag(CriterionUse.Variative) : scope.Covers(use));
    }

    /// <summary>True when a criterion with this use is part of the exam.</summary>
    public bool Covers(CriterionUse use) => Level switch
    {
        ExamLevel.Interim => use.HasFlag(CriterionUse.Interim),
        ExamLevel.Base => use.HasFlag(CriterionUse.Base),
        ExamLevel.Profile => use.HasFlag(CriterionUse.Profile) || (WithVariativePart && use.HasFlag(CriterionUse.Variative)),
        _ => false,
    };
}
