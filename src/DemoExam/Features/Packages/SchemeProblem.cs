namespace DemoExam.Features.Packages;

/// <summary>What can be wrong with a marking scheme in a file.</summary>
public enum SchemeFault
{
    Missing = 1,
    TooLong,
    FormulaError,

    /// <summary>The spreadsheet program has made a date of a number such as 1.5.</summary>
    DateInsteadOfNumber,
    NumberUnreadable,
    NotPositive,
    TooManyDecimals,
    CodeUnreadable,
    CodeRepeated,
    CodeOutOfOrder,
    CodeElsewhere,
    NoSubCriterion,
    Contradiction,
    TypeMissing,
    TypeUnknown,
    TypeRefused,
    SectionUnreadable,
    SectionUnknown,
    SectionRepeated,
    RuleMissing,
    RuleUnreadable,
    RuleOfOtherType,
    RuleSetUnknown,
    ExpertTableUnreadable,
    InfrastructureUnreadable,
    ScaleDoesNotReach,
    LevelUnknown,
    LevelRepeated,
    LevelMissing,
    LevelTextMissing,
    LevelsUnreadable,
    CriterionSum,
    GrandTotal,
    CriterionEmpty,
    SubCriterionEmpty,
    SchemeEmpty,
    StrayRow,

    /// <summary>Warning: the maximum is above 2.00, the usual most of one aspect.</summary>
    MaximumIsLarge,

    /// <summary>Warning: Cyrillic letters in a code were read as the Latin ones that look alike.</summary>
    LookAlikes,

    /// <summary>Warning: more can be counted than the maximum gives.</summary>
    CountIsCapped,

    /// <summary>Warning: the explanation speaks of a deduction or a count, yet the aspect is marked yes or no.</summary>
    RuleInText,

    /// <summary>Warning: the rule was taken from the explanation.</summary>
    RuleFromText,

    /// <summary>Warning: aspects of a section do not add up to its weight; the package can't be published so.</summary>
    SectionVariation,

    /// <summary>Warning: the file names no sections.</summary>
    SectionsUnnamed,

    /// <summary>Warning: the file names no criterion.</summary>
    CriterionUnnamed,
}

/// <summary>One thing that is wrong with a scheme, and where.</summary>
/// <param name="Row">From 1, as office programs show it.</param>
/// <param name="Cell">Such as <c>E17</c>.</param>
/// <param name="Value">What stands in the cell.</param>
/// <param name="Detail">What was expected or found instead, when there is something to say.</param>
/// <param name="IsWarning">True when the scheme may be imported all the same.</param>
public sealed record SchemeProblem(int Row, string Cell, SchemeFault Fault, string Value, string? Detail, bool IsWarning);
