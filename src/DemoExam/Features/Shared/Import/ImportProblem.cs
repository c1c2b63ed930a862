namespace DemoExam.Features.Shared.Import;

/// <summary>What can be wrong with a cell of a list.</summary>
public enum ImportFault
{
    Missing = 1,
    TooLong,
    FormulaError,
    NoSuchDate,
    DateUnreadable,
    BirthDateImplausible,
    CategoryUnknown,
    OrganisationUnknown,
    OrganisationNotOwn,
    OrganisationAmbiguous,
    LatinNameNotLatin,
    EmailUnreadable,
    RepeatedInFile,

    /// <summary>Warning: the register has this entry.</summary>
    MaybeRegistered,

    /// <summary>Warning: Cyrillic and Latin letters in one word.</summary>
    MixedLetters,

    /// <summary>Warning: a name of one word.</summary>
    NoGivenName,

    /// <summary>The check number of a personal number is wrong.</summary>
    PersonalNumberWrong,

    /// <summary>Another person of the register has this personal number.</summary>
    PersonalNumberTaken,

    NumberUnreadable,

    /// <summary>The number is outside of what is possible.</summary>
    NumberImplausible,

    CredentialTypeUnknown,

    /// <summary>The last day lies before the first.</summary>
    TermReversed,

    LevelUnknown,
    PackageUnknown,

    /// <summary>The package has no exam of the level.</summary>
    LevelNotInPackage,

    TimeZoneUnknown,

    /// <summary>A row above says something else about the same person or place.</summary>
    Contradicts,

    /// <summary>Warning: this document is registered already and is left as it is.</summary>
    DocumentRegistered,

    /// <summary>The programme has nobody of this name.</summary>
    ParticipantUnknown,

    /// <summary>The programme has several people of this name.</summary>
    ParticipantAmbiguous,

    OutcomeUnknown,
    SourceUnknown,

    /// <summary>The person has left the programme.</summary>
    LeftProgramme,

    /// <summary>The person's group has not ended.</summary>
    TrainingNotOver,

    /// <summary>The day lies ahead.</summary>
    DayAhead,

    /// <summary>Who is employed has an employer.</summary>
    EmployerMissing,
}

/// <summary>One thing that is wrong with a file, and where.</summary>
/// <param name="Cell">Such as <c>E17</c>.</param>
/// <param name="Value">What stands in the cell.</param>
/// <param name="IsWarning">True when the row may be imported all the same.</param>
/// <param name="OtherRow">The other row that it is about.</param>
public sealed record ImportProblem<TColumn>(int Row, string Cell, TColumn Column, ImportFault Fault, string Value, bool IsWarning, int? OtherRow = null) : IImportProblem
    where TColumn : struct, Enum
{
    Enum IImportProblem.Column => Column;
}

/// <summary>A problem as the page shows it, whatever the columns of the list.</summary>
public interface IImportProblem
{
    string Cell { get; }
    Enum Column { get; }
    ImportFault Fault { get; }
    string Value { get; }
    bool IsWarning { get; }
    int? OtherRow { get; }
}

/// <summary>What an import would do.</summary>
/// <param name="Rows">Rows of the table.</param>
/// <param name="Good">Rows without errors.</param>
/// <param name="MaybeRegistered">Of these, rows that the register seems to have already.</param>
/// <param name="Problems">Everything that is wrong, in the order of the rows.</param>
/// <param name="Ignored">Headings of columns that are left out.</param>
/// <param name="First">The first good rows, as they would be registered.</param>
public sealed record ImportPreview<TColumn, TLine>(
    int Rows, int Good, int MaybeRegistered, IReadOnlyList<ImportProblem<TColumn>> Problems, IReadOnlyList<string> Ignored, IReadOnlyList<TLine> First) : IImportPreview
    where TColumn : struct, Enum
{
    public int Errors => Problems.Count(p => !p.IsWarning);

    public bool MayImport => Errors == 0 && Good > 0;

    IEnumerable<IImportProblem> IImportPreview.Problems => Problems;
}

/// <summary>A preview as the page shows it.</summary>
public interface IImportPreview
{
    int Rows { get; }
    int Good { get; }
    int Errors { get; }
    bool MayImport { get; }
    IReadOnlyList<string> Ignored { get; }
    IEnumerable<IImportProblem> Problems { get; }
}
