using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;
using DemoExam.Domain;
using DemoExam.Domain.Candidates;
using DemoExam.Domain.People;
using DemoExam.Features.Shared;
using DemoExam.Features.Shared.Import;

namespace DemoExam.Features.Candidates;

/// <summary>What can be wrong with a cell of a list of candidates.</summary>
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

    /// <summary>Warning: the register has the name and date of birth.</summary>
    MaybeRegistered,

    /// <summary>Warning: Cyrillic and Latin letters in one word.</summary>
    MixedLetters,

    /// <summary>Warning: a name of one word.</summary>
    NoGivenName,
}

/// <summary>One thing that is wrong with a file, and where.</summary>
/// <param name="Cell">Such as <c>E17</c>.</param>
/// <param name="Value">What stands in the cell.</param>
/// <param name="IsWarning">True when the row may be imported all the same.</param>
/// <param name="OtherRow">The row that has the same person.</param>
public sealed record ImportProblem(int Row, string Cell, CandidateColumn Column, ImportFault Fault, string Value, bool IsWarning, int? OtherRow = null);

/// <summary>Columns of a list of candidates, recognised by their headings in any order.</summary>
public enum CandidateColumn
{
    Surname = 1,
    GivenName,
    Patronymic,
    LatinName,
    BirthDate,
    Category,
    Organisation,
    StudyGroup,
    Email,
}

/// <summary>A row without errors.</summary>
public sealed record CandidateLine(int Row, CandidateDetails Details, bool MaybeRegistered);

/// <summary>What rows are checked against.</summary>
/// <param name="Organisations">Organisations of the region by every name they are known by.</param>
/// <param name="Own">Those that the user enters candidates of.</param>
/// <param name="Registered">Names and dates of birth in the register.</param>
/// <param name="Categories">Words for categories in both languages, normalised.</param>
internal sealed record CandidateChecks(
    ILookup<string, OrganisationId> Organisations, IReadOnlySet<OrganisationId> Own, IReadOnlySet<(string NameNorm, DateOnly BirthDate)> Registered,
    IReadOnlyDictionary<string, CandidateCategory> Categories, OrganisationId? Organisation, CandidateCategory? Category, DateOnly Today);

/// <summary>
/// A list of candidates as colleges keep it: one row for each, headings in Russian or English, in any order. Everything that is
/// wrong is collected; nothing stops at the first error.
/// </summary>
internal sealed partial class CandidateSheet
{
    /// <summary>5 MB and 20,000 rows: the largest region's year is smaller.</summary>
    public static readonly ImportLimits Limits = new(5 * 1024 * 1024, 20_000);

    // Colleges put a title and the date above the table.
    private const int HeaderWithin = 20;

    private static readonly Dictionary<string, CandidateColumn> Headings = Known(
        (CandidateColumn.Surname, "фамилия|surname|last name|family name"),
        (CandidateColumn.GivenName, "имя|given name|first name|name"),
        (CandidateColumn.Patronymic, "отчество|отчество (при наличии)|patronymic|middle name"),
        (CandidateColumn.LatinName, "имя латиницей|фамилия и имя латиницей|фамилия имя латиницей|латиницей|латиница|latin name|name in latin letters|latin"),
        (CandidateColumn.BirthDate, "дата рождения|день рождения|birth date|date of birth|birthdate|born"),
        (CandidateColumn.Category, "категория|категория кандидата|category"),
        (CandidateColumn.Organisation, "организация|образовательная организация|оо|поо|колледж|школа|organisation|organization|college|school"),
        (CandidateColumn.StudyGroup, "группа|учебная группа|класс|group|study group|class"),
        (CandidateColumn.Email, "почта|электронная почта|эл. почта|адрес почты|e-mail|email|mail"));

    private static readonly string[] DateForms = ["d.M.yyyy", "yyyy-M-d", "d/M/yyyy", "d-M-yyyy"];

    private readonly SheetRow _header;
    private readonly IReadOnlyDictionary<CandidateColumn, int> _columns;
    private readonly IEnumerable<SheetRow> _rows;

    private CandidateSheet(SheetRow header, IReadOnlyDictionary<CandidateColumn, int> columns, IEnumerable<SheetRow> rows) => (_header, _columns, _rows) = (header, columns, rows);

    /// <summary>Headings that mean nothing to us; their columns are left out.</summary>
    public IReadOnlyList<string> Ignored => [.. _header.Cells.Where(c => !c.IsEmpty && !_columns.Values.Contains(c.Column)).Select(c => c.Text)];

