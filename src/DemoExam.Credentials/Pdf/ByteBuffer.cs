using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DemoExam.Credentials.Pdf;

/// <summary>A growing run of bytes in pooled memory. PDF syntax is written with interpolated strings and never through a culture.</summary>
internal sealed class ByteBuffer(int capacity = 4096) : IDisposable
{
    private byte[] bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => bytes.AsMemory(0, Length);

    public Span<byte> Slice(int start, int length) => bytes.AsSpan(0, Length).Slice(start, length);

    public void Clear() => Length = 0;

    public void Truncate(int length) => Length = Math.Min(Length, length);

    /// <summary>Makes room for <paramref name="count"/> bytes, counts them as written and returns them.</summary>
    public Span<byte> Take(int count)
    {
        if (Length + count > bytes.Length) Grow(count);
        var room = bytes.AsSpan(Length, count);
        Length += count;
        return room;
    }

    // Apart, so that the rest is short enough to be compiled into its callers.
    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(bytes.Length * 2, Length + count));
        bytes.AsSpan(0, Length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = larger;
    }

    public void Raw(ReadOnlySpan<byte> data) => data.CopyTo(Take(data.Length));

    public void Byte(byte value) => Take(1)[0] = value;

    public void Ascii(ReadOnlySpan<char> text) => Encoding.ASCII.GetBytes(text, Take(text.Length));

    public void Number(long value)
    {
        // Most numbers of a page are this short.
        if (value is >= 0 and < 100)
        {
            var room = Take(value < 10 ? 1 : 2);
            if (room.Length == 2) room[0] = (byte)('0' + (value / 10));
            room[^1] = (byte)('0' + (value % 10));
            return;
        }

        Span<byte> digits = stackalloc byte[20];
        value.TryFormat(digits, out var count, default, CultureInfo.InvariantCulture);
        Raw(digits[..count]);
    }

    /// <summary>Writes a length in points with at most two decimals, from an integer, so that no rounding noise is printed.</summary>
    public void Number(double value)
    {
        var hundredths = (long)Math.Round(value * 100, MidpointRounding.AwayFromZero);
        if (hundredths < 0)
        {
            Byte((byte)'-');
            hundredths = -hundredths;
        }

        Number(hundredths / 100);
        var rest = (int)(hundredths % 100);
        if (rest == 0) return;
        Byte((byte)'.');
        Byte((byte)('0' + (rest / 10)));
        if (rest % 10 != 0) Byte((byte)('0' + (rest % 10)));
    }

    public void Hex(ReadOnlySpan<byte> data)
    {
        var room = Take(data.Length * 2);
        for (var i = 0; i < data.Length; i++)
        {
            room[2 * i] = HexDigit(data[i] >> 4);
            room[(2 * i) + 1] = HexDigit(data[i] & 15);
        }
    }

    public void Hex(ushort value)
    {
        var room = Take(4);
        room[3] = HexDigit(value & 15);
        room[2] = HexDigit((value >> 4) & 15);
        room[1] = HexDigit((value >> 8) & 15);
        room[0] = HexDigit(value >> 12);
    }

    /// <summary>A PDF text string for people: UTF-16BE with byte order mark, as a hex string.</summary>
    public void Text(string text)
    {
        Ascii("<FEFF");
        foreach (var c in text) Hex(c);
        Byte((byte)'>');
    }

    /// <summary>Writes PDF syntax: <c>buffer.Write($"/Parent {id} 0 R")</c>. Numbers are written as PDF numbers.</summary>
#pragma warning disable CA1822 // The handler writes into this buffer while it is built; nothing is left to do here.
    public void Write([InterpolatedStringHandlerArgument("")] Syntax syntax) => _ = syntax;
#pragma warning restore CA1822

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(bytes);
        bytes = [];
        Length = 0;
    }

    private static byte HexDigit(int value) => "0123456789ABCDEF"u8[value];

    [InterpolatedStringHandler]
    internal readonly ref struct Syntax
    {
        private readonly ByteBuffer target;

        public Syntax(int literalLength, int formattedCount, ByteBuffer target)
        {
            this.target = target;
            target.Take(literalLength + (8 * formattedCount));
            target.Length -= literalLength + (8 * formattedCount);
        }

        public void AppendLiteral(string text) => target.Ascii(text);

        public void AppendFormatted(string text) => target.Ascii(text);

        public void AppendFormatted(int value) => target.Number((long)value);

        public void AppendFormatted(double value) => target.Number(value);

        public void AppendFormatted(Ref value)
        {
            target.Number((long)value.Id);
            target.Ascii(" 0 R");
        }
    }
}

/// <summary>Number of an indirect object; written as a reference.</summary>
internal readonly record struct Ref(int Id);
