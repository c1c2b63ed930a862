using System.Collections.Concurrent;

namespace DemoExam.Credentials.Qr;

/// <summary>Error correction over GF(2⁸) with x⁸ + x⁴ + x³ + x² + 1 (ISO/IEC 18004, 7.5.2 and annex A).</summary>
internal static class ReedSolomon
{
    private static readonly byte[] Powers = new byte[510];
    private static readonly byte[] Logarithms = new byte[256];
    private static readonly ConcurrentDictionary<int, byte[]> Generators = new();

    static ReedSolomon()
    {
        for (var (exponent, value) = (0, 1); exponent < 255; exponent++)
        {
            // Twice, so that a sum of two logarithms needs no modulus.
            Powers[exponent] = Powers[exponent + 255] = (byte)value;
            Logarithms[value] = (byte)exponent;
            value = value < 128 ? value << 1 : (value << 1) ^ 0x11D;
        }
    }

    /// <summary>Writes the error correction codewords of the data: the rest of a division by the generator polynomial of that degree.</summary>
    public static void Remainder(ReadOnlySpan<byte> data, Span<byte> rest)
    {
        var generator = Generators.GetOrAdd(rest.Length, Generator);
        rest.Clear();
        foreach (var b in data)
        {
            var factor = (byte)(b ^ rest[0]);
            rest[1..].CopyTo(rest);
            rest[^1] = 0;
            for (var i = 0; i < rest.Length; i++) rest[i] ^= Times(generator[i], factor);
        }
    }

    /// <summary>The product of (x − 2ⁱ) for i from 0, without its leading 1.</summary>
    private static byte[] Generator(int degree)
    {
        var factors = new byte[degree];
        factors[^1] = 1;
        for (var i = 0; i < degree; i++)
        {
            for (var j = 0; j < degree; j++)
                factors[j] = (byte)(Times(factors[j], Powers[i]) ^ (j + 1 < degree ? factors[j + 1] : 0));
        }

        return factors;
    }

    private static byte Times(byte a, byte b) => a == 0 || b == 0 ? (byte)0 : Powers[Logarithms[a] + Logarithms[b]];
}