    /// <summary>Finds the table in the first sheet that has one.</summary>
    /// <exception cref="RuleViolation">One of <see cref="ImportRules"/>.</exception>
    public static CandidateSheet Open(ImportFile file, bool organisationGiven, bool categoryGiven)
    {
        var needed = new List<CandidateColumn> { CandidateColumn.Surname, CandidateColumn.GivenName, CandidateColumn.BirthDate };
        if (!categoryGiven)
        {
            needed.Add(CandidateColumn.Category);
        }

        if (!organisationGiven)
        {
            needed.Add(CandidateColumn.Organisation);
        }

        IReadOnlyList<CandidateColumn> missing = needed;
        foreach (var sheet in SheetReader.Read(file, Limits))
        {
            foreach (var (row, at) in sheet.Rows.Take(HeaderWithin).Select((row, at) => (row, at)))
            {
                var columns = new Dictionary<CandidateColumn, int>();
                foreach (var cell in row.Cells)
                {
                    if (Headings.TryGetValue(Plain(cell.Text), out var column))
                    {
                        columns.TryAdd(column, cell.Column);
                    }
                }

                var lacking = needed.Where(c => !columns.ContainsKey(c)).ToList();
                if (lacking.Count == 0)
                {
                    return new CandidateSheet(row, columns, sheet.Rows.Skip(at + 1));
                }

                missing = lacking.Count < missing.Count ? lacking : missing;
            }
        }

        throw new RuleViolation(ImportRules.HeaderIsThere.Refuse(("columns", missing)));
    }

    /// <summary>Reads every row: the lines without errors, in order, and all that is wrong.</summary>
    public (IReadOnlyList<CandidateLine> Lines, IReadOnlyList<ImportProblem> Problems, int Rows) Check(CandidateChecks checks)
    {
        var (lines, problems, rows) = (new List<CandidateLine>(), new List<ImportProblem>(), 0);
        var seen = new Dictionary<(string NameNorm, DateOnly BirthDate), int>();
        foreach (var row in _rows)
        {
            rows++;
            if (new Reading(this, row, checks, problems).Line(seen) is { } line)
            {
                lines.Add(line);
            }
        }

        return (lines, problems, rows);
    }

    private static Dictionary<string, CandidateColumn> Known(params (CandidateColumn Column, string Headings)[] all) =>
        all.SelectMany(a => a.Headings.Split('|').Select(h => (a.Column, Heading: Plain(h)))).ToDictionary(a => a.Heading, a => a.Column);

    private static string Plain(string heading) => TextNorm.Of(heading.Trim('*', ':', ' '));

    [GeneratedRegex(@"^\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\s*$")]
    private static partial Regex LooksLikeDate();

    /// <summary>One row while it is read.</summary>
    private sealed class Reading(CandidateSheet sheet, SheetRow row, CandidateChecks checks, List<ImportProblem> problems)
    {
        private bool _failed;

        public CandidateLine? Line(Dictionary<(string NameNorm, DateOnly BirthDate), int> seen)
        {
            var surname = Text(CandidateColumn.Surname, PersonName.MaximumPartLength);
            var givenName = Text(CandidateColumn.GivenName, PersonName.MaximumPartLength);
            var name = PersonNames.Of(surname, givenName, Text(CandidateColumn.Patronymic, PersonName.MaximumPartLength));
            if (surname.Length == 0)
            {
                Fail(CandidateColumn.Surname, ImportFault.Missing);
            }
            else if (givenName.Length == 0)
            {
                Warn(CandidateColumn.GivenName, ImportFault.NoGivenName);
            }

            foreach (var column in new[] { CandidateColumn.Surname, CandidateColumn.GivenName, CandidateColumn.Patronymic }.Where(c => PersonNames.IsMixed(Cell(c).Text)))
            {
                Warn(column, ImportFault.MixedLetters);
            }

            var latinName = Text(CandidateColumn.LatinName, 200);
            if (!PersonNames.IsLatin(latinName))
            {
                Fail(CandidateColumn.LatinName, ImportFault.LatinNameNotLatin);
            }

            var birthDate = BirthDate();
            var category = Category();
            var organisation = Organisation();
            var studyGroup = Text(CandidateColumn.StudyGroup, 60);
            var email = Email();
            var repeated = surname.Length > 0 && birthDate is { } born && IsRepeated(name, born, seen);
            return _failed || birthDate is null || category is null || organisation is null
                ? null
                : new CandidateLine(row.Number, new CandidateDetails(name, PersonNames.OrNull(latinName) ?? Transliteration.Propose(name), birthDate.Value, category.Value, organisation.Value,
                    PersonNames.OrNull(studyGroup), email), repeated);
        }

