namespace DemoExam.Domain.Packages;

/// <summary>The rule book of assessment packages.</summary>
public static class PackageRules
{
    public static readonly Rule SpecialityCodeIsReadable = new("specialities.code", "Codes look like 09.02.07 for a speciality, 43.01.09 for a profession and 17 or R60 for a skill.");
    public static readonly Rule SpecialityIsNew = new("specialities.repeated", "The catalogue has an entry with this code.");
    public static readonly Rule SectionsAddUp = new("packages.section-variation", "The aspects of a standard section do not add up to its declared weight.");
    public static readonly Rule ImportIsClean = new("packages.import-errors", "The marking scheme has errors; nothing was imported.");
    public static readonly Rule SchemeIsNew = new("packages.nothing-changed", "The newest version of the package already has this scheme.");
    public static readonly Rule PackageIsDescribed = new("packages.incomplete", "The package needs a code, a name, an issuer and a year.");
    public static readonly Rule CriterionIsPlaced = new("packages.criterion-unplaced", "Each criterion needs its exams and its minutes.");
    public static readonly Rule PackageIsDraft = new("packages.not-a-draft", "Only a draft of an assessment package can be published.");
    public static readonly Rule PackageIsNotWithdrawn = new("packages.withdrawn", "The assessment package is withdrawn already.");
    public static readonly Rule PackageIsPublished = new("packages.not-published", "The assessment package is not published.");
    public static readonly Rule LevelIsInPackage = new("packages.level-missing", "The assessment package has no criteria for this level.");
    public static readonly Rule ScaleHasNoGaps = new("packages.grade-scale-bounds", "The grade scale must start at 0 %, rise strictly and stay below 100 %.");
    public static readonly Rule ScaleIsNew = new("packages.grade-scale-repeated", "The organisation has a grade scale that comes into force on the same day.");
    public static readonly Rule ScaleExists = new("packages.grade-scale-missing", "No grade scale is in force on the day of the exam.");
}
