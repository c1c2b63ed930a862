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
    // Most texts of a passport are one line, and need no list.
    private readonly TextLine only;
    private readonly TextLine[]? several;
    private readonly TypeStyle style;
    private readonly double leading;

    private TextBlock(ReadOnlyMemory<Glyph> glyphs, TextLine only, TextLine[]? several, TypeStyle style, double leading)
    {
        this.glyphs = glyphs;
        this.only = only;
        this.several = several;
        this.style = style;
        this.leading = leading;
    }

    public int Lines => All.Length;

    public double Height => (Lines * leading) - (leading - style.Size);

    /// <summary>Distance from the upper edge to the first baseline.</summary>
    public double Baseline => style.Size * 0.8;

    public double Width
    {
        get
        {
            double widest = 0;
            foreach (var line in All) widest = Math.Max(widest, WidthOf(line));
            return widest;
        }
    }

    private ReadOnlySpan<TextLine> All => several ?? new ReadOnlySpan<TextLine>(in only);

    public static TextBlock Of(DocumentFonts fonts, string text, string field, TypeStyle style, double width = 10000, double leading = 1.28, bool balanced = false)
    {
        var glyphs = fonts.Shape(text, style.Bold, field);
        var limit = (int)((width - (style.Tracking * glyphs.Length)) * 1000 / style.Size);
        var several = TextWrapping.FitsOne(glyphs.Span, limit, out var only) ? null
            : balanced ? TextWrapping.WrapBalanced(glyphs.Span, limit) : TextWrapping.Wrap(glyphs.Span, limit);
        return new TextBlock(glyphs, only, several, style, style.Size * leading);
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
        foreach (var line in All)
        {
            var shift = alignment switch { Alignment.Right => WidthOf(line), Alignment.Centre => WidthOf(line) / 2, _ => 0 };
            page.Text(x - shift, baseline, glyphs.Span, line, style);
            baseline += leading;
        }
    }

    private double WidthOf(TextLine line) => (line.Width * style.Size / 1000) + (style.Tracking * (line.End - line.Start));
}
