using System.IO.Compression;
using System.Security.Cryptography;

namespace DemoExam.Credentials.Pdf;

/// <summary>A subset of a font, ready to be written: packed file, widths and the way back from codes to characters.</summary>
/// <remarks>
/// Each character has its own code, even where two share a glyph (space and no-break space), so that copied text is exactly the
/// text that was printed.
/// </remarks>
internal sealed class EmbeddedFont
{
    private readonly TrueTypeFont font;
    private readonly char[] characters;
    private const int Common = 0x0460;

    private readonly Dictionary<char, ushort> codes = [];
    private readonly ushort[] common = new ushort[Common];
    private readonly int[] widths;
    private readonly byte[] packed;
    private readonly int unpackedLength;
    private readonly string name;

    public EmbeddedFont(TrueTypeFont font, IEnumerable<char> wanted, CompressionLevel level)
    {
        this.font = font;
        characters = ['\0', .. wanted.Where(c => GlyphOf(font, c) != 0)];
        var glyphs = characters.Select(c => c == '\0' ? (ushort)0 : GlyphOf(font, c)).ToArray();
        widths = [.. glyphs.Select(g => font.Width(g))];
        for (var i = 1; i < characters.Length; i++)
        {
            codes[characters[i]] = (ushort)i;
            if (characters[i] < Common) common[characters[i]] = (ushort)i;
        }

        var file = FontSubset.Build(font, glyphs);
        unpackedLength = file.Length;
        packed = Packed.Bytes(file, level);
        name = Tag(file) + "+" + font.PostScriptName;
    }

    public bool TryCode(char character, out ushort code, out ushort width)
    {
        // Latin and Cyrillic letters lie below this bound; looked up for every printed character.
        code = character < Common ? common[character] : codes.GetValueOrDefault(character);
        width = (ushort)widths[code];
        return code != 0;
    }

    /// <summary>The glyph for a character, or for the one that looks the same where a font leaves it out.</summary>
    public static ushort GlyphOf(TrueTypeFont font, char character)
    {
        var glyph = font.Glyph(character);
        if (glyph != 0) return glyph;
        return character switch
        {
            '\u2011' or '\u00AD' or '\u2010' => font.Glyph('-'),
            '\u00A0' or '\u202F' or '\u2009' => font.Glyph(' '),
            '\u2212' => font.Glyph('–'),
            _ => (ushort)0,
        };
    }

    /// <summary>Writes the five objects of the font and returns the one that pages refer to.</summary>
    public Ref Write(PdfWriter writer)
    {
        var file = writer.Reserve();
        writer.PackedStream(file, packed, $"/Length1 {unpackedLength}");
        var toUnicode = writer.Reserve();
        using (var map = new ByteBuffer())
        {
            WriteToUnicode(map);
            writer.PackedStream(toUnicode, Packed.Bytes(map.Span, CompressionLevel.SmallestSize), "");
        }

        int Scale(int units) => units * 1000 / font.UnitsPerEm;
        var descriptor = writer.Reserve();
        var (left, bottom, right, top) = font.Box;
        var o = writer.Begin(descriptor);
        o.Write($"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{Scale(left)} {Scale(bottom)} {Scale(right)} {Scale(top)}]");
        o.Write($"/ItalicAngle 0/Ascent {Scale(font.Ascent)}/Descent {Scale(font.Descent)}/CapHeight {Scale(font.CapHeight)}");
        o.Write($"/StemV {(font.Weight >= 600 ? 140 : 84)}/FontFile2 {file}>>");
        writer.End();

        var cid = writer.Reserve();
        o = writer.Begin(cid);
        o.Write($"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>");
        o.Write($"/FontDescriptor {descriptor}/CIDToGIDMap/Identity/DW 0/W[0[");
        for (var i = 0; i < widths.Length; i++) o.Write($"{(i == 0 ? "" : " ")}{widths[i]}");
        o.Ascii("]]>>");
        writer.End();

        var composite = writer.Reserve();
        o = writer.Begin(composite);
        o.Write($"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H/DescendantFonts[{cid}]/ToUnicode {toUnicode}>>");
        writer.End();
        return composite;
    }

    private void WriteToUnicode(ByteBuffer map)
    {
        map.Ascii("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
            + "/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def\n/CMapName/Adobe-Identity-UCS def\n/CMapType 2 def\n"
            + "1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n");
        // A block holds at most 100 lines (Adobe technical note 5014).
        for (var from = 1; from < characters.Length; from += 100)
        {
            var count = Math.Min(100, characters.Length - from);
            map.Write($"{count} beginbfchar\n");
            for (var i = from; i < from + count; i++)
            {
                map.Byte((byte)'<');
                map.Hex((ushort)i);
                map.Ascii("><");
                map.Hex(characters[i]);
                map.Ascii(">\n");
            }

            map.Ascii("endbfchar\n");
        }

        map.Ascii("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    }

    /// <summary>Six letters that depend on nothing but the subset, so that equal documents stay equal.</summary>
    private static string Tag(byte[] file)
    {
        var hash = SHA256.HashData(file);
        return string.Create(6, hash, (tag, h) =>
        {
            for (var i = 0; i < 6; i++) tag[i] = (char)('A' + (h[i] % 26));
        });
    }
}
