using DemoExam.Domain;
using DemoExam.Domain.People;

namespace DemoExam.Features.Shared.Import;

/// <summary>
/// A list as offices keep it: one row for each entry, headings in Russian or English, in any order, a title above. Found in the
/// first sheet that has the columns that are needed.
/// </summary>
internal sealed class ImportTable<TColumn> where TColumn : struct, Enum
{
    // Offices put a title and the date above the table.
    private const int HeaderWithin = 20;

    private readonly SheetRow _header;
    private readonly IReadOnlyDictionary<TColumn, int> _columns;

    private ImportTable(SheetRow header, IReadOnlyDictionary<TColumn, int> columns, IEnumerable<SheetRow> rows) => (_header, _columns, Rows) = (header, columns, rows);

    /// <summary>Rows below the heading.</summary>
    public IEnumerable<SheetRow> Rows { get; }

    /// <summary>Headings that mean nothing to us; their columns are left out.</summary>
    public IReadOnlyList<string> Ignored => [.. _header.Cells.Where(c => !c.IsEmpty && !_columns.Values.Contains(c.Column)).Select(c => c.Text)];

    /// <param name="headings">What each column may be called, made by <see cref="Headings"/>.</param>
    /// <param name="needed">Columns without which it is not the table.</param>
    /// <exception cref="RuleViolation">One of <see cref="ImportRules"/>.</exception>
    public static ImportTable<TColumn> Open(ImportFile file, ImportLimits limits, IReadOnlyDictionary<string, TColumn> headings, IReadOnlyList<TColumn> needed)
    {
        var missing = needed;
        foreach (var sheet in SheetReader.Read(file, limits))
        {
            foreach (var (row, at) in sheet.Rows.Take(HeaderWithin).Select((row, at) => (row, at)))
            {
                var columns = new Dictionary<TColumn, int>();
                foreach (var cell in row.Cells)
                {
                    if (headings.TryGetValue(Plain(cell.Text), out var column))
                    {
                        columns.TryAdd(column, cell.Column);
                    }
                }

                var lacking = needed.Where(c => !columns.ContainsKey(c)).ToList();
                if (lacking.Count == 0)
                {
                    return new ImportTable<TColumn>(row, columns, sheet.Rows.Skip(at + 1));
                }

                missing = lacking.Count < missing.Count ? lacking : missing;
            }
        }

        throw new RuleViolation(ImportRules.HeaderIsThere.Refuse(("columns", missing)));
    }

    /// <summary>What columns may be called: alternatives with a bar between them.</summary>
    public static Dictionary<string, TColumn> Headings(params (TColumn Column, string Headings)[] all) =>
        all.SelectMany(a => a.Headings.Split('|').Select(h => (a.Column, Heading: Plain(h)))).ToDictionary(a => a.Heading, a => a.Column);

    /// <summary>A cell of a row; an empty one beyond the table when the file lacks the column.</summary>
    public SheetCell Cell(SheetRow row, TColumn column) => _columns.TryGetValue(column, out var at) ? row[at] : new SheetCell(row.Number, _header.Width, null);

    private static string Plain(string heading) => TextNorm.Of(heading.Trim('*', ':', ' '));
}
