using System.Text;

namespace DemoExam.Credentials.Qr;

/// <summary>From a text to the codewords of a version at level M: segments, padding, error correction, interleaving (ISO/IEC 18004, 7.4–7.6).</summary>
internal static class QrData
{
    private const int LastVersion = 40;
    private const int Numeric = 1;
    private const int Bytes = 4;

    // ISO/IEC 18004, table 9, level M: error correction codewords of a block, and blocks, of versions 1 to 40.
    private static readonly byte[] Correction =
        [10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28];

    private static readonly byte[] Blocks =
        [1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49];

    /// <summary>The smallest version that holds the text, and all its codewords in the order in which they are placed.</summary>
    /// <exception cref="ArgumentException">The text is longer than version 40 can hold.</exception>
    public static (int Version, byte[] Codewords) Of(string text)
    {
        var segments = Segments(Encoding.UTF8.GetBytes(text));
        for (var version = 1; version <= LastVersion; version++)
        {
            var room = Codewords(version) - (Correction[version - 1] * Blocks[version - 1]);
            if (segments.Sum(s => s.Bits(version)) <= 8 * room) return (version, Protect(version, Written(segments, version, room)));
        }

        throw new ArgumentException("The text is too long for a QR code.", nameof(text));
    }

    /// <summary>
    /// Runs of digits are packed three to 10 bits where that spares more than the headers cost: from 4 digits at an end of the text, from 8
    /// between other text, which then needs a second header, from 1 where there is nothing else.
    /// </summary>
    private static List<Segment> Segments(ReadOnlyMemory<byte> text)
    {
        var segments = new List<Segment>();
        var plain = 0;
        for (var start = 0; start < text.Length;)
        {
            var end = start;
            while (end < text.Length && char.IsAsciiDigit((char)text.Span[end])) end++;
            var neighbours = (start > plain ? 1 : 0) + (end < text.Length ? 1 : 0);
            if (end - start >= Math.Max(1, 4 * neighbours))
            {
                if (start > plain) segments.Add(new Segment(Bytes, text[plain..start]));
                segments.Add(new Segment(Numeric, text[start..end]));
                plain = end;
            }

            start = Math.Max(end, start + 1);
        }

        if (plain < text.Length || segments.Count == 0) segments.Add(new Segment(Bytes, text[plain..]));
        return segments;
    }

    private static byte[] Written(List<Segment> segments, int version, int room)
    {
        var bits = new BitWriter(room);
        foreach (var segment in segments) segment.Write(bits, version);
        // The terminator is cut short where there is no room for it; then whole bytes, then the two padding bytes in turn.
        bits.Write(0, Math.Min(4, bits.Left));
        bits.Write(0, bits.Left % 8);
        for (var pad = 0xEC; bits.Left > 0; pad ^= 0xEC ^ 0x11) bits.Write(pad, 8);
        return bits.Bytes;
    }

    /// <summary>Splits the data into blocks, adds the error correction of each, and takes codewords from all blocks in turn.</summary>
    private static byte[] Protect(int version, byte[] data)
    {
        var (blocks, correction) = (Blocks[version - 1], Correction[version - 1]);
        // The last blocks hold one codeword of data more where the data cannot be split evenly.
        var (shortLength, longer) = (data.Length / blocks, data.Length % blocks);
        var all = new byte[data.Length + (blocks * correction)];
        Span<byte> check = stackalloc byte[correction];
        for (var (block, from) = (0, 0); block < blocks; block++)
        {
            var length = block < blocks - longer ? shortLength : shortLength + 1;
            var part = data.AsSpan(from, length);
            for (var i = 0; i < length; i++)
                all[i < shortLength ? (i * blocks) + block : (shortLength * blocks) + block - (blocks - longer)] = part[i];
            ReedSolomon.Remainder(part, check);
            for (var i = 0; i < correction; i++) all[data.Length + (i * blocks) + block] = check[i];
            from += length;
        }

        return all;
    }

    /// <summary>Codewords of data and error correction together: the modules that no pattern takes, in bytes.</summary>
    private static int Codewords(int version)
    {
        var modules = (((16 * version) + 128) * version) + 64;
        if (version >= 2)
        {
            var alignment = (version / 7) + 2;
            modules -= (((25 * alignment) - 10) * alignment) - 55;
        }

        return (version >= 7 ? modules - 36 : modules) / 8;
    }

    private sealed record Segment(int Mode, ReadOnlyMemory<byte> Text)
    {
        public int Bits(int version) => 4 + CountBits(version) + (Mode == Numeric ? ((Text.Length * 10) + 2) / 3 : Text.Length * 8);

        public void Write(BitWriter bits, int version)
        {
            bits.Write(Mode, 4);
            bits.Write(Text.Length, CountBits(version));
            if (Mode == Bytes)
            {
                foreach (var b in Text.Span) bits.Write(b, 8);
                return;
            }

            for (var i = 0; i < Text.Length; i += 3)
            {
                var digits = Math.Min(3, Text.Length - i);
                bits.Write(int.Parse(Text.Span.Slice(i, digits), System.Globalization.CultureInfo.InvariantCulture), (digits * 3) + 1);
            }
        }

        // ISO/IEC 18004, table 3.
        private int CountBits(int version) => (Mode, version) switch
        {
            (Numeric, < 10) => 10,
            (Numeric, < 27) => 12,
            (Numeric, _) => 14,
            (_, < 10) => 8,
            _ => 16,
        };
    }

    private sealed class BitWriter(int room)
    {
        private int written;

        public byte[] Bytes { get; } = new byte[room];

        public int Left => (8 * room) - written;

        public void Write(int value, int bits)
        {
            for (var bit = bits - 1; bit >= 0; bit--, written++)
                Bytes[written / 8] |= (byte)((value >> bit & 1) << (7 - (written % 8)));
        }
    }
}
