using System.Globalization;
using System.Text.RegularExpressions;
using DemoExam.Domain;
using DemoExam.Domain.Packages;
using DemoExam.Domain.People;
using DemoExam.Features.Shared.Import;

namespace DemoExam.Features.Packages;

/// <remarks>What stands in single cells: texts, numbers, codes, words.</remarks>
internal sealed partial class SchemeSheet
{
    private SheetCell At(SheetRow row, SchemeColumn column) => _columns.TryGetValue(column, out var at) ? row[at] : new SheetCell(row.Number, _header.Column, null);

    private string Required(SheetRow row, SchemeColumn column, int most)
    {
        var text = Text(row, column, most);
        if (text.Length == 0 && At(row, column).Value is not CellError)
        {
            Fail(At(row, column), SchemeFault.Missing);
        }

        return text;
    }

    private string Text(SheetRow row, SchemeColumn column, int most)
    {
        var cell = At(row, column);
        if (cell.Value is CellError)
        {
            Fail(cell, SchemeFault.FormulaError);
            return "";
        }

        var text = Clean(TextOf(cell));
        CheckLength(cell, text, most);
        return text;
    }

    private void CheckLength(SheetCell cell, string text, int most)
    {
        if (text.Length > most)
        {
            Fail(cell, SchemeFault.TooLong, Formats.Number(most));
        }
    }

