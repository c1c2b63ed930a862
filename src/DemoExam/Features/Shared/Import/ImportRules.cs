using DemoExam.Domain;

namespace DemoExam.Features.Shared.Import;

/// <summary>The rule book of files that people bring.</summary>
public static class ImportRules
{
    public static readonly Rule FileIsGiven = new("import.no-file", "Choose a file.");
    public static readonly Rule FileIsSmall = new("import.too-large", "The file is too large.");
    public static readonly Rule FormatIsKnown = new("import.unknown-format", "Only .xlsx and .csv can be read.");
    public static readonly Rule FileIsWhole = new("import.damaged", "The file is damaged and can't be opened.");
    public static readonly Rule FileIsPlain = new("import.active-content", "Files with macros or links to other files are not read.");
    public static readonly Rule RowsAreFew = new("import.too-many-rows", "The file has too many rows.");
    public static readonly Rule HeaderIsThere = new("import.no-header", "The columns that are needed are not in the file.");
}
