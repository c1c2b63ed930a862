using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;
using DemoExam.Domain;
using DemoExam.Domain.People;

namespace DemoExam.Features.Shared.Import;

/// <summary>One row while it is read. What is wrong is collected; nothing stops at the first error.</summary>
internal sealed partial class ImportRow<TColumn>(ImportTable<TColumn> table, SheetRow row, List<ImportProblem<TColumn>> problems) where TColumn : struct, Enum
{
    private static readonly string[] DateForms = ["d.M.yyyy", "yyyy-M-d", "d/M/yyyy", "d-M-yyyy"];

    public int Number => row.Number;

    /// <summary>True once the row has an error.</summary>
    public bool Failed { get; private set; }

    public bool IsEmpty(TColumn column) => Cell(column).IsEmpty;

    /// <summary>What stands in the cell; empty when nothing does.</summary>
    public string Text(TColumn column, int most)
    {
        var cell = Cell(column);
        if (cell.Value is CellError)
        {
            Fail(column, ImportFault.FormulaError);
            return "";
        }

        if (cell.Text.Length > most)
        {
            Fail(column, ImportFault.TooLong);
        }

        return cell.Text;
    }

    /// <summary>The same for a cell that must be filled in.</summary>
    public string Required(TColumn column, int most)
    {
        var text = Text(column, most);
        if (text.Length == 0)
        {
            Fail(column, ImportFault.Missing);
        }

        return text;
    }

    /// <summary>A person's name in three cells.</summary>
    public PersonName Name(TColumn surname, TColumn givenName, TColumn patronymic)
    {
        var (first, given) = (Required(surname, PersonName.MaximumPartLength), Text(givenName, PersonName.MaximumPartLength));
        var name = PersonNames.Of(first, given, Text(patronymic, PersonName.MaximumPartLength));
        if (first.Length > 0 && given.Length == 0)
        {
            Warn(givenName, ImportFault.NoGivenName);
        }

        foreach (var column in new[] { surname, givenName, patronymic }.Where(c => PersonNames.IsMixed(Cell(c).Text)))
        {
            Warn(column, ImportFault.MixedLetters);
        }

        return name;
    }

    /// <summary>A day; null when the cell is empty or no date.</summary>
    public DateOnly? Date(TColumn column)
    {
        var cell = Cell(column);
        if (cell.IsEmpty)
        {
            return null;
        }

        if (cell.Value is DateTime moment)
        {
            return DateOnly.FromDateTime(moment);
        }

        if (cell.Value is CellError)
        {
            Fail(column, ImportFault.FormulaError);
            return null;
        }

        if (DateOnly.TryParseExact(cell.Text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
        {
            return read;
        }

        Fail(column, LooksLikeDate().IsMatch(cell.Text) ? ImportFault.NoSuchDate : ImportFault.DateUnreadable);
        return null;
    }

    public DateOnly? RequiredDate(TColumn column)
    {
        if (IsEmpty(column))
        {
            Fail(column, ImportFault.Missing);
        }

        return Date(column);
    }

    /// <summary>A whole number from 1 to the most; null when the cell is empty or holds none.</summary>
    public int? Count(TColumn column, int most)
    {
        var text = Text(column, 40);
        if (text.Length == 0)
        {
            return null;
        }

        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            Fail(column, ImportFault.NumberUnreadable);
            return null;
        }

        if (number < 1 || number > most)
        {
            Fail(column, ImportFault.NumberImplausible);
            return null;
        }

        return number;
    }

    /// <summary>One of the words that are known, see <see cref="ImportWords"/>; the other one for an empty cell.</summary>
    public T? Choice<T>(TColumn column, IReadOnlyDictionary<string, T> words, ImportFault unknown, T? otherwise = null) where T : struct
    {
        var text = Text(column, 100);
        if (text.Length == 0)
        {
            return otherwise ?? FailWith<T>(column, ImportFault.Missing);
        }

        return words.TryGetValue(TextNorm.Of(text), out var word) ? word : FailWith<T>(column, unknown);
    }

    /// <summary>An organisation by any of its names; the other one for an empty cell.</summary>
    public OrganisationId? Organisation(TColumn column, KnownOrganisations organisations, OrganisationId? otherwise = null)
    {
        var text = Text(column, 400);
        if (text.Length == 0)
        {
            return otherwise ?? FailWith<OrganisationId>(column, ImportFault.Missing);
        }

        return organisations.Find(text) switch
        {
            [] => FailWith<OrganisationId>(column, ImportFault.OrganisationUnknown),
            [var one] => one,
            _ => FailWith<OrganisationId>(column, ImportFault.OrganisationAmbiguous),
        };
    }

    /// <summary>An address; null when the cell is empty.</summary>
    public string? Email(TColumn column)
    {
        var text = Text(column, 200);
        if (text.Length > 0 && !(MailAddress.TryCreate(text, out var address) && address.Address == text))
        {
            Fail(column, ImportFault.EmailUnreadable);
        }

        return PersonNames.OrNull(text);
    }

    /// <summary>A personal number in its written form; null when the cell is empty or it is none.</summary>
    public string? PersonalNumber(TColumn column)
    {
        var text = Text(column, 40);
        var number = Domain.People.PersonalNumber.Read(text);
        if (text.Length > 0 && number is null)
        {
            Fail(column, ImportFault.PersonalNumberWrong);
        }

        return number;
    }

    public void Fail(TColumn column, ImportFault fault, int? otherRow = null)
    {
        var cell = Cell(column);
        // A formula without a value is one error, told when the cell is read.
        if (cell.Value is not CellError || fault == ImportFault.FormulaError)
        {
            problems.Add(new ImportProblem<TColumn>(row.Number, cell.Address, column, fault, Shown(cell), false, otherRow));
        }

        Failed = true;
    }

    public T? FailWith<T>(TColumn column, ImportFault fault) where T : struct
    {
        Fail(column, fault);
        return null;
    }

    public void Warn(TColumn column, ImportFault fault, int? otherRow = null)
    {
        var cell = Cell(column);
        problems.Add(new ImportProblem<TColumn>(row.Number, cell.Address, column, fault, Shown(cell), true, otherRow));
    }

    private SheetCell Cell(TColumn column) => table.Cell(row, column);

    private static string Shown(SheetCell cell) => cell.Text.Length <= 80 ? cell.Text : cell.Text[..80] + "…";

    [GeneratedRegex(@"^\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s*$")]
    private static partial Regex LooksLikeDate();
}
