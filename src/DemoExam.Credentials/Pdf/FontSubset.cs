using System.Buffers.Binary;
using System.Numerics;

namespace DemoExam.Credentials.Pdf;

/// <summary>Cuts a font down to the wanted glyphs and drops its hinting, which no printer and few screens use.</summary>
internal static class FontSubset
{
    private const int WordArguments = 0x0001, SingleScale = 0x0008, MoreComponents = 0x0020, TwoScales = 0x0040, Matrix = 0x0080, HasInstructions = 0x0100;

    /// <summary>Builds a font file whose glyph <c>i</c> is <paramref name="wanted"/>[i]; parts of composite glyphs follow behind.</summary>
    public static byte[] Build(TrueTypeFont font, IReadOnlyList<ushort> wanted)
    {
        var glyphs = new List<ushort>(wanted);
        var place = new Dictionary<ushort, int>();
        for (var i = 0; i < glyphs.Count; i++) place.TryAdd(glyphs[i], i);

        using var outlines = new ByteBuffer(64 * 1024);
        var offsets = new List<int>();
        for (var i = 0; i < glyphs.Count; i++)
        {
            offsets.Add(outlines.Length);
            WriteOutline(font.Outline(glyphs[i]), outlines, glyphs, place);
            while (outlines.Length % 4 != 0) outlines.Byte(0);
        }

        offsets.Add(outlines.Length);
        return Assemble(font, glyphs, outlines.Span, offsets);
    }

    private static void WriteOutline(ReadOnlySpan<byte> outline, ByteBuffer target, List<ushort> glyphs, Dictionary<ushort, int> place)
    {
        if (outline.IsEmpty) return;
        var contours = BinaryPrimitives.ReadInt16BigEndian(outline);
        if (contours >= 0)
        {
            var instructions = 10 + (2 * contours);
            target.Raw(outline[..instructions]);
            target.Raw([0, 0]);
            target.Raw(outline[(instructions + 2 + BinaryPrimitives.ReadUInt16BigEndian(outline[instructions..]))..]);
            return;
        }

        int at = 10, flags;
        var start = target.Length;
        target.Raw(outline[..10]);
        do
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            var part = BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]);
            if (!place.TryGetValue(part, out var renumbered))
            {
                renumbered = glyphs.Count;
                place[part] = renumbered;
                glyphs.Add(part);
            }

            var size = 4 + ((flags & WordArguments) != 0 ? 4 : 2)
                + ((flags & SingleScale) != 0 ? 2 : (flags & TwoScales) != 0 ? 4 : (flags & Matrix) != 0 ? 8 : 0);
            var copy = target.Take(size);
            outline.Slice(at, size).CopyTo(copy);
            BinaryPrimitives.WriteUInt16BigEndian(copy, (ushort)(flags & ~HasInstructions));
            BinaryPrimitives.WriteUInt16BigEndian(copy[2..], (ushort)renumbered);
            at += size;
        }
        while ((flags & MoreComponents) != 0);
    }

    private static byte[] Assemble(TrueTypeFont font, List<ushort> glyphs, ReadOnlySpan<byte> outlines, List<int> offsets)
    {
        var shortLoca = outlines.Length <= 2 * ushort.MaxValue;
        var loca = new byte[offsets.Count * (shortLoca ? 2 : 4)];
        for (var i = 0; i < offsets.Count; i++)
        {
            if (shortLoca) BinaryPrimitives.WriteUInt16BigEndian(loca.AsSpan(2 * i), (ushort)(offsets[i] / 2));
            else BinaryPrimitives.WriteInt32BigEndian(loca.AsSpan(4 * i), offsets[i]);
        }

        var hmtx = new byte[4 * glyphs.Count];
        for (var i = 0; i < glyphs.Count; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(hmtx.AsSpan(4 * i), (ushort)font.Advance(glyphs[i]));
            BinaryPrimitives.WriteInt16BigEndian(hmtx.AsSpan((4 * i) + 2), (short)font.LeftBearing(glyphs[i]));
        }

        var head = font.TableBytes("head").ToArray();
        head.AsSpan(8, 4).Clear();
        BinaryPrimitives.WriteInt16BigEndian(head.AsSpan(50), (short)(shortLoca ? 0 : 1));
        var hhea = font.TableBytes("hhea").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(hhea.AsSpan(34), (ushort)glyphs.Count);
        var maxp = font.TableBytes("maxp").ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(maxp.AsSpan(4), (ushort)glyphs.Count);
        // No instructions are left, so no room for them is asked for: twilight points, storage, functions, stack, sizes.
        if (maxp.Length >= 32) maxp.AsSpan(16, 12).Clear();

        // The specification wants the directory in the order of the tags.
        (string Tag, byte[] Data)[] parts =
            [("glyf", outlines.ToArray()), ("head", head), ("hhea", hhea), ("hmtx", hmtx), ("loca", loca), ("maxp", maxp)];
        return Join(parts);
    }

    private static byte[] Join((string Tag, byte[] Data)[] parts)
    {
        var length = 12 + (16 * parts.Length) + parts.Sum(p => (p.Data.Length + 3) & ~3);
        var file = new byte[length];
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(4), (ushort)parts.Length);
        var power = BitOperations.Log2((uint)parts.Length);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(10), (ushort)((16 * parts.Length) - (16 << power)));
        int at = 12 + (16 * parts.Length), headAt = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var (tag, data) = parts[i];
            data.CopyTo(file, at);
            var entry = file.AsSpan(12 + (16 * i), 16);
            for (var c = 0; c < 4; c++) entry[c] = (byte)tag[c];
            BinaryPrimitives.WriteUInt32BigEndian(entry[4..], Checksum(data));
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], at);
            BinaryPrimitives.WriteInt32BigEndian(entry[12..], data.Length);
            if (tag == "head") headAt = at;
            at += (data.Length + 3) & ~3;
        }

        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(headAt + 8), unchecked(0xB1B0AFBA - Checksum(file)));
        return file;
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        uint sum = 0;
        for (; data.Length >= 4; data = data[4..]) unchecked { sum += BinaryPrimitives.ReadUInt32BigEndian(data); }
        Span<byte> rest = stackalloc byte[4];
        data.CopyTo(rest);
        return unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(rest));
    }
}
