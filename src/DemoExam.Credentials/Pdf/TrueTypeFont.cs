using System.Buffers.Binary;
using System.Text;

namespace DemoExam.Credentials.Pdf;

/// <summary>A TrueType font file, read as far as embedding needs it: outlines, widths and the map from characters to glyphs.</summary>
/// <remarks>Table layouts: OpenType specification 1.9. Only fonts with <c>glyf</c> outlines are read.</remarks>
internal sealed class TrueTypeFont
{
    private readonly byte[] file;
    private readonly Dictionary<string, (int Offset, int Length)> tables = [];
    private readonly Dictionary<char, ushort> glyphs = [];
    private readonly int hMetricsCount;
    private readonly bool longLoca;

    private TrueTypeFont(byte[] file, string path)
    {
        this.file = file;
        Path = path;
        var version = UInt32(0);
        if (version is not (0x00010000 or 0x74727565)) throw new InvalidDataException("is not a TrueType font with glyf outlines");
        for (int i = 0, at = 12; i < UInt16(4); i++, at += 16)
        {
            var length = (int)UInt32(at + 12);
            var offset = (int)UInt32(at + 8);
            if (offset < 0 || length < 0 || offset > file.Length - length) throw new InvalidDataException("is damaged (a table lies outside the file)");
            tables[Encoding.ASCII.GetString(file, at, 4)] = (offset, length);
        }

        var head = Table("head").Offset;
        UnitsPerEm = UInt16(head + 18);
        Box = (Int16(head + 36), Int16(head + 38), Int16(head + 40), Int16(head + 42));
        longLoca = Int16(head + 50) == 1;
        var hhea = Table("hhea").Offset;
        Ascent = Int16(hhea + 4);
        Descent = Int16(hhea + 6);
        hMetricsCount = UInt16(hhea + 34);
        GlyphCount = UInt16(Table("maxp").Offset + 4);
        ReadStyle();
        ReadCharacterMap();
        PostScriptName = ReadPostScriptName() ?? System.IO.Path.GetFileNameWithoutExtension(path);
    }

    public string Path { get; }
    public string PostScriptName { get; }
    public int UnitsPerEm { get; }
    public (int Left, int Bottom, int Right, int Top) Box { get; }
    public int Ascent { get; }
    public int Descent { get; }
    public int CapHeight { get; private set; }
    public int Weight { get; private set; } = 400;
    public int GlyphCount { get; }

    /// <summary>Reads a font file.</summary>
    /// <exception cref="InvalidDataException">The file is no TrueType font that may be embedded; the message says why.</exception>
    public static TrueTypeFont Load(string path)
    {
        try
        {
            return new TrueTypeFont(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentOutOfRangeException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"The font file {path} {(e is InvalidDataException ? e.Message : "is damaged")}.", e);
        }
    }

    /// <summary>The glyph of a character, or 0 when the font has none.</summary>
    public ushort Glyph(char character) => glyphs.GetValueOrDefault(character);

    /// <summary>Advance width in font units.</summary>
    public int Advance(int glyph) => UInt16(Table("hmtx").Offset + (4 * Math.Min(glyph, hMetricsCount - 1)));

    /// <summary>Width in thousandths of the type size.</summary>
    public int Width(int glyph) => ((Advance(glyph) * 1000) + (UnitsPerEm / 2)) / UnitsPerEm;

    public int LeftBearing(int glyph) => glyph < hMetricsCount
        ? Int16(Table("hmtx").Offset + (4 * glyph) + 2)
        : Int16(Table("hmtx").Offset + (4 * hMetricsCount) + (2 * (glyph - hMetricsCount)));

    public ReadOnlySpan<byte> Outline(int glyph)
    {
        var loca = Table("loca").Offset;
        var (from, to) = longLoca
            ? ((int)UInt32(loca + (4 * glyph)), (int)UInt32(loca + (4 * glyph) + 4))
            : (2 * UInt16(loca + (2 * glyph)), 2 * UInt16(loca + (2 * glyph) + 2));
        return file.AsSpan(Table("glyf").Offset + from, to - from);
    }

    public ReadOnlySpan<byte> TableBytes(string name)
    {
        var (offset, length) = Table(name);
        return file.AsSpan(offset, length);
    }

    private void ReadStyle()
    {
        CapHeight = Ascent * 7 / 10;
        if (!tables.TryGetValue("OS/2", out var os2)) return;
        Weight = UInt16(os2.Offset + 4);
        // Bits 0–3 of fsType: 2 = restricted licence. 0, 4 (print and preview) and 8 (editable) allow embedding.
        if ((UInt16(os2.Offset + 8) & 0x000F) == 2) throw new InvalidDataException("must not be embedded (fsType says: restricted licence)");
        if (UInt16(os2.Offset) >= 2) CapHeight = Int16(os2.Offset + 88);
    }

    private void ReadCharacterMap()
    {
        var cmap = Table("cmap").Offset;
        for (int i = 0, at = cmap + 4; i < UInt16(cmap + 2); i++, at += 8)
        {
            var unicode = (UInt16(at), UInt16(at + 2)) is (3, 1) or (0, 3);
            var table = cmap + (int)UInt32(at + 4);
            if (!unicode || UInt16(table) != 4) continue;
            ReadFormat4(table);
            return;
        }

        throw new InvalidDataException("has no Unicode character map (cmap format 4)");
    }

    private void ReadFormat4(int table)
    {
        var segments = UInt16(table + 6) / 2;
        int ends = table + 14, starts = ends + (2 * segments) + 2, deltas = starts + (2 * segments), ranges = deltas + (2 * segments);
        for (var s = 0; s < segments; s++)
        {
            int start = UInt16(starts + (2 * s)), end = UInt16(ends + (2 * s)), delta = UInt16(deltas + (2 * s)), range = UInt16(ranges + (2 * s));
            for (var c = start; c <= end && c != 0xFFFF; c++)
            {
                var glyph = range == 0 ? c : UInt16(ranges + (2 * s) + range + (2 * (c - start)));
                if (range == 0 || glyph != 0) glyph = (glyph + delta) & 0xFFFF;
                if (glyph != 0 && glyph < GlyphCount) glyphs[(char)c] = (ushort)glyph;
            }
        }
    }

    private string? ReadPostScriptName()
    {
        if (!tables.TryGetValue("name", out var name)) return null;
        var strings = name.Offset + UInt16(name.Offset + 4);
        for (int i = 0, at = name.Offset + 6; i < UInt16(name.Offset + 2); i++, at += 12)
        {
            if (UInt16(at + 6) != 6 || UInt16(at) != 3) continue;
            var text = Encoding.BigEndianUnicode.GetString(file, strings + UInt16(at + 10), UInt16(at + 8));
            return new string([.. text.Where(c => char.IsAsciiLetterOrDigit(c) || c == '-')]);
        }

        return null;
    }

    private (int Offset, int Length) Table(string name) =>
        tables.TryGetValue(name, out var table) ? table : throw new InvalidDataException($"has no table {name}");

    private ushort UInt16(int at) => BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at, 2));

    private short Int16(int at) => BinaryPrimitives.ReadInt16BigEndian(file.AsSpan(at, 2));

    private uint UInt32(int at) => BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at, 4));
}