        private DateOnly? BirthDate()
        {
            var cell = Cell(CandidateColumn.BirthDate);
            DateOnly? date = null;
            if (cell.IsEmpty)
            {
                Fail(CandidateColumn.BirthDate, ImportFault.Missing);
            }
            else if (cell.Value is DateTime moment)
            {
                date = DateOnly.FromDateTime(moment);
            }
            else if (DateOnly.TryParseExact(cell.Text, DateForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
            {
                date = read;
            }
            else if (cell.Value is not CellError)
            {
                Fail(CandidateColumn.BirthDate, LooksLikeDate().IsMatch(cell.Text) ? ImportFault.NoSuchDate : ImportFault.DateUnreadable);
            }
            else
            {
                Fail(CandidateColumn.BirthDate, ImportFault.FormulaError);
            }

            if (date is { } birthDate && !CandidateRules.IsPlausible(birthDate, checks.Today))
            {
                Fail(CandidateColumn.BirthDate, ImportFault.BirthDateImplausible);
                return null;
            }

            return date;
        }

        private CandidateCategory? Category()
        {
            var text = Text(CandidateColumn.Category, 100);
            if (text.Length == 0)
            {
                return checks.Category ?? FailWith<CandidateCategory>(CandidateColumn.Category, ImportFault.Missing);
            }

            return checks.Categories.TryGetValue(TextNorm.Of(text), out var category) ? category : FailWith<CandidateCategory>(CandidateColumn.Category, ImportFault.CategoryUnknown);
        }

        private OrganisationId? Organisation()
        {
            var text = Text(CandidateColumn.Organisation, 400);
            if (text.Length == 0)
            {
                return checks.Organisation ?? FailWith<OrganisationId>(CandidateColumn.Organisation, ImportFault.Missing);
            }

            return checks.Organisations[OrganisationNames.Plain(text)].Distinct().ToList() switch
            {
                [] => FailWith<OrganisationId>(CandidateColumn.Organisation, ImportFault.OrganisationUnknown),
                [var one] when checks.Own.Contains(one) => one,
                [_] => FailWith<OrganisationId>(CandidateColumn.Organisation, ImportFault.OrganisationNotOwn),
                _ => FailWith<OrganisationId>(CandidateColumn.Organisation, ImportFault.OrganisationAmbiguous),
            };
        }

        private string? Email()
        {
            var text = Text(CandidateColumn.Email, 200);
            if (text.Length > 0 && !(MailAddress.TryCreate(text, out var address) && address.Address == text))
            {
                Fail(CandidateColumn.Email, ImportFault.EmailUnreadable);
            }

            return PersonNames.OrNull(text);
        }

        private bool IsRepeated(PersonName name, DateOnly birthDate, Dictionary<(string NameNorm, DateOnly BirthDate), int> seen)
        {
            var person = (name.Normalised, birthDate);
            if (!seen.TryAdd(person, row.Number))
            {
                Fail(CandidateColumn.Surname, ImportFault.RepeatedInFile, seen[person]);
                return false;
            }

            var registered = checks.Registered.Contains(person);
            if (registered)
            {
                Warn(CandidateColumn.Surname, ImportFault.MaybeRegistered);
            }

            return registered;
        }

        private SheetCell Cell(CandidateColumn column) =>
            sheet._columns.TryGetValue(column, out var at) ? row[at] : new SheetCell(row.Number, sheet._header.Width, null);

        private string Text(CandidateColumn column, int most)
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

        private T? FailWith<T>(CandidateColumn column, ImportFault fault) where T : struct
        {
            // A formula without a value was reported when the cell was read.
            if (Cell(column).Value is not CellError)
            {
                Fail(column, fault);
            }

            return null;
        }

        private void Fail(CandidateColumn column, ImportFault fault, int? otherRow = null)
        {
            _failed = true;
            var cell = Cell(column);
            problems.Add(new ImportProblem(row.Number, cell.Address, column, fault, Shown(cell), false, otherRow));
        }

        private void Warn(CandidateColumn column, ImportFault fault)
        {
            var cell = Cell(column);
            problems.Add(new ImportProblem(row.Number, cell.Address, column, fault, Shown(cell), true));
        }

        private static string Shown(SheetCell cell) => cell.Text.Length <= 80 ? cell.Text : cell.Text[..80] + "…";
    }
}

/// <summary>Names of organisations as people write them in lists: with and without quotation marks.</summary>
internal static class OrganisationNames
{
    public static string Plain(string name) => TextNorm.Of(string.Concat(name.Where(c => c is not ('«' or '»' or '"' or '“' or '”' or '„' or '\''))));
}
