namespace DemoExam.Credentials.Pdf;

/// <summary>Where the lines of a text block are aligned.</summary>
internal enum Alignment
{
    Left,
    Right,
    Centre,
}

/// <summary>A text broken into lines of one style, ready to be drawn.</summary>
internal sealed class TextBlock
{
    private readonly ReadOnlyMemory<Glyph> glyphs;
    private readonly IReadOnlyList<TextLine> lines;
    private readonly TypeStyle style;
    private readonly double leading;

    private TextBlock(ReadOnlyMemory<Glyph> glyphs, IReadOnlyList<TextLine> lines, TypeStyle style, double leading)
    {
        this.glyphs = glyphs;
        this.lines = lines;
        this.style = style;
        this.leading = leading;
    }

    public int Lines => lines.Count;

    public double Height => (lines.Count * leading) - (leading - style.Size);

    /// <summary>Distance from the upper edge to the first baseline.</summary>
    public double Baseline => style.Size * 0.8;

    public double Width => lines.Max(l => WidthOf(l));

    public static TextBlock Of(DocumentFonts fonts, string text, string field, TypeStyle style, double width = 10000, double leading = 1.28, bool balanced = false)
    {
        var glyphs = fonts.Shape(text, style.Bold, field);
        var limit = (int)((width - (style.Tracking * glyphs.Length)) * 1000 / style.Size);
        return new TextBlock(glyphs, balanced ? TextWrapping.WrapBalanced(glyphs.Span, limit) : TextWrapping.Wrap(glyphs.Span, limit), style, style.Size * leading);
    }

    /// <summary>The largest of the sizes at which the text fits into the given number of lines; the last size takes as many lines as it needs.</summary>
    public static TextBlock Fitting(DocumentFonts fonts, string text, string field, TypeStyle style, double width, params ReadOnlySpan<(double Size, int Lines)> sizes)
    {
        for (var i = 0; ; i++)
        {
            var block = Of(fonts, text, field, style with { Size = sizes[i].Size }, width, 1.15, balanced: true);
            if (block.Lines <= sizes[i].Lines || i == sizes.Length - 1) return block;
        }
    }

    /// <summary>Draws the block with its upper edge at <paramref name="y"/>; for right and centre, <paramref name="x"/> is the edge or the middle.</summary>
    public void Draw(PageContent page, double x, double y, Alignment alignment = Alignment.Left)
    {
        var baseline = y + Baseline;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            var shift = alignment switch { Alignment.Right => WidthOf(line), Alignment.Centre => WidthOf(line) / 2, _ => 0 };
            page.Text(x - shift, baseline, glyphs.Span, line, style);
            baseline += leading;
        }
    }

    private double WidthOf(TextLine line) => (line.Width * style.Size / 1000) + (style.Tracking * (line.End - line.Start));
}
