using System.Buffers.Binary;

namespace DemoExam.Credentials.Pdf;

/// <summary>An RGB colour.</summary>
internal readonly struct Colour(byte red, byte green, byte blue)
{
    /// <summary>Operands in PDF syntax; computed once, since colours come from the template.</summary>
    public string Operands { get; } = FormattableString.Invariant($"{red / 255d:0.###} {green / 255d:0.###} {blue / 255d:0.###}");

    public static Colour White { get; } = new(255, 255, 255);

    public static Colour Black { get; } = new(0, 0, 0);
}

/// <summary>The colours of a layout.</summary>
internal sealed class Palette(PdfTemplate template)
{
    public Colour Ink { get; } = PdfTemplate.ParseColour(template.Ink);
    public Colour Muted { get; } = PdfTemplate.ParseColour(template.Muted);
    public Colour Accent { get; } = PdfTemplate.ParseColour(template.Accent);
    public Colour Track { get; } = PdfTemplate.ParseColour(template.Track);
    public Colour Panel { get; } = PdfTemplate.ParseColour(template.Panel);
}

/// <summary>Size, weight and colour of a text.</summary>
internal readonly record struct TypeStyle(double Size, bool Bold, Colour Colour, double Tracking = 0);

/// <summary>
/// The drawing of one page. Lengths are points, <c>y</c> runs downwards from the upper edge. All that is drawn lies either in an
/// element of the structure tree or in an artifact.
/// </summary>
internal sealed class PageContent : IDisposable
{
    /// <summary>A4.</summary>
    public const double Width = 595.28, Height = 841.89;

    private readonly ByteBuffer operators = new(32 * 1024);
    private readonly List<StructureElement> marks;
    private readonly bool isMarked;
    private string fill = "", stroke = "";
    private double lineWidth = -1, size = -1, tracking;
    private int font = -1;
    private bool? roundCaps = false;

    public PageContent(int number)
    {
        Number = number;
        marks = [];
    }

    /// <summary>A page whose marked content is known and not added to.</summary>
    public PageContent(int number, List<StructureElement> marks)
    {
        Number = number;
        this.marks = marks;
        isMarked = true;
    }

    public int Number { get; }

    /// <summary>The elements of this page, indexed by their marked-content id.</summary>
    public List<StructureElement> Marks => marks;

    public ReadOnlySpan<byte> Operators => operators.Span;

    /// <summary>
    /// Ends a part of the page, so that others can stand in its place: what follows says anew in which colour, font and line it draws.
    /// Returns where that is.
    /// </summary>
    public int Cut()
    {
        (fill, stroke) = ("", "");
        (lineWidth, size, tracking, font, roundCaps) = (-1, -1, double.NaN, -1, null);
        return operators.Length;
    }

    /// <summary>Adds operators that were drawn before, from a cut to a cut.</summary>
    public void Copy(ReadOnlySpan<byte> drawn) => operators.Raw(drawn);

    public void Begin(StructureElement element)
    {
        if (isMarked) throw new InvalidOperationException("The marked content of this page is known.");
        element.Mark(Number, marks.Count);
        operators.Write($"/{element.Tag}<</MCID {marks.Count}>>BDC\n");
        marks.Add(element);
    }

    public void BeginArtifact() => operators.Ascii("/Artifact BMC\n");

    public void End() => operators.Ascii("EMC\n");

    /// <summary>Draws a line of text with its baseline at <paramref name="y"/>.</summary>
    public void Text(double x, double y, ReadOnlySpan<Glyph> glyphs, TextLine line, TypeStyle style)
    {
        SetFill(style.Colour);
        if (tracking != style.Tracking) operators.Write($"{tracking = style.Tracking} Tc\n");
        operators.Write($"BT {x} {Height - y} Td ");
        for (var i = line.Start; i < line.End;)
        {
            var (first, end) = (glyphs[i], i);
            while (end < line.End && glyphs[end].Font == first.Font) end++;
            if (first.Font != font || style.Size != size) operators.Write($"/F{font = first.Font} {size = style.Size} Tf ");
            operators.Byte((byte)'<');
            var (start, used) = (operators.Length, 0);
            var room = operators.Take(4 * (end - i));
            for (; i < end; i++)
            {
                // A soft hyphen shows only where the line breaks.
                if (glyphs[i].Character == '\u00AD' && i < line.End - 1) continue;
                BinaryPrimitives.WriteUInt32LittleEndian(room[used..], ByteBuffer.HexDigits(glyphs[i].Code));
                used += 4;
            }

            operators.Truncate(start + used);
            operators.Ascii(">Tj ");
        }

        operators.Ascii("ET\n");
    }

    public void Rectangle(double x, double y, double width, double height, Colour colour)
    {
        SetFill(colour);
        operators.Write($"{x} {Height - y - height} {width} {height} re f\n");
    }

    public void Line(double x1, double y1, double x2, double y2, double width, Colour colour, bool round = false)
    {
        SetStroke(colour, width, round);
        operators.Write($"{x1} {Height - y1} m {x2} {Height - y2} l S\n");
    }

    /// <summary>Draws a frame with round corners.</summary>
    public void Frame(double x, double y, double width, double height, double radius, double lineWidth, Colour colour)
    {
        SetStroke(colour, lineWidth, false);
        // A quarter of a circle by one Bézier curve: 0.5523 of the radius.
        double k = radius * (1 - 0.5523), left = x, right = x + width, top = Height - y, bottom = Height - y - height;
        operators.Write($"{left + radius} {top} m {right - radius} {top} l {right - k} {top} {right} {top - k} {right} {top - radius} c ");
        operators.Write($"{right} {bottom + radius} l {right} {bottom + k} {right - k} {bottom} {right - radius} {bottom} c ");
        operators.Write($"{left + radius} {bottom} l {left + k} {bottom} {left} {bottom + k} {left} {bottom + radius} c ");
        operators.Write($"{left} {top - radius} l {left} {top - k} {left + k} {top} {left + radius} {top} c h S\n");
    }

    /// <summary>Draws the form resource <paramref name="name"/>, which is <paramref name="units"/> units wide and high and has its origin at the upper left.</summary>
    public void Form(string name, int units, double x, double y, double side)
    {
        var unit = side / units;
        // More decimals than a length has: an error of half a hundredth would add up over 80 modules of a code.
        operators.Ascii(FormattableString.Invariant($"q {unit:0.######} 0 0 {-unit:0.######} "));
        operators.Write($"{x} {Height - y} cm /{name} Do Q\n");
    }

    /// <summary>Draws the image resource <paramref name="name"/>.</summary>
    public void Image(string name, double x, double y, double width, double height) =>
        operators.Write($"q {width} 0 0 {height} {x} {Height - y - height} cm /{name} Do Q\n");

    public void Dispose() => operators.Dispose();

    private void SetFill(Colour colour)
    {
        if (fill == colour.Operands) return;
        fill = colour.Operands;
        operators.Write($"{fill} rg\n");
    }

    private void SetStroke(Colour colour, double width, bool round)
    {
        if (stroke != colour.Operands)
        {
            stroke = colour.Operands;
            operators.Write($"{stroke} RG\n");
        }

        if (lineWidth != width) operators.Write($"{lineWidth = width} w\n");
        if (roundCaps == round) return;
        roundCaps = round;
        operators.Write($"{(round ? 1 : 0)} J\n");
    }
}
