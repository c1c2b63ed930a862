using System.IO.Compression;
using DemoExam.Credentials.Pdf;

namespace DemoExam.Credentials.Verification;

/// <summary>
/// Reads the objects of a PDF by its cross references, never by searching, since what a search finds need not be what a viewer shows.
/// Bounded in size, depth, number of values and unpacked bytes.
/// </summary>
internal sealed class PdfReader
{
    /// <summary>Most objects of a file that is read.</summary>
    internal const int MostObjects = 200_000;

    private const int LargestFile = 48 * 1024 * 1024, MostSections = 64, DeepestChain = 24;

    private readonly ReadOnlyMemory<byte> file;
    private readonly PdfBudget budget = new();
    private readonly Dictionary<int, (int Kind, int Place, int Index)> places = [];
    private readonly Dictionary<int, object?> cache = [];
    private readonly Dictionary<int, (byte[] Bytes, int[] Offsets)> objectStreams = [];
    private readonly HashSet<int> underWay = [];

    private PdfReader(ReadOnlyMemory<byte> file) => this.file = file;

    /// <summary>The newest trailer.</summary>
    public PdfDictionary Trailer { get; private set; } = [];

    /// <exception cref="PdfFault">The bytes are no PDF that this reader understands.</exception>
    public static PdfReader Open(ReadOnlyMemory<byte> file)
    {
        if (file.Length > LargestFile) throw new PdfFault("The file is too large.");
        if (!file.Span.StartsWith("%PDF-"u8)) throw new PdfFault("The file is no PDF.");
        var reader = new PdfReader(file);
        reader.ReadCrossReferences();
        return reader;
    }

    /// <summary>Follows references to the value itself.</summary>
    public object? Resolve(object? value)
    {
        for (var i = 0; value is Ref reference; i++)
        {
            if (i > DeepestChain) throw new PdfFault("References go in a circle.");
            value = Load(reference.Id);
        }

        return value;
    }

    public PdfDictionary? Dictionary(object? value) => Resolve(value) switch { PdfDictionary d => d, PdfStream s => s.Dictionary, _ => null };

    public List<object?>? Array(object? value) => Resolve(value) as List<object?>;

    public int? Integer(object? value) =>
        Resolve(value) is double number && number >= 0 && number <= int.MaxValue && number == Math.Floor(number) ? (int)number : null;

    public string? Name(object? value) => (Resolve(value) as PdfName)?.Text;

    /// <summary>The bytes of a stream, unpacked.</summary>
    public byte[] Unpack(PdfStream stream)
    {
        var filter = Resolve(stream.Dictionary.Entry("Filter"));
        if (filter is List<object?> { Count: <= 1 } list) filter = list.Count == 0 ? null : Resolve(list[0]);
        if (filter is null)
        {
            budget.SpendUnpacked(stream.Raw.Length);
            return stream.Raw.ToArray();
        }

        if (filter is not PdfName { Text: "FlateDecode" }) throw new PdfFault("A stream is packed in a way that is not supported.");
        var data = Inflate(stream.Raw);
        var parameters = Resolve(stream.Dictionary.Entry("DecodeParms"));
        if (parameters is List<object?> { Count: 1 } one) parameters = Resolve(one[0]);
        return parameters is PdfDictionary p ? Unpredict(data, Integer(p.Entry("Predictor")) ?? 1, Integer(p.Entry("Columns")) ?? 1) : data;
    }

