using System.Numerics;

namespace DemoExam.Credentials.Qr;

/// <summary>
/// Modules as bits, kept twice: row by row and column by column. So what lies below each other in 64 columns (or beside each other in
/// 64 rows) is compared by one operation.
/// </summary>
internal sealed class QrMatrix(int size)
{
    private const int Bits = 64;
    private readonly int words = (size + Bits - 1) / Bits;

    /// <summary>Modules on one side.</summary>
    public int Size { get; } = size;

    /// <summary>The rows from top to bottom, each in as many words as the matrix is wide; the module at the left is the lowest bit.</summary>
    public ulong[] Rows { get; } = new ulong[size * ((size + Bits - 1) / Bits)];

    /// <summary>The columns from left to right; the module at the top is the lowest bit.</summary>
    public ulong[] Columns { get; } = new ulong[size * ((size + Bits - 1) / Bits)];

    public bool this[int column, int row] => (Rows[(row * words) + (column / Bits)] >> (column % Bits) & 1) != 0;

    /// <summary>The first module from this column on that is dark, or light; at or behind the end of the row when there is none.</summary>
    public int First(bool dark, int column, int row)
    {
        var word = column / Bits;
        for (var hidden = (1ul << (column % Bits)) - 1; word < words; word++, hidden = 0)
        {
            var bits = Rows[(row * words) + word];
            var wanted = (dark ? bits : ~bits) & ~hidden;
            if (wanted != 0) return (word * Bits) + BitOperations.TrailingZeroCount(wanted);
        }

        return word * Bits;
    }

    /// <summary>Makes a module dark.</summary>
    public void Darken(int column, int row)
    {
        Rows[(row * words) + (column / Bits)] |= 1ul << (column % Bits);
        Columns[(column * words) + (row / Bits)] |= 1ul << (row % Bits);
    }

    /// <summary>Penalty points for what confuses a reader (ISO/IEC 18004, 7.8.3, table 11). 0 is best.</summary>
    public int Penalty()
    {
        var dark = 0;
        foreach (var word in Rows) dark += BitOperations.PopCount(word);
        // Each full 5 % that the dark modules are away from half of all.
        var imbalance = Math.Abs((20 * dark) - (10 * Size * Size)) / (Size * Size) * 10;
        return imbalance + Streaks(Rows) + Streaks(Columns) + Finders(Rows) + Finders(Columns) + Blocks();
    }

    /// <summary>Five or more alike below each other: 3 points, and 1 for each one more.</summary>
    private int Streaks(ulong[] lines)
    {
        var points = 0;
        for (var word = 0; word < words; word++)
        {
            var (one, two, three) = (0ul, 0ul, 0ul);
            var before = 0ul;
            for (var line = 0; line < Size - 1; line++)
            {
                var alike = Alike(lines, line, word);
                // The fifth of a streak and each one after it.
                var fifth = alike & one & two & three;
                points += BitOperations.PopCount(fifth) + (2 * BitOperations.PopCount(fifth & ~before));
                (one, two, three, before) = (alike, one, two, fifth);
            }
        }

        return points;
    }

    /// <summary>
    /// What looks like the middle line of a finder, dark-light-dark-dark-dark-light-dark, with four light ones before or behind it: 40 points.
    /// </summary>
    private int Finders(ulong[] lines)
    {
        const int Length = 11;
        var found = 0;
        for (var at = 0; at + ((Length - 1) * words) < lines.Length; at++)
        {
            ulong L(int step) => lines[at + (step * words)];
            // Both have this in the middle; most places end here.
            var middle = L(4) & ~L(5) & L(6);
            if (middle == 0) continue;
            found += BitOperations.PopCount(middle & L(0) & ~L(1) & L(2) & L(3) & ~(L(7) | L(8) | L(9) | L(10)));
            found += BitOperations.PopCount(middle & ~(L(0) | L(1) | L(2) | L(3)) & L(7) & L(8) & ~L(9) & L(10));
        }

        return 40 * found;
    }

    /// <summary>Each block of two by two alike, overlapping ones too: 3 points.</summary>
    private int Blocks()
    {
        var blocks = 0;
        for (var word = 0; word < words; word++)
        {
            for (var row = 0; row < Size - 1; row++)
            {
                blocks += BitOperations.PopCount(Alike(Rows, row, word) & AlikeBeside(row, word) & AlikeBeside(row + 1, word));
            }
        }

        return 3 * blocks;
    }

    /// <summary>Bits that are the same in this line and the next.</summary>
    private ulong Alike(ulong[] lines, int line, int word) => ~(lines[(line * words) + word] ^ lines[((line + 1) * words) + word]) & Within(word, Size);

    /// <summary>Bits of a row that have the same bit at their right.</summary>
    private ulong AlikeBeside(int row, int word)
    {
        var bits = Rows[(row * words) + word];
        var next = word + 1 < words ? Rows[(row * words) + word + 1] << (Bits - 1) : 0;
        return ~(bits ^ ((bits >> 1) | next)) & Within(word, Size - 1);
    }

    /// <summary>Bits of the word that lie before the end.</summary>
    private static ulong Within(int word, int end) => end - (word * Bits) is var left && left >= Bits ? ulong.MaxValue : left <= 0 ? 0 : (1ul << left) - 1;
}
