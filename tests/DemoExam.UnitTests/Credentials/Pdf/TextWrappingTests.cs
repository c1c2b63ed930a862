using DemoExam.Credentials.Pdf;

namespace DemoExam.UnitTests.Credentials.Pdf;

/// <summary>Every character is 500 wide here, so that a limit of 5000 holds ten of them.</summary>
public sealed class TextWrappingTests
{
    [Theory]
    [InlineData("один два три", 10, "один два |три")]
    [InlineData("санкт-петербург", 10, "санкт-|петербург")]
    [InlineData("и/или да", 4, "и/|или |да")]
    [InlineData("номер 39-2026-0417", 10, "номер |39-2026-04|17")]
    [InlineData("жилищно\u00ADкоммунальный", 10, "жилищно\u00AD|коммунальн|ый")]
    [InlineData("ком\u00ADму\u00ADна", 20, "ком\u00ADму\u00ADна")]
    [InlineData("город\u00A0Н и село", 8, "город\u00A0Н |и село")]
    [InlineData("экзамен № 5", 9, "экзамен |№ 5")]
    [InlineData("Автор И. И. Иванов", 12, "Автор |И. И. Иванов")]
    [InlineData("нераздельноеслово", 10, "нераздельн|оеслово")]
    [InlineData("a  b", 2, "a  |b")]
    [InlineData("", 10, "")]
    public void Lines_break_where_a_typesetter_would(string text, int characters, string expected)
    {
        var glyphs = Shape(text);
        var lines = TextWrapping.Wrap(glyphs, characters * 500);
        string.Join('|', lines.Select(l => text[l.Start..l.End])).ShouldBe(expected);
    }

    [Fact]
    public void Nothing_is_lost_no_line_is_too_wide_and_the_loop_ends_for_any_text_and_width()
    {
        var random = new Random(11);
        const string signs = "абв  -/\u00AD\u00A0№.И";
        for (var i = 0; i < 3000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => signs[random.Next(signs.Length)]));
            var limit = random.Next(1, 20) * 500;
            foreach (var lines in new[] { TextWrapping.Wrap(Shape(text), limit), TextWrapping.WrapBalanced(Shape(text), limit) })
            {
                string.Concat(lines.Select(l => text[l.Start..l.End])).ShouldBe(text);
                lines.ShouldAllBe(l => l.Width <= limit || l.End - l.Start == 1);
            }
        }
    }

    [Fact]
    public void Balanced_lines_are_of_nearly_equal_length_and_no_more_in_number()
    {
        var text = Shape("Константинопольская Преображенская Анна");
        var plain = TextWrapping.Wrap(text, 36 * 500);
        var balanced = TextWrapping.WrapBalanced(text, 36 * 500);
        balanced.Length.ShouldBe(plain.Length);
        (balanced.Max(l => l.Width) - balanced.Min(l => l.Width)).ShouldBeLessThan(plain.Max(l => l.Width) - plain.Min(l => l.Width));
    }

    private static Glyph[] Shape(string text) => [.. text.Select(c => new Glyph(c, 0, c, 500))];
}
