using System.Globalization;
using System.Text;
using DemoExam.Credentials.Pdf;

namespace DemoExam.Credentials.Verification;

/// <summary>A file is no PDF that we can read. Never leaves this library: checks turn it into a verdict.</summary>
internal sealed class PdfFault(string message) : Exception(message);

/// <summary>A name such as <c>/Type</c>, without its slash.</summary>
internal sealed record PdfName(string Text);

/// <summary>A bare word such as <c>obj</c>.</summary>
internal sealed record PdfKeyword(string Text);

/// <summary>A string with its place in the file, from the opening bracket to behind the closing one.</summary>
internal sealed record PdfString(byte[] Bytes, int Start, int End)
{
    /// <summary>The text for people: UTF-16BE with its mark, otherwise bytes as Latin-1.</summary>
    public string Text => Bytes is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode.GetString(Bytes, 2, Bytes.Length - 2) : Encoding.Latin1.GetString(Bytes);
}

/// <summary>A dictionary; values may be references.</summary>
internal sealed class PdfDictionary : Dictionary<string, object?>
{
    public object? Entry(string key) => TryGetValue(key, out var value) ? value : null;
}

/// <summary>A stream with its raw bytes.</summary>
internal sealed record PdfStream(PdfDictionary Dictionary, ReadOnlyMemory<byte> Raw);

/// <summary>Reads PDF values from bytes. Each call reads at least one byte or throws; each value costs one unit of the budget.</summary>
internal sealed class PdfScanner(ReadOnlyMemory<byte> source, PdfBudget budget)
{
    private const int MaximumDepth = 48;

    public int Position { get; set; }

    private ReadOnlySpan<byte> Bytes => source.Span;

    /// <summary>Reads a value: null, bool, double, name, string, list, dictionary, reference or keyword.</summary>
    public object? Read(int depth = 0)
    {
        budget.SpendValue();
        if (depth > MaximumDepth) throw new PdfFault("Values are nested too deeply.");
        SkipSpace();
        if (Position >= Bytes.Length) throw new PdfFault("The file ends within a value.");
        var c = Bytes[Position];
        switch (c)
        {
            case (byte)'/': return ReadName();
            case (byte)'(': return ReadLiteral();
            case (byte)'[': return ReadArray(depth);
            case (byte)'<': return Position + 1 < Bytes.Length && Bytes[Position + 1] == '<' ? ReadDictionary(depth) : ReadHex();
            case >= (byte)'0' and <= (byte)'9' or (byte)'+' or (byte)'-' or (byte)'.': return ReadNumberOrReference();
            default: return ReadWord();
        }
    }

    public void Expect(string keyword)
    {
        if (Read() is not PdfKeyword word || word.Text != keyword) throw new PdfFault($"“{keyword}” is missing.");
    }

    public int ReadInteger() =>
        Read() is double number && number >= 0 && number <= int.MaxValue && number == Math.Floor(number) ? (int)number : throw new PdfFault("A number is missing.");

    public void SkipSpace()
    {
        while (Position < Bytes.Length)
        {
            var c = Bytes[Position];
            if (c == '%')
                while (Position < Bytes.Length && Bytes[Position] is not ((byte)'\r' or (byte)'\n')) Position++;
            else if (IsSpace(c)) Position++;
            else return;
        }
    }

    private static bool IsSpace(byte c) => c is 0 or 9 or 10 or 12 or 13 or 32;

    private static bool IsDelimiter(byte c) => c is (byte)'(' or (byte)')' or (byte)'<' or (byte)'>' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' or (byte)'/' or (byte)'%';

    private ReadOnlySpan<byte> Word()
    {
        var start = Position;
        while (Position < Bytes.Length && !IsSpace(Bytes[Position]) && !IsDelimiter(Bytes[Position])) Position++;
        return Bytes[start..Position];
    }

    private object? ReadWord()
    {
        var word = Word();
        if (word.IsEmpty) throw new PdfFault("A stray bracket stands in the file.");
        return Encoding.Latin1.GetString(word) switch
        {
            "null" => null,
            "true" => true,
            "false" => false,
            var text => new PdfKeyword(text),
        };
    }

