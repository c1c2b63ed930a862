using System.Buffers;
using System.Buffers.Binary;
using System.Buffers.Text;
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

    /// <summary>Writes signs of ASCII; of others a question mark.</summary>
    public void Ascii(ReadOnlySpan<char> text)
    {
        var room = Take(text.Length);
        if (System.Text.Ascii.FromUtf16(text, room, out _) != OperationStatus.Done) Encoding.ASCII.GetBytes(text, room);
    }

    public void Number(long value)
    {
        if (value is >= 0 and < 1000)
        {
            var room = Take(3);
            Length -= room.Length - Short((int)value, room);
            return;
        }

        var start = Length;
        if (!Utf8Formatter.TryFormat(value, Take(20), out var count)) throw new InvalidOperationException("A number outgrew its room.");
        Truncate(start + count);
    }

    /// <summary>Writes a length in points with at most two decimals, from an integer, so that no rounding noise is printed.</summary>
    public void Number(double value)
    {
        if (value is < 0 or >= 999.99)
        {
            NumberOfAnySize((long)Math.Round(value * 100, MidpointRounding.AwayFromZero));
            return;
        }

        // Nearly all numbers of a page.
        var (whole, rest) = Math.DivRem((int)((value * 100) + 0.5), 100);
        var start = Length;
        var room = Take(6);
        var used = Short(whole, room);
        if (rest != 0)
        {
            room[used++] = (byte)'.';
            room[used++] = (byte)('0' + (rest / 10));
            if (rest % 10 != 0) room[used++] = (byte)('0' + (rest % 10));
        }

        Length = start + used;
    }

    /// <summary>Writes 0–999 and returns the number of digits.</summary>
    private static int Short(int value, Span<byte> room)
    {
        var used = 0;
        if (value >= 100) room[used++] = (byte)('0' + (value / 100));
        if (value >= 10) room[used++] = (byte)('0' + (value / 10 % 10));
        room[used++] = (byte)('0' + (value % 10));
        return used;
    }

    private void NumberOfAnySize(long hundredths)
    {
        if (hundredths < 0) Byte((byte)'-');
        var (whole, rest) = Math.DivRem(Math.Abs(hundredths), 100);
        Number(whole);
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
        BinaryPrimitives.WriteUInt32LittleEndian(Take(4), HexDigits(value));
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

    /// <summary>Four hexadecimal digits, the first in the lowest byte.</summary>
    public static uint HexDigits(ushort value) => HexPairs[value >> 8] | ((uint)HexPairs[value & 255] << 16);

    private static readonly ushort[] HexPairs = [.. Enumerable.Range(0, 256).Select(b => (ushort)(HexDigit(b >> 4) | (HexDigit(b & 15) << 8)))];

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
