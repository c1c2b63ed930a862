using System.Globalization;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Features.Shared.Import;

namespace DemoExam.Features.Packages;

/// <summary>A marking scheme as a file says it.</summary>
/// <param name="Facts">What stands above the scheme; empty where the file is silent.</param>
/// <param name="Scheme">What could be read; complete only without errors.</param>
/// <param name="Problems">Everything that is wrong, in the order of the cells.</param>
/// <param name="Ignored">Headings of columns that are left out.</param>
internal sealed record SchemeReading(PackageFacts Facts, MarkingScheme Scheme, IReadOnlyList<SchemeProblem> Problems, IReadOnlyList<string> Ignored)
{
    public int Errors => Problems.Count(p => !p.IsWarning);
}

/// <summary>What a file says about the package; null where it is silent.</summary>
public sealed record PackageFacts(
    string? Code = null, string? Name = null, string? NameEn = null, string? SpecialityCode = null, string? SpecialityName = null, string? SpecialityNameEn = null,
    int? Year = null, RuleSet? RuleSet = null, string? Issuer = null, int? MinimumScoringExperts = null, ExpertTable? Experts = null, InfrastructureList? Infrastructure = null);

/// <summary>
/// A marking scheme from a spreadsheet: our own table (one row for each aspect, the rule in a column) or a sheet of CIS in one of
/// its dialects (rows of sub-criteria, aspects, levels). What a row is, is told from its cells. Nothing stops at the first error.
/// </summary>
internal sealed partial class SchemeSheet
{
    /// <summary>The longest known schemes have 150 aspects, some 800 rows with their levels.</summary>
    public static readonly ImportLimits Limits = new(5 * 1024 * 1024, 2_000);

    private const int MostName = 400;
    private static readonly SchemeColumn[] Needed = [SchemeColumn.Type, SchemeColumn.Text, SchemeColumn.Maximum];
    private static readonly SchemeColumn[] LevelColumns = [SchemeColumn.Level0, SchemeColumn.Level1, SchemeColumn.Level2, SchemeColumn.Level3];

    private readonly List<(SheetCell Cell, SchemeProblem Problem)> _problems = [];
    private readonly Dictionary<PackageFact, SheetCell> _facts = [];
    private readonly List<string> _titles = [];
    private readonly HashSet<string> _ignored = [];
    private readonly List<SectionDraft> _sections = [];
    private readonly List<CriterionDraft> _criteria = [];
    private readonly List<AspectDraft> _aspects = [];
    private readonly List<(SheetCell Cell, Marks Total)> _totals = [];
    private Dictionary<SchemeColumn, int> _columns = [];
    private Block _block = Block.Above;
    private SheetCell _header;
    private CriterionDraft? _criterion;
    private SubCriterionDraft? _sub;
    private string _scheme = "";

    private SchemeSheet()
    {
    }

    private enum Block
    {
        Above,
        Sections,
        Criteria,
        Scheme,
    }

    /// <summary>Reads the first sheet that has the header of a scheme.</summary>
    /// <exception cref="RuleViolation">One of <see cref="ImportRules"/>.</exception>
    public static SchemeReading Read(ImportFile file)
    {
        IReadOnlyList<SchemeColumn> missing = Needed;
        foreach (var sheet in SheetReader.Read(file, Limits))
        {
            if (sheet.Rows.Any(row => IsSchemeHeader(ColumnsOf(row))))
            {
                return new SchemeSheet().Read(sheet, file.Name);
            }

            var lacking = sheet.Rows.Select(row => Needed.Where(n => !ColumnsOf(row).ContainsKey(n)).ToList()).MinBy(l => l.Count);
            missing = lacking is not null && lacking.Count < missing.Count ? lacking : missing;
        }

        throw new RuleViolation(ImportRules.HeaderIsThere.Refuse(("columns", missing)));
    }

    private SchemeReading Read(Sheet sheet, string fileName)
    {
        foreach (var row in sheet.Rows)
        {
            var columns = ColumnsOf(row);
            if (IsSchemeHeader(columns))
            {
                SchemeHeader(row, columns);
            }
            else if (_block == Block.Scheme)
            {
                SchemeRow(row);
            }
            else
            {
                RowAbove(row, columns);
            }
        }

        return new SchemeReading(FactsOf(fileName), Finish(),
            [.. _problems.OrderBy(p => p.Cell.Row).ThenBy(p => p.Cell.Column).Select(p => p.Problem)], [.. _ignored]);
    }

    private static bool IsSchemeHeader(Dictionary<SchemeColumn, int> columns) => Needed.All(columns.ContainsKey);