    private decimal? Number(SheetCell cell)
    {
        switch (cell.Value)
        {
            case decimal number:
                return number;
            case CellError:
                Fail(cell, SchemeFault.FormulaError);
                return null;
            case DateTime:
                Fail(cell, SchemeFault.DateInsteadOfNumber);
                return null;
            default:
                if (decimal.TryParse(TextOf(cell).Replace(',', '.').Replace('−', '-'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var read))
                {
                    return read;
                }

                Fail(cell, LooksLikeDate().IsMatch(cell.Text) ? SchemeFault.DateInsteadOfNumber : SchemeFault.NumberUnreadable);
                return null;
        }
    }

    private Marks? Mark(SheetCell cell, bool zeroToo = false)
    {
        if (cell.IsEmpty)
        {
            Fail(cell, SchemeFault.Missing);
            return null;
        }

        if (Number(cell) is not { } number)
        {
            return null;
        }

        if (!Marks.TryFrom(number, out var marks))
        {
            Fail(cell, SchemeFault.TooManyDecimals);
            return null;
        }

        if (marks < Marks.Zero || (marks == Marks.Zero && !zeroToo))
        {
            Fail(cell, SchemeFault.NotPositive);
            return null;
        }

        if (marks > Marks.Of(1_000_000))
        {
            Fail(cell, SchemeFault.NumberUnreadable);
            return null;
        }

        return marks;
    }

    private PackageFacts FactsOf(string fileName)
    {
        var code = Fact(PackageFact.Code, 60) ?? OrNull(_scheme)
            ?? _titles.Append(fileName).Select(t => PackageCode().Match(t.Replace('_', ' '))).Where(m => m.Success).Select(m => Clean(m.Value)).FirstOrDefault();
        var parts = PackageCode().Match(code ?? "");
        // Sheets of CIS: the skill in English in the first row, in Russian in the second.
        var russian = _titles.Select(t => PackageCode().Replace(t, "").Trim(' ', '«', '»')).FirstOrDefault(t => t.Any(c => c is >= 'А' and <= 'я' or 'ё' or 'Ё'));
        var english = _titles.FirstOrDefault(t => t.Any(char.IsAsciiLetter) && !t.Any(c => c is >= 'А' and <= 'я'));
        return new PackageFacts(code, Fact(PackageFact.Name, MostName) ?? OrNull(russian ?? ""), Fact(PackageFact.NameEn, MostName) ?? english,
            Fact(PackageFact.SpecialityCode, 20) ?? OrNull(parts.Groups["speciality"].Value), Fact(PackageFact.SpecialityName, MostName), Fact(PackageFact.SpecialityNameEn, MostName),
            FactNumber(PackageFact.Year, 2017, 2100) ?? (parts.Success ? int.Parse(parts.Groups["year"].Value, CultureInfo.InvariantCulture) : null),
            RuleSetOf(), Fact(PackageFact.Issuer, 200), FactNumber(PackageFact.MinimumScoringExperts, PackageHeader.FewestExperts, 100), Read(PackageFact.ExpertTable, ExpertTable.Parse, SchemeFault.ExpertTableUnreadable),
            Read(PackageFact.Infrastructure, InfrastructureList.Parse, SchemeFault.InfrastructureUnreadable));
    }

    private string? Fact(PackageFact fact, int most)
    {
        if (!_facts.TryGetValue(fact, out var cell))
        {
            return null;
        }

        var text = Clean(TextOf(cell));
        CheckLength(cell, text, most);
        return text;
    }

    private int? FactNumber(PackageFact fact, int least, int most)
    {
        if (!_facts.TryGetValue(fact, out var cell) || Number(cell) is not { } number)
        {
            return null;
        }

        if (number < least || number > most || number != decimal.Truncate(number))
        {
            Fail(cell, SchemeFault.NumberUnreadable, $"{least}–{most}");
            return null;
        }

        return (int)number;
    }

    private T? Read<T>(PackageFact fact, Func<string, T?> parse, SchemeFault fault) where T : class
    {
        if (!_facts.TryGetValue(fact, out var cell))
        {
            return null;
        }

        var read = parse(TextOf(cell));
        if (read is null)
        {
            Fail(cell, fault);
        }

        return read;
    }

    private RuleSet? RuleSetOf()
    {
        if (!_facts.TryGetValue(PackageFact.RuleSet, out var cell))
        {
            return null;
        }

        var known = TextNorm.Of(cell.Text) switch
        {
            ['К', 'О', 'Д', ..] or ['A', 'S', 'S', 'E', 'S', 'S', ..] => RuleSet.AssessmentPackage,
            ['К', 'И', 'М', ..] or ['M', 'E', 'A', 'S', 'U', 'R', ..] => RuleSet.MeasuringMaterials,
            "WSR" or ['W', 'O', 'R', 'L', 'D', 'S', 'K', 'I', 'L', 'L', 'S', ..] => RuleSet.WorldSkillsRussia,
            _ => (RuleSet?)null,
        };
        if (known is null)
        {
            Fail(cell, SchemeFault.RuleSetUnknown);
        }

        return known;
    }

    private void NoteLookAlikes(SheetCell cell)
    {
        if (Latin(cell.Text) is var latin && !latin.Equals(cell.Text, StringComparison.OrdinalIgnoreCase))
        {
            Warn(cell, SchemeFault.LookAlikes, latin);
        }
    }

    private void Fail(SheetCell cell, SchemeFault fault, string? detail = null) => Note(cell, fault, detail, false);

    private void Warn(SheetCell cell, SchemeFault fault, string? detail = null) => Note(cell, fault, detail, true);

    private void Note(SheetCell cell, SchemeFault fault, string? detail, bool isWarning)
    {
        if (_problems.Any(p => p.Cell.Row == cell.Row && p.Cell.Column == cell.Column && p.Problem.Fault == fault))
        {
            return;
        }

        _problems.Add((cell, new SchemeProblem(cell.Row, cell.Address, fault, cell.Text.Length <= 80 ? cell.Text : cell.Text[..80] + "…", detail, isWarning)));
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;

    private static string Clean(string text) => Blanks().Replace(text, " ").Trim();

    // An export puts an apostrophe before what a spreadsheet would run as a formula.
    private static string TextOf(SheetCell cell) => cell.Text is ['\'', '=' or '+' or '-' or '@', ..] ? cell.Text[1..] : cell.Text;

    private static string RuleOf(SheetCell cell) => TextOf(cell);

    private static string? LetterOf(string text) => Latin(text) is [>= 'A' and <= 'Z'] letter ? letter : null;

    /// <summary>Codes in Latin capitals: Cyrillic letters that look the same are taken for them.</summary>
    private static string Latin(string text)
    {
        const string Cyrillic = "АВСЕНКМОРТХУ";
        const string Alike = "ABCEHKMOPTXY";
        return string.Concat(text.Trim().ToUpperInvariant().Where(c => c != ' ').Select(c => Cyrillic.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Alike[at] : c));
    }

    private static AspectType? TypeOf(string text) => Latin(text) switch
    {
        "B" or "Б" or "M" or "O" => AspectType.Binary,
        "D" or "Д" => AspectType.Discrete,
        "J" => AspectType.Judgement,
        _ => TextNorm.Of(text) switch
        {
            ['Б', 'И', 'Н', ..] or ['B', 'I', 'N', ..] => AspectType.Binary,
            ['Д', 'И', 'С', ..] or ['D', 'I', 'S', ..] => AspectType.Discrete,
            ['С', 'У', 'Д', ..] or ['J', 'U', 'D', ..] => AspectType.Judgement,
            _ => null,
        },
    };

    /// <summary>«ПА, БУ, ПУ», «ПУ + вариатив», also in English; none when a word is not known.</summary>
    private static CriterionUse UseOf(string text)
    {
        var plain = TextNorm.Of(text);
        if (VariativeOnly().IsMatch(plain))
        {
            return CriterionUse.Variative;
        }

        var use = CriterionUse.None;
        foreach (var word in plain.Split([',', ';', '/', '+'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var one = word switch
            {
                "ПА" or "INTERIM" => CriterionUse.Interim,
                "БУ" or "BASE" => CriterionUse.Base,
                "ПУ" or "PROFILE" => CriterionUse.Profile,
                _ when word.StartsWith("ВАРИАТ", StringComparison.Ordinal) || word.StartsWith("VARIATIVE", StringComparison.Ordinal) => CriterionUse.Variative,
                _ => CriterionUse.None,
            };
            if (one == CriterionUse.None)
            {
                return CriterionUse.None;
            }

            use |= one;
        }

        return use;
    }

    [GeneratedRegex(@"^\s*Criterion\s+(?<letter>[A-ZА-Я])\s*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CriterionOfHeader();

    [GeneratedRegex(@"^(?:ПУ|PROFILE)\s*\+\s*(?:ВАРИАТ|VARIATIVE)\w*(?:\s+\w+)?$")]
    private static partial Regex VariativeOnly();

    [GeneratedRegex(@"КОД\s+(?<speciality>\d{2}\.\d{2}\.\d{2})-\d+-(?<year>\d{4})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex PackageCode();

    [GeneratedRegex(@"^[A-Z][1-9]\d?$")]
    private static partial Regex SubCode();

    [GeneratedRegex(@"^[A-Z][1-9]\d?\.[1-9]\d{0,2}$")]
    private static partial Regex AspectCode();

    [GeneratedRegex(@"^\s*[-−]?\d+(?:[.,]\d+)?\s*$")]
    private static partial Regex LooksLikeNumber();

    [GeneratedRegex(@"^\s*\d{1,2}[./-]\s*(?:\d{1,2}[./-]\d{2,4}|\p{L}{3,})|^\s*\d{1,2}\s*[-.]?\p{L}{3}\b")]
    private static partial Regex LooksLikeDate();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