    private PdfName ReadName()
    {
        Position++;
        var word = Word();
        if (word.IndexOf((byte)'#') < 0) return new PdfName(Encoding.Latin1.GetString(word));
        var text = new StringBuilder(word.Length);
        for (var i = 0; i < word.Length; i++)
        {
            if (word[i] == '#' && i + 2 < word.Length && byte.TryParse(word.Slice(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                text.Append((char)code);
                i += 2;
            }
            else text.Append((char)word[i]);
        }

        return new PdfName(text.ToString());
    }

    private object ReadNumberOrReference()
    {
        var number = ReadNumber();
        if (number < 0 || number > int.MaxValue || number != Math.Floor(number)) return number;
        var back = Position;
        SkipSpace();
        if (Position < Bytes.Length && char.IsAsciiDigit((char)Bytes[Position]))
        {
            ReadNumber();
            SkipSpace();
            if (Position < Bytes.Length && Bytes[Position] == 'R' && (Position + 1 == Bytes.Length || IsSpace(Bytes[Position + 1]) || IsDelimiter(Bytes[Position + 1])))
            {
                Position++;
                return new Ref((int)number);
            }
        }

        Position = back;
        return number;
    }

    private double ReadNumber()
    {
        var word = Word();
        return double.TryParse(word, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number : throw new PdfFault("A number is damaged.");
    }

    private List<object?> ReadArray(int depth)
    {
        Position++;
        var items = new List<object?>();
        for (; ; )
        {
            SkipSpace();
            if (Position >= Bytes.Length) throw new PdfFault("An array does not end.");
            if (Bytes[Position] == ']')
            {
                Position++;
                return items;
            }

            items.Add(Read(depth + 1));
        }
    }

    private PdfDictionary ReadDictionary(int depth)
    {
        Position += 2;
        var entries = new PdfDictionary();
        for (; ; )
        {
            SkipSpace();
            if (Position + 1 >= Bytes.Length) throw new PdfFault("A dictionary does not end.");
            if (Bytes[Position] == '>' && Bytes[Position + 1] == '>')
            {
                Position += 2;
                return entries;
            }

            if (Read(depth + 1) is not PdfName key) throw new PdfFault("A dictionary has a key that is no name.");
            // Two entries of one name would let two readers see two documents.
            if (!entries.TryAdd(key.Text, Read(depth + 1))) throw new PdfFault($"A dictionary has the key /{key.Text} twice.");
        }
    }

    private PdfString ReadHex()
    {
        var start = Position++;
        var digits = new List<byte>();
        for (; ; Position++)
        {
            if (Position >= Bytes.Length) throw new PdfFault("A string does not end.");
            var c = Bytes[Position];
            if (c == '>') break;
            if (IsSpace(c)) continue;
            if (!char.IsAsciiHexDigit((char)c)) throw new PdfFault("A hexadecimal string holds another sign.");
            digits.Add((byte)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10));
        }

        Position++;
        if (digits.Count % 2 != 0) digits.Add(0);
        var bytes = new byte[digits.Count / 2];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)((digits[2 * i] << 4) | digits[(2 * i) + 1]);
        return new PdfString(bytes, start, Position);
    }

    private PdfString ReadLiteral()
    {
        var start = Position++;
        var bytes = new List<byte>();
        for (var open = 1; ; Position++)
        {
            if (Position >= Bytes.Length) throw new PdfFault("A string does not end.");
            var c = Bytes[Position];
            if (c == '(') open++;
            else if (c == ')' && --open == 0) break;
            else if (c == '\\')
            {
                ReadEscape(bytes);
                continue;
            }

            bytes.Add(c);
        }

        Position++;
        return new PdfString([.. bytes], start, Position);
    }

    private void ReadEscape(List<byte> bytes)
    {
        if (++Position >= Bytes.Length) throw new PdfFault("A string does not end.");
        var c = Bytes[Position];
        switch (c)
        {
            case (byte)'n': bytes.Add(10); break;
            case (byte)'r': bytes.Add(13); break;
            case (byte)'t': bytes.Add(9); break;
            case (byte)'b': bytes.Add(8); break;
            case (byte)'f': bytes.Add(12); break;
            case (byte)'\n': break;
            case (byte)'\r':
                if (Position + 1 < Bytes.Length && Bytes[Position + 1] == '\n') Position++;
                break;
            case >= (byte)'0' and <= (byte)'7':
                var code = c - '0';
                for (var i = 0; i < 2 && Position + 1 < Bytes.Length && Bytes[Position + 1] is >= (byte)'0' and <= (byte)'7'; i++)
                    code = (code * 8) + Bytes[++Position] - '0';
                bytes.Add((byte)code);
                break;
            default: bytes.Add(c); break;
        }
    }
}

/// <summary>What one file may cost: a bound on values read and on bytes unpacked, so that no file can hold a checker up.</summary>
internal sealed class PdfBudget
{
    private int values = 400_000;
    private int unpacked = 32 * 1024 * 1024;

    public int UnpackedLeft => unpacked;

    public void SpendValue()
    {
        if (--values < 0) throw new PdfFault("The file has too many parts.");
    }

    public void SpendUnpacked(int bytes)
    {
        unpacked -= bytes;
        if (unpacked < 0) throw new PdfFault("The file unpacks to too many bytes.");
    }
}