    private static Dictionary<SchemeColumn, int> ColumnsOf(SheetRow row)
    {
        var columns = new Dictionary<SchemeColumn, int>();
        foreach (var cell in row.Cells.Where(c => !c.IsEmpty))
        {
            if (CriterionOfHeader().IsMatch(cell.Text))
            {
                // What CIS writes to the right of the header is about the criterion below.
                break;
            }

            if (SchemeLayout.ColumnOf(cell.Text) is { } column)
            {
                columns.TryAdd(column, cell.Column);
            }
        }

        return columns;
    }

    // ---- Above the scheme

    private void RowAbove(SheetRow row, Dictionary<SchemeColumn, int> columns)
    {
        var cells = row.Cells.Where(c => !c.IsEmpty).ToList();
        if (columns.ContainsKey(SchemeColumn.Section) && columns.ContainsKey(SchemeColumn.SectionMark))
        {
            (_block, _columns) = (Block.Sections, columns);
        }
        else if (cells.Count > 2 && IsCriteriaHeader(row, columns))
        {
            (_block, _columns) = (Block.Criteria, columns);
        }
        else if (SchemeLayout.FactOf(cells[0].Text) is { } fact)
        {
            var value = row[cells[0].Column + 1];
            if (!value.IsEmpty)
            {
                _facts[fact] = value;
            }
        }
        else if (_block == Block.Sections && int.TryParse(cells[0].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            SectionRow(row, cells[0], number);
        }
        else if (cells.Count >= 2 && LetterOf(cells[0].Text) is { } letter && cells[1].Value is not decimal)
        {
            CriterionRow(row, cells, letter);
        }
        else if (cells.Count == 1 && cells[0].Value is string)
        {
            _titles.Add(Clean(cells[0].Text));
        }
    }

    private static bool IsCriteriaHeader(SheetRow row, Dictionary<SchemeColumn, int> columns)
    {
        if (columns.ContainsKey(SchemeColumn.Criterion) && (columns.ContainsKey(SchemeColumn.CriterionName) || columns.ContainsKey(SchemeColumn.CriterionMark)))
        {
            return true;
        }

        // CIS: ID | Name | … | Mark, or Criterion | Description | Meas (M) | Judg (J) | Total.
        foreach (var cell in row.Cells)
        {
            switch (SchemeLayout.Plain(cell.Text))
            {
                case "ID" or "CRITERION" or "КРИТЕРИЙ":
                    columns.TryAdd(SchemeColumn.Criterion, cell.Column);
                    break;
                case "NAME" or "DESCRIPTION" or "НАЗВАНИЕ":
                    columns.TryAdd(SchemeColumn.CriterionName, cell.Column);
                    break;
                case "MARK" or "TOTAL" or "БАЛЛ":
                    columns.TryAdd(SchemeColumn.CriterionMark, cell.Column);
                    break;
            }
        }

        return columns.ContainsKey(SchemeColumn.Criterion) && columns.ContainsKey(SchemeColumn.CriterionName) && columns.ContainsKey(SchemeColumn.CriterionMark);
    }

    private void SectionRow(SheetRow row, SheetCell first, int number)
    {
        var name = _columns.TryGetValue(SchemeColumn.SectionName, out var at) ? row[at] : row[first.Column + 1];
        var english = Text(row, SchemeColumn.SectionNameEn, MostName);
        if (number < 1 || _sections.Any(s => s.Number == number))
        {
            Fail(first, number < 1 ? SchemeFault.SectionUnreadable : SchemeFault.SectionRepeated);
            return;
        }

        var mark = At(row, SchemeColumn.SectionMark);
        var text = Clean(TextOf(name));
        CheckLength(name, text, MostName);
        _sections.Add(new SectionDraft(number, text.Length == 0 ? number.ToString(CultureInfo.InvariantCulture) : text, english, mark, mark.IsEmpty ? null : Mark(mark, zeroToo: true)));
    }

    private void CriterionRow(SheetRow row, List<SheetCell> cells, string letter)
    {
        if (_criteria.Any(c => c.Letter == letter))
        {
            Fail(cells[0], SchemeFault.CodeRepeated);
            return;
        }

        NoteLookAlikes(cells[0]);
        var criterion = new CriterionDraft(letter, cells[0]);
        _criteria.Add(criterion);
        // Below a header the columns say what is what; the summary of the Russian dialect has none: letter, name, mark.
        var known = _block == Block.Criteria;
        var name = known && _columns.TryGetValue(SchemeColumn.CriterionName, out var at) ? row[at] : cells[1];
        Describe(criterion, name, known ? At(row, SchemeColumn.CriterionNameEn) : default, known ? At(row, SchemeColumn.Levels) : default, known ? At(row, SchemeColumn.Minutes) : default);
        var mark = known ? At(row, SchemeColumn.CriterionMark) : cells.Skip(2).LastOrDefault(c => c.Value is decimal);
        if (!mark.IsEmpty && Mark(mark, zeroToo: true) is { } declared)
        {
            criterion.Declared.Add((mark, declared));
        }
    }

    // ---- The scheme

    private void SchemeHeader(SheetRow row, Dictionary<SchemeColumn, int> columns)
    {
        (_block, _columns, _header) = (Block.Scheme, columns, row[columns[SchemeColumn.Type]]);
        var beside = row.Cells.Where(c => !c.IsEmpty).SkipWhile(c => !CriterionOfHeader().IsMatch(c.Text)).ToList();
        if (beside.Count > 0)
        {
            var letter = LetterOf(CriterionOfHeader().Match(beside[0].Text).Groups["letter"].Value)!;
            if (beside.Skip(1).FirstOrDefault(c => c.Value is decimal or CellError || LooksLikeNumber().IsMatch(c.Text)) is { IsEmpty: false } total && Mark(total, zeroToo: true) is { } mark)
            {
                EnsureCriterion(letter, beside[0]).Declared.Add((total, mark));
            }
        }

        foreach (var cell in row.Cells.Where(c => !c.IsEmpty && (beside.Count == 0 || c.Column < beside[0].Column)))
        {
            if (SchemeLayout.ColumnOf(cell.Text) is null && !SchemeLayout.IsPassed(cell.Text))
            {
                _ignored.Add(Clean(cell.Text));
            }
        }
    }

    private void SchemeRow(SheetRow row)
    {
        if (IsFooter(row))
        {
            return;
        }

        if (_scheme.Length == 0 && row.Cells.Select(c => PackageCode().Match(c.Text)).FirstOrDefault(m => m.Success) is { } code)
        {
            _scheme = Clean(code.Value);
        }

        var aspect = At(row, SchemeColumn.Aspect);
        var group = At(row, SchemeColumn.SubCriterion) is { IsEmpty: false } sub ? sub : At(row, SchemeColumn.Criterion);
        if (!At(row, SchemeColumn.Type).IsEmpty || !aspect.IsEmpty || !At(row, SchemeColumn.Text).IsEmpty)
        {
            AspectRow(row);
        }
        else if (!group.IsEmpty)
        {
            GroupRow(row, group);
        }
        else if (!At(row, SchemeColumn.Score).IsEmpty || !At(row, SchemeColumn.HowToCheck).IsEmpty || !At(row, SchemeColumn.Requirement).IsEmpty)
        {
            ExtraRow(row);
        }
        else if (!At(row, SchemeColumn.Maximum).IsEmpty)
        {
            Fail(At(row, SchemeColumn.Maximum), SchemeFault.StrayRow);
        }
    }

    private bool IsFooter(SheetRow row)
    {
        var cells = row.Cells.Where(c => !c.IsEmpty).ToList();
        var title = cells.FindIndex(c => SchemeLayout.Plain(c.Text) is "TOTAL MARK" or "TOTAL MARKS" or "TOTAL" or "ИТОГО" or "ВСЕГО");
        if (title < 0 || !At(row, SchemeColumn.Type).IsEmpty && title > 0)
        {
            return false;
        }

        if (cells.Skip(title + 1).FirstOrDefault() is { IsEmpty: false } total && Mark(total, zeroToo: true) is { } mark)
        {
            _totals.Add((total, mark));
        }

        return true;
    }

    private void GroupRow(SheetRow row, SheetCell code)
    {
        var name = At(row, SchemeColumn.SubCriterionName) is { IsEmpty: false } beside ? beside : At(row, SchemeColumn.CriterionName);
        if (LetterOf(code.Text) is { } letter)
        {
            NoteLookAlikes(code);
            _criterion = EnsureCriterion(letter, code);
            _sub = null;
            Describe(_criterion, name, At(row, SchemeColumn.CriterionNameEn), At(row, SchemeColumn.Levels), At(row, SchemeColumn.Minutes));
            if (At(row, SchemeColumn.Maximum) is { IsEmpty: false } total && Mark(total, zeroToo: true) is { } mark)
            {
                _criterion.Declared.Add((total, mark));
            }
        }
        else
        {
            EnterSub(code, name);
        }
    }

    /// <summary>Makes the sub-criterion with this code the current one.</summary>
    private void EnterSub(SheetCell cell, SheetCell name)
    {
        var code = Latin(cell.Text);
        if (!SubCode().IsMatch(code))
        {
            Fail(cell, SchemeFault.CodeUnreadable);
            return;
        }

        if (_sub?.Code == code)
        {
            NameSub(_sub, name);
            return;
        }

        NoteLookAlikes(cell);
        _criterion = EnsureCriterion(code[..1], cell);
        if (_criterion.Subs.FirstOrDefault(s => s.Code == code) is { } earlier)
        {
            Fail(cell, SchemeFault.CodeRepeated);
            _sub = earlier;
            return;
        }

        var expected = code[..1] + (_criterion.Subs.Count + 1).ToString(CultureInfo.InvariantCulture);
        if (code != expected)
        {
            Fail(cell, SchemeFault.CodeOutOfOrder, expected);
        }

        _sub = new SubCriterionDraft(code, cell);
        _criterion.Subs.Add(_sub);
        NameSub(_sub, name);
    }

    private void NameSub(SubCriterionDraft sub, SheetCell name)
    {
        var text = Clean(TextOf(name));
        if (text.Length == 0)
        {
            return;
        }

        CheckLength(name, text, MostName);
        if (sub.Name.Length > 0 && sub.Name != text)
        {
            Fail(name, SchemeFault.Contradiction, sub.Name);
        }

        sub.Name = text;
    }

    private CriterionDraft EnsureCriterion(string letter, SheetCell cell)
    {
        var criterion = _criteria.FirstOrDefault(c => c.Letter == letter);
        if (criterion is null)
        {
            criterion = new CriterionDraft(letter, cell);
            _criteria.Add(criterion);
        }

        return criterion;
    }

    private void Describe(CriterionDraft criterion, SheetCell name, SheetCell english, SheetCell levels, SheetCell minutes)
    {
        criterion.Name = Agreed(name, criterion.Name);
        criterion.NameEn = Agreed(english, criterion.NameEn);
        if (!levels.IsEmpty)
        {
            var use = UseOf(levels.Text);
            if (use == CriterionUse.None)
            {
                Fail(levels, SchemeFault.LevelsUnreadable);
            }
            else if (criterion.Use != CriterionUse.None && criterion.Use != use)
            {
                Fail(levels, SchemeFault.Contradiction);
            }

            criterion.Use = use;
        }

        if (!minutes.IsEmpty)
        {
            if (Number(minutes) is not { } number)
            {
                return;
            }

            if (number is < 1 or > 10_000 || number != decimal.Truncate(number))
            {
                Fail(minutes, SchemeFault.NumberUnreadable);
            }
            else if (criterion.Minutes is { } earlier && earlier != (int)number)
            {
                Fail(minutes, SchemeFault.Contradiction, Formats.Number(earlier));
            }
            else
            {
                criterion.Minutes = (int)number;
            }
        }
    }

    private string Agreed(SheetCell cell, string earlier)
    {
        var text = Clean(TextOf(cell));
        if (text.Length == 0)
        {
            return earlier;
        }

        CheckLength(cell, text, MostName);
        if (earlier.Length > 0 && earlier != text)
        {
            Fail(cell, SchemeFault.Contradiction, earlier);
        }

        return text;
    }

    private void AspectRow(SheetRow row)
    {
        var code = At(row, SchemeColumn.Aspect);
        var given = Latin(code.Text);
        var well = AspectCode().IsMatch(given);
        if (At(row, SchemeColumn.SubCriterion) is { IsEmpty: false } sub)
        {
            EnterSub(sub, At(row, SchemeColumn.SubCriterionName));
        }
        else if (well && given[..given.IndexOf('.', StringComparison.Ordinal)] is var derived && derived != _sub?.Code)
        {
            EnterSub(code with { Value = derived }, At(row, SchemeColumn.SubCriterionName));
        }

        if (At(row, SchemeColumn.Criterion) is { IsEmpty: false } letterCell)
        {
            if (LetterOf(letterCell.Text) is not { } letter)
            {
                Fail(letterCell, SchemeFault.CodeUnreadable);
            }
            else if (_criterion is not null && _sub is not null && letter != _criterion.Letter)
            {
                Fail(letterCell, SchemeFault.CodeElsewhere, _sub.Code);
            }
            else
            {
                Describe(EnsureCriterion(letter, letterCell), At(row, SchemeColumn.CriterionName), At(row, SchemeColumn.CriterionNameEn), At(row, SchemeColumn.Levels), At(row, SchemeColumn.Minutes));
            }
        }

        if (_sub is null || _criterion is null)
        {
            Fail(code.IsEmpty ? At(row, SchemeColumn.Type) : code, SchemeFault.NoSubCriterion);
            return;
        }

        var expected = $"{_sub.Code}.{_sub.Aspects.Count + 1}";
        if (!code.IsEmpty && given != expected)
        {
            Fail(code, !well ? SchemeFault.CodeUnreadable
                : _aspects.Any(a => a.Code == given) ? SchemeFault.CodeRepeated
                : !given.StartsWith(_sub.Code + ".", StringComparison.Ordinal) ? SchemeFault.CodeElsewhere : SchemeFault.CodeOutOfOrder, expected);
        }
        else if (!code.IsEmpty && At(row, SchemeColumn.SubCriterion).IsEmpty)
        {
            NoteLookAlikes(code);
        }

        var maximum = At(row, SchemeColumn.Maximum);
        var aspect = new AspectDraft(expected, At(row, SchemeColumn.Type), At(row, SchemeColumn.Rule), Required(row, SchemeColumn.Text, 2000),
            Text(row, SchemeColumn.HowToCheck, 4000), Text(row, SchemeColumn.Requirement, 2000), Section(At(row, SchemeColumn.Section)), Mark(maximum), At(row, SchemeColumn.Section));
        aspect.Texts.AddRange(LevelColumns.Select(column => At(row, column)));
        _sub.Aspects.Add(aspect);
        _aspects.Add(aspect);
        if (aspect.Maximum is null)
        {
            _criterion.IsBroken = true;
        }
        else if (aspect.Maximum > Marks.Of(2))
        {
            Warn(maximum, SchemeFault.MaximumIsLarge);
        }

        if (_columns.ContainsKey(SchemeColumn.Score) && !At(row, SchemeColumn.Score).IsEmpty)
        {
            ExtraRow(row);
        }
    }

    private void ExtraRow(SheetRow row)
    {
        if (_sub?.Aspects.LastOrDefault() is not { } aspect)
        {
            Fail(row.Cells.First(c => !c.IsEmpty), SchemeFault.StrayRow);
            return;
        }

        aspect.Extras.Add((At(row, SchemeColumn.Score), At(row, SchemeColumn.HowToCheck), At(row, SchemeColumn.Maximum)));
    }

    private int? Section(SheetCell cell)
    {
        if (cell.IsEmpty)
        {
            Fail(cell, SchemeFault.Missing);
            return null;
        }

        if (cell.Value is CellError)
        {
            Fail(cell, SchemeFault.FormulaError);
            return null;
        }

        if (int.TryParse(cell.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and < 1000)
        {
            return number;
        }

        Fail(cell, cell.Value is DateTime ? SchemeFault.DateInsteadOfNumber : SchemeFault.SectionUnreadable);
        return null;
    }

    private sealed record SectionDraft(int Number, string Name, string NameEn, SheetCell Mark, Marks? Declared);

    private sealed class CriterionDraft(string letter, SheetCell cell)
    {
        public string Letter => letter;

        public SheetCell Cell => cell;

        public string Name { get; set; } = "";

        public string NameEn { get; set; } = "";

        public CriterionUse Use { get; set; }

        public int? Minutes { get; set; }

        public List<(SheetCell Cell, Marks Declared)> Declared { get; } = [];

        public List<SubCriterionDraft> Subs { get; } = [];

        /// <summary>True when a mark could not be read, so that sums say nothing.</summary>
        public bool IsBroken { get; set; }
    }

    private sealed class SubCriterionDraft(string code, SheetCell cell)
    {
        public string Code => code;

        public SheetCell Cell => cell;

        public string Name { get; set; } = "";

        public List<AspectDraft> Aspects { get; } = [];
    }

    private sealed class AspectDraft(string code, SheetCell type, SheetCell rule, string text, string howToCheck,
        string requirement, int? section, Marks? maximum, SheetCell sectionCell)
    {
        public string Code => code;

        public SheetCell Type => type;

        public SheetCell Rule => rule;

        public string Text => text;

        public string HowToCheck { get; set; } = howToCheck;

        public string Requirement => requirement;

        public int? Section => section;

        public Marks? Maximum => maximum;

        public SheetCell SectionCell => sectionCell;

        public List<SheetCell> Texts { get; } = [];

        public List<(SheetCell Score, SheetCell Text, SheetCell Mark)> Extras { get; } = [];
    }
}
