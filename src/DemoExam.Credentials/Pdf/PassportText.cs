namespace DemoExam.Credentials.Pdf;

/// <summary>What one passport prints, in the fonts of its document.</summary>
internal sealed class PassportText(PassportContent content, PdfTemplate template, Palette colours, DocumentFonts fonts, int codeSize)
{
    private readonly TextBlock?[] names = new TextBlock?[2];

    public PassportContent Content => content;

    public PdfTemplate Template => template;

    public Palette Colours => colours;

    public DocumentFonts Fonts => fonts;

    /// <summary>Modules on one side of the code.</summary>
    public int CodeSize => codeSize;

    /// <summary>Side of the code in points: 0.48 mm a module is what cheap phones still read from paper; a short code is drawn larger than it needs.</summary>
    public double CodeSide => Math.Max(84, codeSize * 1.37);

    public TextBlock Block(string text, string field, TypeStyle style, double width = 10000) => TextBlock.Of(fonts, text, field, style, width);

    public static TypeStyle Type(double size, bool bold, Colour colour) => new(size, bold, colour);

    /// <summary>The name in large type.</summary>
    public TextBlock Name(PrintedForms face) => names[face.Russian ? 0 : 1] ??= TextBlock.Fitting(
        fonts, NameOf(face), face.Russian ? "Holder.FullName" : "Holder.LatinName", Type(29, true, colours.Ink), PassportLayout.Column, (29, 1), (25, 1), (25, 2), (21, 3), (17, 4));

    /// <summary>The name at the head of further pages.</summary>
    public TextBlock RunningName(PrintedForms face) => Block(NameOf(face), "Holder.FullName", Type(8.5, false, colours.Ink), PassportLayout.Column - 200);

    /// <summary>The number in the given size at the head of a page.</summary>
    public TextBlock Number(PrintedForms face, double size) => Block($"{face.Pick(template.Texts.Number)}\u00A0{content.Number}", "Number", Type(size, true, colours.Ink), 190);

    /// <summary>The number under the code.</summary>
    public TextBlock NumberAtCode() => Block(content.Number, "Number", Type(7.4, true, colours.Ink), CodeSide + 24);

    /// <summary>The result in words; null when none are printed.</summary>
    public TextBlock? Band(PrintedForms face) =>
        content.Result.Band is { } words && face.Pick(words).Length > 0 ? Block(face.Pick(words), "Result.Band", Type(11, true, colours.Ink), 215) : null;

    /// <summary>The heights that decide where everything else stands.</summary>
    public (FaceShape Russian, FaceShape English) Shape() => (ShapeOf(new PrintedForms(Russian: true)), ShapeOf(new PrintedForms(Russian: false)));

    private FaceShape ShapeOf(PrintedForms face) =>
        new(Name(face).Height, RunningName(face).Height, Number(face, 9.5).Height, NumberAtCode().Height, Band(face)?.Height ?? 0);

    private string NameOf(PrintedForms face) =>
        !face.Russian && !string.IsNullOrWhiteSpace(content.Holder.LatinName) ? content.Holder.LatinName : content.Holder.FullName;
}

/// <summary>Heights of the texts of a face that differ from candidate to candidate.</summary>
internal readonly record struct FaceShape(double Name, double RunningName, double Number, double NumberAtCode, double Band);
