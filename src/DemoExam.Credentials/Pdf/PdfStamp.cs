using System.Globalization;
using System.IO.Compression;
using System.Text;
using DemoExam.Credentials.Verification;

namespace DemoExam.Credentials.Pdf;

/// <summary>
/// Prints a line across every page of a PDF of any program: small at the foot, pale across the middle. The file is continued by a
/// revision (ISO 32000-1, 7.5.6), so its first bytes stay what they were, fingerprint included.
/// </summary>
public sealed class PdfStamp(FontLibrary fonts)
{
    private const int MostPages = 5000, DeepestTree = 32;
    private const double Margin = 12, Small = 8, Largest = 36;

    /// <summary>The stamped file; null when the file is encrypted, damaged or of a make that our reader does not follow.</summary>
    /// <param name="file">A PDF.</param>
    /// <param name="line">What to print; characters that the font lacks become question marks.</param>
    public byte[]? TryApply(byte[] file, string line)
    {
        try
        {
            return Apply(file, line);
        }
        catch (PdfFault)
        {
            return null;
        }
    }

    private byte[] Apply(byte[] file, string line)
    {
        var reader = PdfReader.Open(file);
        if (reader.Trailer.Entry("Encrypt") is not null) throw new PdfFault("The file is encrypted.");
        // A number that the file claims must not decide how much memory is taken.
        if (reader.Integer(reader.Trailer.Entry("Size")) is not { } size || size is < 1 or > PdfReader.MostObjects) throw new PdfFault("The trailer is damaged.");
        var root = reader.Dictionary(reader.Trailer.Entry("Root")) ?? throw new PdfFault("The catalogue is missing.");
        var pages = Pages(reader, root.Entry("Pages"));

        using var writer = new PdfWriter(new PdfWriter.Prefix([.. file, (byte)'\n'], new PdfWriter.Entry[size]));
        var font = new EmbeddedFont(fonts.Regular.Primary, line.Append('?').Distinct(), CompressionLevel.Fastest);
        var text = new Line(font, line);
        var (face, before, after) = (font.Write(writer), writer.Reserve(), writer.Reserve());
        const string name = "DemoExamMark";
        writer.PlainStream(before, "q\n"u8, "");
        writer.PlainStream(after, Encoding.ASCII.GetBytes($"\nQ\nq /{name} Do Q\n"), "");
        var forms = new Dictionary<(PageBox, int), Ref>();
        foreach (var page in pages)
        {
            if (!forms.TryGetValue((page.Box, page.Turn), out var form))
            {
                form = forms[(page.Box, page.Turn)] = writer.Reserve();
                writer.Stream(form, Encoding.ASCII.GetBytes(Drawing(text, page.Box, page.Turn)), CompressionLevel.Fastest,
                    $"/Type/XObject/Subtype/Form/BBox[{Number(page.Box.Left)} {Number(page.Box.Bottom)} {Number(page.Box.Right)} {Number(page.Box.Top)}]/Resources<</Font<</F {face.Id} 0 R>>/ExtGState<</Pale<</ca .16>>>>>>");
            }

            var resources = Copy(reader.Dictionary(page.Resources));
            var drawings = Copy(reader.Dictionary(resources.Entry("XObject")));
            drawings[name] = form;
            resources["XObject"] = drawings;
            var changed = Copy(page.Entries);
            changed["Resources"] = resources;
            changed["Contents"] = Contents(reader, page.Entries.Entry("Contents"), before, after);
            Write(writer.Begin(page.Id), changed);
            writer.End();
        }

        return writer.FinishUpdate(PreviousStart(file), reader.Trailer);
    }

    private static List<Page> Pages(PdfReader reader, object? root)
    {
        List<Page> pages = [];
        HashSet<int> seen = [];
        Walk(root, null, null, 0, 0);
        return pages.Count > 0 ? pages : throw new PdfFault("The file has no page.");

        void Walk(object? node, object? resources, object? box, int turn, int depth)
        {
            if (node is not Ref id || depth > DeepestTree || !seen.Add(id.Id) || pages.Count >= MostPages || reader.Dictionary(id) is not { } entries) throw new PdfFault("The page tree is damaged.");
            resources = entries.Entry("Resources") ?? resources;
            box = entries.Entry("CropBox") ?? entries.Entry("MediaBox") ?? box;
            turn = reader.Resolve(entries.Entry("Rotate")) is double degrees ? (((int)degrees % 360) + 360) % 360 : turn;
            if (reader.Array(entries.Entry("Kids")) is { } kids)
            {
                foreach (var kid in kids) Walk(kid, resources, box, turn, depth + 1);
                return;
            }

            pages.Add(new Page(id, entries, resources, Box(reader, box), turn));
        }
    }

    private static PageBox Box(PdfReader reader, object? box)
    {
        var sides = reader.Array(box)?.Select(reader.Resolve).OfType<double>().ToArray() ?? [];
        if (sides.Length != 4) throw new PdfFault("A page has no size.");
        var result = new PageBox(Math.Min(sides[0], sides[2]), Math.Min(sides[1], sides[3]), Math.Max(sides[0], sides[2]), Math.Max(sides[1], sides[3]));
        return result.Width > 1 && result.Height > 1 ? result : throw new PdfFault("A page has no size.");
    }