    private byte[] Inflate(ReadOnlyMemory<byte> raw)
    {
        using var zlib = new ZLibStream(new MemoryStream(raw.ToArray()), CompressionMode.Decompress);
        using var result = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = Packed.Unpack(zlib, buffer)) > 0;)
            {
                budget.SpendUnpacked(read);
                result.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw new PdfFault("A packed stream is damaged.");
        }

        return result.ToArray();
    }

    /// <summary>Undoes the PNG predictors that other programs use in cross-reference streams.</summary>
    private static byte[] Unpredict(byte[] data, int predictor, int columns)
    {
        if (predictor == 1) return data;
        if (predictor < 10 || columns is < 1 or > 64 || data.Length % (columns + 1) != 0) throw new PdfFault("A predictor is not supported.");
        var rows = data.Length / (columns + 1);
        var result = new byte[rows * columns];
        for (var y = 0; y < rows; y++)
        {
            var kind = data[y * (columns + 1)];
            if (kind is not (0 or 1 or 2)) throw new PdfFault("A predictor is not supported.");
            for (var x = 0; x < columns; x++)
            {
                var before = kind == 1 && x > 0 ? result[(y * columns) + x - 1] : kind == 2 && y > 0 ? result[((y - 1) * columns) + x] : 0;
                result[(y * columns) + x] = (byte)(data[(y * (columns + 1)) + 1 + x] + before);
            }
        }

        return result;
    }

    private void ReadCrossReferences()
    {
        var tail = Math.Max(0, file.Length - 1024);
        var found = file.Span[tail..].LastIndexOf("startxref"u8);
        if (found < 0) throw new PdfFault("The end of the file is missing.");
        var scanner = new PdfScanner(file, budget) { Position = tail + found };
        scanner.Expect("startxref");
        var seen = new HashSet<int>();
        int? next = scanner.ReadInteger();
        var newest = true;
        while (next is { } at)
        {
            if (at >= file.Length || !seen.Add(at) || seen.Count > MostSections) throw new PdfFault("The cross references are damaged.");
            var trailer = ReadSection(at, seen);
            if (newest) Trailer = trailer;
            newest = false;
            next = trailer.Entry("Prev") is { } prev ? Integer(prev) ?? throw new PdfFault("The cross references are damaged.") : null;
        }
    }

    private PdfDictionary ReadSection(int at, HashSet<int> seen)
    {
        var scanner = new PdfScanner(file, budget) { Position = at };
        scanner.SkipSpace();
        if (file.Span[scanner.Position..].StartsWith("xref"u8))
        {
            ReadTable(scanner);
            if (scanner.Read() is not PdfDictionary trailer) throw new PdfFault("The trailer is missing.");
            if (trailer.Entry("XRefStm") is double hybrid && hybrid > 0 && hybrid < file.Length && seen.Add((int)hybrid)) ReadSection((int)hybrid, seen);
            return trailer;
        }

        if (ReadIndirect(at, out _) is not PdfStream stream) throw new PdfFault("The cross references are damaged.");
        ReadStreamSection(stream);
        return stream.Dictionary;
    }

    private void ReadTable(PdfScanner scanner)
    {
        scanner.Expect("xref");
        for (; ; )
        {
            var value = scanner.Read();
            if (value is PdfKeyword { Text: "trailer" }) return;
            if (value is not double first || first < 0 || first > MostObjects) throw new PdfFault("The cross references are damaged.");
            var count = scanner.ReadInteger();
            if (count > MostObjects) throw new PdfFault("The file has too many objects.");
            for (var i = 0; i < count; i++)
            {
                var offset = scanner.Read() is double number && number >= 0 && number < 1e10 ? number : throw new PdfFault("The cross references are damaged.");
                scanner.ReadInteger();
                if (scanner.Read() is PdfKeyword { Text: "n" } && offset < file.Length) places.TryAdd((int)first + i, (1, (int)offset, 0));
                else places.TryAdd((int)first + i, default);
            }
        }
    }

    private void ReadStreamSection(PdfStream stream)
    {
        var dictionary = stream.Dictionary;
        var widths = (dictionary.Entry("W") as List<object?>)?.Select(w => Integer(w) ?? -1).ToArray() ?? [];
        if (widths.Length != 3 || widths.Any(w => w is < 0 or > 8) || widths.Sum() == 0) throw new PdfFault("The cross references are damaged.");
        var size = Integer(dictionary.Entry("Size")) ?? throw new PdfFault("The cross references are damaged.");
        var index = (dictionary.Entry("Index") as List<object?>)?.Select(i => Integer(i) ?? -1).ToArray() ?? [0, size];
        if (index.Length % 2 != 0 || index.Any(i => i is < 0 or > MostObjects)) throw new PdfFault("The cross references are damaged.");
        var data = Unpack(stream);
        var at = 0;
        for (var section = 0; section < index.Length; section += 2)
            for (var i = 0; i < index[section + 1]; i++)
            {
                if (at + widths.Sum() > data.Length) throw new PdfFault("The cross references are cut short.");
                var kind = widths[0] == 0 ? 1 : Field(data, ref at, widths[0]);
                var place = Field(data, ref at, widths[1]);
                var last = Field(data, ref at, widths[2]);
                var usable = kind is 1 or 2 && place is > 0 and < int.MaxValue && last < int.MaxValue;
                places.TryAdd(index[section] + i, usable ? ((int)kind, (int)place, (int)last) : default);
            }
    }

    private static long Field(byte[] data, ref int at, int width)
    {
        long value = 0;
        for (var i = 0; i < width; i++) value = (value << 8) | data[at++];
        return value;
    }

    private object? Load(int id)
    {
        if (cache.TryGetValue(id, out var known)) return known;
        if (!places.TryGetValue(id, out var place) || place.Kind == 0) return null;
        if (underWay.Count > DeepestChain || !underWay.Add(id)) throw new PdfFault("References go in a circle.");
        object? value;
        if (place.Kind == 1)
        {
            value = ReadIndirect(place.Place, out var actual);
            if (actual != id) throw new PdfFault("The cross references point to another object.");
        }
        else value = ReadFromObjectStream(place.Place, id, place.Index);

        underWay.Remove(id);
        cache[id] = value;
        return value;
    }

    private object? ReadIndirect(int at, out int id)
    {
        if (at >= file.Length) throw new PdfFault("The cross references point outside the file.");
        var scanner = new PdfScanner(file, budget) { Position = at };
        id = scanner.ReadInteger();
        scanner.ReadInteger();
        scanner.Expect("obj");
        var value = scanner.Read();
        if (value is not PdfDictionary dictionary) return value;
        scanner.SkipSpace();
        var rest = file.Span[scanner.Position..];
        if (!rest.StartsWith("stream"u8)) return dictionary;
        var start = scanner.Position + 6;
        if (start < file.Length && file.Span[start] == '\r') start++;
        if (start < file.Length && file.Span[start] == '\n') start++;
        var length = Integer(dictionary.Entry("Length")) ?? throw new PdfFault("A stream has no length.");
        if (length > file.Length - start) throw new PdfFault("A stream is longer than the file.");
        var end = new PdfScanner(file, budget) { Position = start + length };
        end.Expect("endstream");
        return new PdfStream(dictionary, file.Slice(start, length));
    }

    private object? ReadFromObjectStream(int stream, int id, int index)
    {
        if (!objectStreams.TryGetValue(stream, out var content))
        {
            if (!places.TryGetValue(stream, out var place) || place.Kind != 1 || Resolve(new Ref(stream)) is not PdfStream packed) throw new PdfFault("An object stream is missing.");
            content = ReadObjectStream(packed);
            objectStreams[stream] = content;
        }

        if (2 * index >= content.Offsets.Length || content.Offsets[2 * index] != id) throw new PdfFault("An object stream does not hold what it should.");
        return new PdfScanner(content.Bytes, budget) { Position = content.Offsets[(2 * index) + 1] }.Read();
    }

    private (byte[], int[]) ReadObjectStream(PdfStream packed)
    {
        var bytes = Unpack(packed);
        var count = Integer(packed.Dictionary.Entry("N")) ?? -1;
        var first = Integer(packed.Dictionary.Entry("First")) ?? -1;
        if (count is < 0 or > MostObjects || first < 0 || first > bytes.Length) throw new PdfFault("An object stream is damaged.");
        var scanner = new PdfScanner(bytes, budget);
        var offsets = new int[2 * count];
        for (var i = 0; i < count; i++)
        {
            offsets[2 * i] = scanner.ReadInteger();
            var offset = (long)first + scanner.ReadInteger();
            offsets[(2 * i) + 1] = offset < bytes.Length ? (int)offset : throw new PdfFault("An object stream is damaged.");
        }

        return (bytes, offsets);
    }
}
