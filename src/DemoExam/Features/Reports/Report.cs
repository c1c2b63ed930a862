using System.Globalization;
using System.Text.Json.Serialization;
using DemoExam.Domain;
using DemoExam.Pipeline;

namespace DemoExam.Features.Reports;

/// <summary>The standard reports of a region.</summary>
public enum ReportKind
{
    /// <summary>Summary of the region for the ministry.</summary>
    Region = 1,

    /// <summary>A college and its branches.</summary>
    College = 2,

    /// <summary>Days, hours and candidates of experts, for their payment.</summary>
    Workload = 3,

    /// <summary>Which standard sections fall short, by college and by venue.</summary>
    Gaps = 4,

    /// <summary>Results of people, for the supplement of their diploma.</summary>
    Supplement = 5,
}

/// <summary>Days that a report counts, both included; exams count by their first day.</summary>
public sealed record ReportPeriod(DateOnly From, DateOnly To)
{
    /// <summary>The same days a year earlier.</summary>
    public ReportPeriod YearBefore() => new(From.AddYears(-1), To.AddYears(-1));
}

/// <summary>A report: tables of what was counted.</summary>
/// <param name="Title">What it is, in the language of the reader.</param>
/// <param name="Scope">Whose figures: a region or an organisation.</param>
/// <param name="OrganisationId">The organisation that was chosen; null for the region.</param>
/// <param name="MadeAt">When it was counted, in the region's time.</param>
/// <param name="Notes">How it was counted.</param>
/// <param name="Organisations">Organisations that the reader may choose.</param>
public sealed record Report(
    ReportKind Kind, string Title, string Scope, ReportPeriod Period, OrganisationId? OrganisationId, string MadeAt, IReadOnlyList<string> Notes, IReadOnlyList<ReportTable> Tables, IReadOnlyList<ReportOrganisation> Organisations)
{
    /// <summary>Word of the report in addresses and file names.</summary>
    public string Name => NameOf(Kind);

    public static string NameOf(ReportKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>A cell as people read it; the language is that of the request unless given.</summary>
    public static string Said(object? cell, CultureInfo? culture = null) => cell switch
    {
        null => "—",
        int number => Formats.Number(number, culture),
        decimal number => Formats.Number(number, culture),
        _ => cell.ToString()!,
    };

    /// <summary>The report of a word in an address.</summary>
    /// <exception cref="NotFound">There is none.</exception>
    public static ReportKind KindOf(string name) =>
        Enum.TryParse<ReportKind>(name, ignoreCase: true, out var kind) && NameOf(kind) == name ? kind : throw new NotFound("report", name);
}

/// <summary>An organisation that can be chosen.</summary>
public sealed record ReportOrganisation(OrganisationId Id, string Name);

/// <summary>A table of a report.</summary>
/// <param name="Chart">Column whose numbers the page draws as bars; null for none.</param>
/// <param name="ChartIsShare">Those numbers are per cent.</param>
public sealed record ReportTable(string Title, IReadOnlyList<ReportColumn> Columns, IReadOnlyList<ReportRow> Rows, int? Chart = null, bool ChartIsShare = false);

/// <summary>A column.</summary>
/// <param name="Width">Relative to the other columns.</param>
public sealed record ReportColumn(string Name, bool IsNumber, int Width);

/// <summary>A row.</summary>
/// <param name="Cells">Texts, whole numbers and decimals; null where there is nothing to tell.</param>
/// <param name="Path">Page with what is counted in it, from the root of the service.</param>
/// <param name="IsFlagged">Set off: it needs somebody's attention.</param>
/// <param name="IsTotal">Sums the rows above.</param>
public sealed record ReportRow([property: JsonIgnore] IReadOnlyList<object?> Cells, string? Path = null, bool IsFlagged = false, bool IsTotal = false)
{
    /// <summary>The cells in the order of the columns.</summary>
    public IReadOnlyList<ReportCell> Values => [.. Cells.Select(cell => cell switch
    {
        int number => new ReportCell(null, number),
        decimal number => new ReportCell(null, number),
        _ => new ReportCell(cell?.ToString(), null),
    })];
}

/// <summary>A cell: a text, a number, or nothing.</summary>
public sealed record ReportCell(string? Text, decimal? Number);