    // What the page drew so far is put in brackets, or a colour or a matrix that it left behind would change the mark.
    private static List<object?> Contents(PdfReader reader, object? contents, Ref before, Ref after) =>
        [before, .. contents is null ? [] : reader.Array(contents) ?? [contents], after];

    private static string Drawing(Line text, PageBox box, int turn)
    {
        // Coordinates as the page is looked at: from its lower left corner, whatever way it was turned.
        var (matrix, width, height) = turn switch
        {
            90 => ($"0 1 -1 0 {Number(box.Right)} {Number(box.Bottom)}", box.Height, box.Width),
            180 => ($"-1 0 0 -1 {Number(box.Right)} {Number(box.Top)}", box.Width, box.Height),
            270 => ($"0 -1 1 0 {Number(box.Left)} {Number(box.Top)}", box.Height, box.Width),
            _ => ($"1 0 0 1 {Number(box.Left)} {Number(box.Bottom)}", box.Width, box.Height),
        };
        var foot = Math.Min(Small, (width - (2 * Margin)) / text.Width);
        var diagonal = Math.Sqrt((width * width) + (height * height));
        var across = Math.Min(Largest, 0.8 * diagonal / text.Width);
        var (cos, sin) = (width / diagonal, height / diagonal);
        var (x, y) = ((width - (across * text.Width * cos)) / 2, (height - (across * text.Width * sin)) / 2);
        return $"q {matrix} cm\n"
            + $"BT .35 g /F {Number(foot)} Tf {Number(Margin)} {Number(Margin / 2)} Td <{text.Codes}> Tj ET\n"
            + $"/Pale gs BT 0 g /F {Number(across)} Tf {Number(cos)} {Number(sin)} {Number(-sin)} {Number(cos)} {Number(x)} {Number(y)} Tm <{text.Codes}> Tj ET\nQ\n";
    }

    private static PdfDictionary Copy(PdfDictionary? from)
    {
        var copy = new PdfDictionary();
        foreach (var (key, value) in from ?? []) copy[key] = value;
        return copy;
    }

    private static int PreviousStart(ReadOnlySpan<byte> file)
    {
        var digits = file[(file.LastIndexOf("startxref"u8) + 9)..].TrimStart(" \r\n\t"u8);
        var end = digits.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return int.TryParse(end < 0 ? digits : digits[..end], NumberStyles.None, CultureInfo.InvariantCulture, out var start) ? start : throw new PdfFault("The end of the file is missing.");
    }

    internal static void Write(ByteBuffer o, object? value)
    {
        switch (value)
        {
            case null: o.Ascii("null"); break;
            case bool yes: o.Ascii(yes ? "true" : "false"); break;
            case double number: o.Ascii(Number(number)); break;
            case Ref reference: o.Write($"{reference}"); break;
            case PdfName name: Name(o, name.Text); break;
            case PdfString text:
                o.Byte((byte)'<');
                o.Hex(text.Bytes);
                o.Byte((byte)'>');
                break;
            case List<object?> list:
                o.Byte((byte)'[');
                foreach (var item in list)
                {
                    Write(o, item);
                    o.Byte((byte)' ');
                }

                o.Byte((byte)']');
                break;
            case PdfDictionary dictionary:
                o.Ascii("<<");
                foreach (var (key, entry) in dictionary)
                {
                    Name(o, key);
                    o.Byte((byte)' ');
                    Write(o, entry);
                }

                o.Ascii(">>");
                break;
            default: throw new PdfFault("A value of a page is damaged.");
        }
    }

    private static void Name(ByteBuffer o, string name)
    {
        o.Byte((byte)'/');
        foreach (var b in Encoding.Latin1.GetBytes(name))
        {
            if (b is > 32 and < 127 && !"()<>[]{}/%#".Contains((char)b, StringComparison.Ordinal)) o.Byte(b);
            else o.Ascii($"#{b:X2}");
        }
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);

    private sealed record Page(Ref Id, PdfDictionary Entries, object? Resources, PageBox Box, int Turn);

    private readonly record struct PageBox(double Left, double Bottom, double Right, double Top)
    {
        public double Width => Right - Left;
        public double Height => Top - Bottom;
    }

    /// <summary>The line in codes of the font, and its width at type size 1.</summary>
    private sealed class Line
    {
        public Line(EmbeddedFont font, string text)
        {
            var codes = new StringBuilder();
            foreach (var character in text)
            {
                if (!font.TryCode(character, out var code, out var width)) font.TryCode('?', out code, out width);
                codes.Append(CultureInfo.InvariantCulture, $"{code:X4}");
                Width += width / 1000d;
            }

            Codes = codes.ToString();
        }

        public string Codes { get; }

        public double Width { get; }
    }
}
