namespace DemoExam.Domain.Packages;

/// <summary>The rule book of assessment packages.</summary>
public static class PackageRules
{
    public static readonly Rule SectionsAddUp = new("packages.section-variation", "The aspects of a standard section do not add up to its declared weight.");
    public static readonly Rule PackageIsPublished = new("packages.not-published", "The assessment package is not published.");
    public static readonly Rule LevelIsInPackage = new("packages.level-missing", "The assessment package has no criteria for this level.");
    public static readonly Rule ScaleHasNoGaps = new("packages.grade-scale-bounds", "The grade scale must start at 0 %, rise strictly and stay below 100 %.");
    public static readonly Rule ScaleExists = new("packages.grade-scale-missing", "No grade scale is in force on the day of the exam.");
}
