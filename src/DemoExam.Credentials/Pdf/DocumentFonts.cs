using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace DemoExam.Credentials.Pdf;

/// <summary>A text holds a character that no font of this machine can print; printing a box instead would falsify the name.</summary>
public sealed class UnprintableCharacter(string field, string character)
    : Exception($"The field {field} holds the character “{character}” (U+{char.ConvertToUtf32(character, 0):X4}), which no installed font can print. "
        + "Correct the text or install a font with this character, on Debian for example: apt-get install fonts-dejavu-core.")
{
    /// <summary>Name of the field as in <see cref="PassportContent"/>, for example <c>Holder.FullName</c>.</summary>
    public string Field { get; } = field;

    /// <summary>The character.</summary>
    public string Character { get; } = character;
}

/// <summary>One printed character: code in the font number <paramref name="Font"/> of the document, width in thousandths of the type size.</summary>
internal readonly record struct Glyph(char Character, byte Font, ushort Code, ushort Width);

/// <summary>The two faces that all documents share, cut and packed once per process.</summary>
internal sealed class SharedFonts
{
    /// <summary>Russian and English letters, digits and the signs of good typesetting; what else occurs is added to the one document.</summary>
    private const string Characters =
        " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
        + "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
        + "\u00A0\u00AD\u202F\u2011«»„“”‘’–—…•·№§©°±×−≤≥₽€‰";

    public SharedFonts(FontLibrary library)
    {
        Library = library;
        Regular = new EmbeddedFont(library.Regular.Primary, Characters, CompressionLevel.SmallestSize);
        Bold = new EmbeddedFont(library.Bold.Primary, Characters, CompressionLevel.SmallestSize);
        var primary = library.Regular.Primary;
        Ascent = (double)primary.Ascent / primary.UnitsPerEm;
        CapHeight = (double)primary.CapHeight / primary.UnitsPerEm;
    }

    public FontLibrary Library { get; }
    public EmbeddedFont Regular { get; }
    public EmbeddedFont Bold { get; }

    /// <summary>Heights as parts of the type size.</summary>
    public double Ascent { get; }
    public double CapHeight { get; }
}

/// <summary>The fonts of one document: the two shared ones, and small subsets for characters that only this document needs.</summary>
internal sealed class DocumentFonts(SharedFonts shared) : IDisposable
{
    /// <summary>Number of the fonts that all documents share.</summary>
    public const int SharedCount = 2;

    private const int Room = 4096;

    // The printed characters of a document lie in a few pooled arrays; each text has its part of one.
    private readonly List<Glyph[]> rooms = [];
    private int used;
    private readonly List<(TrueTypeFont Font, List<char> Characters)> extras = [];

    public int Count => SharedCount + extras.Count;

    public double CapHeight => shared.CapHeight;

    /// <summary>Turns a text into printed characters.</summary>
    /// <param name="field">Name of the field, for the error message.</param>
    /// <exception cref="UnprintableCharacter">No font has one of the characters.</exception>
    public ReadOnlyMemory<Glyph> Shape(string text, bool bold, string field)
    {
        var face = bold ? shared.Bold : shared.Regular;
        var font = (byte)(bold ? 1 : 0);
        var place = Take(text.Length);
        var glyphs = place.Span;
        for (var i = 0; i < text.Length; i++)
        {
            if (!face.TryCode(text[i], out var code, out var width)) return ShapeRare(text, bold, field);
            glyphs[i] = new Glyph(text[i], font, code, width);
        }

        return place;
    }

    /// <summary>Gives the memory back; nothing that was shaped may be used any more.</summary>
    public void Dispose()
    {
        foreach (var room in rooms) ArrayPool<Glyph>.Shared.Return(room);
        rooms.Clear();
    }

    private Memory<Glyph> Take(int count)
    {
        if (rooms.Count == 0 || used + count > rooms[^1].Length)
        {
            rooms.Add(ArrayPool<Glyph>.Shared.Rent(Math.Max(Room, count)));
            used = 0;
        }

        used += count;
        return rooms[^1].AsMemory(used - count, count);
    }

    /// <summary>As <see cref="Shape"/>, for a text with a character outside the shared fonts: composed, cleaned, with other fonts where needed.</summary>
    private ReadOnlyMemory<Glyph> ShapeRare(string text, bool bold, string field)
    {
        // Composed letters: a decomposed й would print its breve beside the letter.
        text = text.Normalize(NormalizationForm.FormC);
        var face = bold ? shared.Bold : shared.Regular;
        var glyphs = new List<Glyph>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = char.IsControl(text[i]) ? ' ' : text[i];
            if (c != '\u00AD' && char.GetUnicodeCategory(c) == UnicodeCategory.Format) continue;
            glyphs.Add(face.TryCode(c, out var code, out var width) ? new Glyph(c, (byte)(bold ? 1 : 0), code, width) : Rare(text, i, c, bold, field));
        }

        return glyphs.ToArray();
    }

    /// <summary>Writes the extra subsets and returns the font resources of all pages.</summary>
    public List<Ref> Write(PdfWriter writer, Ref regular, Ref bold)
    {
        var all = new List<Ref> { regular, bold };
        foreach (var (font, characters) in extras)
            all.Add(new EmbeddedFont(font, characters, CompressionLevel.Optimal).Write(writer));
        return all;
    }

    private Glyph Rare(string text, int index, char c, bool bold, string field)
    {
        var chain = bold ? shared.Library.Bold : shared.Library.Regular;
        var font = char.IsSurrogate(c) ? null : chain.With(c);
        if (font is null)
        {
            var whole = Rune.TryGetRuneAt(text, index, out var rune) ? rune.ToString() : "\uFFFD";
            throw new UnprintableCharacter(field, whole);
        }

        var place = extras.FindIndex(e => ReferenceEquals(e.Font, font));
        if (place < 0)
        {
            place = extras.Count;
            extras.Add((font, []));
        }

        var characters = extras[place].Characters;
        var code = characters.IndexOf(c) + 1;
        if (code == 0)
        {
            characters.Add(c);
            code = characters.Count;
        }

        return new Glyph(c, (byte)(SharedCount + place), (ushort)code, (ushort)font.Width(font.Glyph(c)));
    }
}
