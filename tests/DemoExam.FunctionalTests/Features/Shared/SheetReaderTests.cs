using System.Text;
using DemoExam.Domain;
using DemoExam.Features.Shared.Import;
using DemoExam.FunctionalTests.Support;

namespace DemoExam.FunctionalTests.Features.Shared;

public sealed class SheetReaderTests
{
    private const string Table = "Фамилия;Имя\r\nЁлкин;Пётр\r\n";

    private static readonly ImportLimits Limits = new(1024 * 1024, 100);

    public static TheoryData<string, byte[]> Encodings => new()
    {
        { "UTF-8", Encoding.UTF8.GetBytes(Table) },
        { "UTF-8 with its mark", [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(Table)] },
        { "UTF-16", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Table)] },
        { "Windows-1251", CodePagesEncodingProvider.Instance.GetEncoding(1251)!.GetBytes(Table) },
    };

    [Theory, MemberData(nameof(Encodings))]
    public void Case_29_every_encoding_of_offices_is_read(string name, byte[] content) =>
        Texts(content).ShouldBe([["Фамилия", "Имя"], ["Ёлкин", "Пётр"]], name);

    [Theory]
    [InlineData("A;B;C\n1;2,5;3\n")]
    [InlineData("A,B,C\n1,\"2,5\",3\n")]
    [InlineData("A\tB\tC\n1\t2,5\t3")]
    [InlineData("sep=|\r\nA|B|C\r\n1|2,5|3")]
    [InlineData("\"A\";\"B\";C\r1;2,5;3\r")]
    public void Case_29_every_separator_is_found(string text) => Texts(text).ShouldBe([["A", "B", "C"], ["1", "2,5", "3"]]);

    [Theory]
    [InlineData("Список группы, 2026 год\n\nA;B;C\n1;2;3\n", 3)]
    [InlineData("A;B\n1,5;2,5\n", 2)]
    [InlineData("A;B;C\nодин, два, три, четыре;2;3\n", 3)]
    public void A_title_above_and_commas_within_do_not_mislead(string text, int width) => Texts(text)[^1].Length.ShouldBe(width);

    [Fact]
    public void Quoted_cells_keep_separators_quotes_and_line_breaks() =>
        Texts("A;B\n\"ООО \"\"Янтарь\"\"; филиал\";\"две\nстроки\"\n").ShouldBe([["A", "B"], ["ООО \"Янтарь\"; филиал", "две\nстроки"]]);

    [Fact]
    public void Empty_rows_are_left_out_but_counted()
    {
        var rows = SheetReader.Read(new ImportFile("a.csv", Encoding.UTF8.GetBytes("A;B\n\n;\n1;2\n")), Limits)[0].Rows;

        rows.Select(r => r.Number).ShouldBe([1, 4]);
        rows[1][1].Address.ShouldBe("B4");
        rows[1][7].IsEmpty.ShouldBeTrue();
    }

    [Fact]
    public void A_workbook_keeps_the_type_and_the_place_of_each_value()
    {
        var row = SheetReader.Read(new ImportFile("a.xlsx", TestWorkbook.Of(
            ["Заголовок"],
            ["текст ", null, 0.1m + 0.2m, new DateOnly(2008, 2, 29), true, new TestWorkbook.Formula("1+1", "2"), new TestWorkbook.Formula("A1", null), new TestWorkbook.Error("#DIV/0!"), "0042"])), Limits)[0].Rows[1];

        row.Cells.Select(c => c.Value).ShouldBe(["текст ", null, 0.3m, new DateTime(2008, 2, 29), true, 2m, new CellError("=A1"), new CellError("#DIV/0!"), "0042"]);
        row.Cells.Select(c => c.Text).ShouldBe(["текст", "", "0.3", "29.02.2008", "1", "2", "=A1", "#DIV/0!", "0042"]);
        row[8].Address.ShouldBe("I2");
    }

    [Theory]
    [InlineData(0, "A")]
    [InlineData(25, "Z")]
    [InlineData(26, "AA")]
    [InlineData(51, "AZ")]
    [InlineData(52, "BA")]
    [InlineData(701, "ZZ")]
    [InlineData(702, "AAA")]
    public void Columns_have_the_letters_that_offices_show(int column, string letters) => SheetCell.Letters(column).ShouldBe(letters);

    [Fact]
    public void A_small_file_that_would_become_a_large_one_is_refused()
    {
        var bomb = TestWorkbook.Of(new Dictionary<string, string> { ["xl/media/x.xml"] = new('0', 210 * 1024 * 1024) }, ["A"]);

        bomb.Length.ShouldBeLessThan(Limits.Bytes);
        Refuses(bomb, ImportRules.FileIsSmall);
    }

    [Fact]
    public void Macros_and_links_to_other_files_are_refused()
    {
        Refuses(TestWorkbook.Of(new Dictionary<string, string> { ["xl/vbaProject.bin"] = "x" }, ["A"]), ImportRules.FileIsPlain);
        Refuses(TestWorkbook.Of(new Dictionary<string, string> { ["xl/externalLinks/externalLink1.xml"] = "<x/>" }, ["A"]), ImportRules.FileIsPlain);
    }

    [Fact]
    public void What_is_no_table_is_refused_by_its_rule()
    {
        var whole = TestWorkbook.Of(["A", "B"], ["1", "2"]);
        Refuses([], ImportRules.FileIsGiven);
        Refuses(new byte[Limits.Bytes + 1], ImportRules.FileIsSmall);
        Refuses([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], ImportRules.FormatIsKnown);
        Refuses("%PDF-1.7\0\u0001"u8.ToArray(), ImportRules.FormatIsKnown);
        Refuses(whole[..(whole.Length / 2)], ImportRules.FileIsWhole);
        Refuses(TestWorkbook.Of(new Dictionary<string, string> { ["xl/worksheets/sheet1.xml"] = "<worksheet" }, ["A"]), ImportRules.FileIsWhole);
        Refuses(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a;b\n", 101))), ImportRules.RowsAreFew);
    }

    [Fact]
    public void A_file_cut_or_changed_anywhere_is_read_or_refused_but_never_breaks_the_service()
    {
        var whole = TestWorkbook.Of(["Фамилия", "Дата"], ["Ёлкин", new DateOnly(2006, 1, 1)]);
        for (var at = 0; at < whole.Length; at += 17)
        {
            var changed = whole.ToArray();
            changed[at] ^= 0x55;
            Attempt(changed);
            Attempt(whole[..at]);
        }

        static void Attempt(byte[] content)
        {
            try
            {
                SheetReader.Read(new ImportFile("a.xlsx", content), Limits).ShouldNotBeNull();
            }
            catch (RuleViolation refused)
            {
                refused.Rule.Code.ShouldStartWith("import.");
            }
        }
    }

    [Fact]
    public void Case_29_written_tables_are_read_back_and_formulas_are_neutralised()
    {
        var written = CsvFile.Write([["имя", "значение"], ["=1+1", "a;b"], ["+7", "он сказал \"да\""], ["-5", "@x"], ["обычный", null]]);

        Texts(written).ShouldBe([["имя", "значение"], ["'=1+1", "a;b"], ["'+7", "он сказал \"да\""], ["'-5", "'@x"], ["обычный", ""]]);
    }

    private static List<string[]> Texts(string text) => Texts(Encoding.UTF8.GetBytes(text));

    private static List<string[]> Texts(byte[] content) =>
        [.. SheetReader.Read(new ImportFile("a.csv", content), Limits).Single().Rows.Select(row => row.Cells.Select(cell => cell.Text).ToArray())];

    private static void Refuses(byte[] content, Rule rule) =>
        Should.Throw<RuleViolation>(() => SheetReader.Read(new ImportFile("a", content), Limits)).Rule.ShouldBe(rule);
}
