using System.Collections.Concurrent;

namespace DemoExam.Credentials.Qr;

/// <summary>The drawing of a version, the same for every text: finders, timing, alignment, version, and where data go (ISO/IEC 18004, 6.3 and 7.7–7.10).</summary>
internal sealed class QrVersion
{
    /// <summary>How many mask patterns there are.</summary>
    public const int Masks = 8;

    private static readonly ConcurrentDictionary<int, QrVersion> Known = new();

    private readonly QrMatrix frame;
    private readonly (short Column, short Row)[] places;
    private readonly QrMatrix[] masks;

    private QrVersion(int number)
    {
        Size = 17 + (4 * number);
        frame = new QrMatrix(Size);
        var taken = new bool[Size, Size];
        DrawFrame(number, taken);
        places = [.. Places(taken)];
        masks = [.. Enumerable.Range(0, Masks).Select(MaskWithFormat)];
    }

    /// <summary>Modules on one side.</summary>
    public int Size { get; }

    /// <summary>The version with this number, 1–40.</summary>
    public static QrVersion Of(int number) => Known.GetOrAdd(number, n => new QrVersion(n));

    /// <summary>The frame with the codewords in it, not masked.</summary>
    public QrMatrix Place(byte[] codewords)
    {
        var plain = new QrMatrix(Size);
        frame.Rows.CopyTo(plain.Rows, 0);
        frame.Columns.CopyTo(plain.Columns, 0);
        var place = 0;
        foreach (var codeword in codewords)
        {
            for (var bit = 7; bit >= 0; bit--, place++)
                if ((codeword >> bit & 1) != 0) plain.Darken(places[place].Column, places[place].Row);
        }

        return plain;
    }

    /// <summary>Lays a mask over the data and writes which one it is; the result replaces what <paramref name="masked"/> held.</summary>
    public void Mask(QrMatrix plain, int mask, QrMatrix masked)
    {
        var cover = masks[mask];
        for (var i = 0; i < masked.Rows.Length; i++)
        {
            masked.Rows[i] = plain.Rows[i] ^ cover.Rows[i];
            masked.Columns[i] = plain.Columns[i] ^ cover.Columns[i];
        }
    }

    private void DrawFrame(int number, bool[,] taken)
    {
        void Draw(int column, int row, bool dark)
        {
            if (column < 0 || row < 0 || column >= Size || row >= Size) return;
            taken[column, row] = true;
            if (dark) frame.Darken(column, row);
        }

        // A square of rings around its middle; the finder's outermost ring, at a distance of 4, is its light border.
        void Rings(int column, int row, int reach, Func<int, bool> dark)
        {
            for (var y = -reach; y <= reach; y++)
                for (var x = -reach; x <= reach; x++) Draw(column + x, row + y, dark(Math.Max(Math.Abs(x), Math.Abs(y))));
        }

        Rings(3, 3, 4, ring => ring is not (2 or 4));
        Rings(Size - 4, 3, 4, ring => ring is not (2 or 4));
        Rings(3, Size - 4, 4, ring => ring is not (2 or 4));
        var middles = AlignmentMiddles(number);
        foreach (var column in middles)
            foreach (var row in middles)
                if (!taken[column, row]) Rings(column, row, 2, ring => ring != 1);

        for (var i = 8; i < Size - 8; i++)
        {
            // Alignment patterns that lie on the timing lines agree with them.
            if (!taken[i, 6]) Draw(i, 6, i % 2 == 0);
            if (!taken[6, i]) Draw(6, i, i % 2 == 0);
        }

        foreach (var (column, row, _) in FormatPlaces()) Draw(column, row, false);
        Draw(8, Size - 8, true);
        if (number < 7) return;
        var version = (number << 12) | Remainder(number, 12, 0x1F25);
        for (var bit = 0; bit < 18; bit++)
        {
            var dark = (version >> bit & 1) != 0;
            Draw(Size - 11 + (bit % 3), bit / 3, dark);
            Draw(bit / 3, Size - 11 + (bit % 3), dark);
        }
    }

    /// <summary>Rows and columns of the middles of alignment patterns (ISO/IEC 18004, annex E): the first is 6, the last 6 from the end, all steps but the first are equal and even.</summary>
    private static List<int> AlignmentMiddles(int number)
    {
        if (number == 1) return [];
        var count = (number / 7) + 2;
        // The table of the standard follows this rule in all versions but one.
        var step = number == 32 ? 26 : ((4 * number) + (2 * count) + 1) / ((2 * count) - 2) * 2;
        return [6, .. Enumerable.Range(0, count - 1).Select(i => 10 + (4 * number) - (i * step)).Reverse()];
    }

    /// <summary>Places of the two copies of the 15 bits that tell level and mask; bit 0 is the lowest.</summary>
    private IEnumerable<(int Column, int Row, int Bit)> FormatPlaces()
    {
        for (var bit = 0; bit < 15; bit++)
        {
            // The timing line at 6 is stepped over.
            yield return bit < 8 ? (8, bit < 6 ? bit : bit + 1, bit) : (bit == 8 ? 7 : 14 - bit, 8, bit);
            yield return bit < 8 ? (Size - 1 - bit, 8, bit) : (8, Size - 15 + bit, bit);
        }
    }

    /// <summary>Where bits of data go: in pairs of columns from the right, upwards and downwards in turn.</summary>
    private IEnumerable<(short Column, short Row)> Places(bool[,] taken)
    {
        var upwards = true;
        for (var right = Size - 1; right > 0; right -= 2, upwards = !upwards)
        {
            if (right == 6) right--;
            for (var i = 0; i < Size; i++)
            {
                var row = upwards ? Size - 1 - i : i;
                for (var column = right; column > right - 2; column--)
                    if (!taken[column, row]) yield return ((short)column, (short)row);
            }
        }
    }

    private QrMatrix MaskWithFormat(int mask)
    {
        var cover = new QrMatrix(Size);
        foreach (var (column, row) in places)
            if (IsTurned(mask, column, row)) cover.Darken(column, row);
        // Level M is 00, so the mask alone is the data.
        var format = ((mask << 10) | Remainder(mask, 10, 0x537)) ^ 0x5412;
        foreach (var (column, row, bit) in FormatPlaces())
            if ((format >> bit & 1) != 0) cover.Darken(column, row);
        return cover;
    }

    /// <summary>ISO/IEC 18004, table 10; there i is the row and j the column.</summary>
    private static bool IsTurned(int mask, int j, int i) => mask switch
    {
        0 => (i + j) % 2 == 0,
        1 => i % 2 == 0,
        2 => j % 3 == 0,
        3 => (i + j) % 3 == 0,
        4 => ((i / 2) + (j / 3)) % 2 == 0,
        5 => (i * j % 2) + (i * j % 3) == 0,
        6 => ((i * j % 2) + (i * j % 3)) % 2 == 0,
        _ => (((i + j) % 2) + (i * j % 3)) % 2 == 0,
    };

    /// <summary>Check bits of a BCH code.</summary>
    private static int Remainder(int data, int bits, int generator)
    {
        var rest = data << bits;
        for (var bit = 31; bit >= bits; bit--)
            if ((rest >> bit & 1) != 0) rest ^= generator << (bit - bits);
        return rest;
    }
}
