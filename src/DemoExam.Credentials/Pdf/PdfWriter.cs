using System.IO.Compression;
using DemoExam.Credentials.Verification;

namespace DemoExam.Credentials.Pdf;

/// <summary>
/// Writes a PDF 1.7 file: objects one after the other, small ones collected in an object stream, a cross-reference stream at the end.
/// It knows nothing about passports.
/// </summary>
internal sealed class PdfWriter : IDisposable
{
    private readonly ByteBuffer output;
    private readonly ByteBuffer small = new(16 * 1024);
    private readonly List<Entry> entries = [];
    private readonly List<(int Id, int Offset)> smallObjects = [];
    private bool disposed;

    public PdfWriter()
    {
        output = new ByteBuffer(64 * 1024);
        // Four bytes above 127 tell transfer programs that the file is not text (ISO 32000-1, 7.5.2).
        output.Raw("%PDF-1.7\n%\u00e2\u00e3\n"u8);
        entries.Add(new Entry(0, 0, 65535));
    }

    /// <summary>Continues behind objects that are the same in every document.</summary>
    public PdfWriter(Prefix prefix)
    {
        output = new ByteBuffer(prefix.Bytes.Length + (48 * 1024));
        output.Raw(prefix.Bytes);
        entries.AddRange(prefix.Entries);
    }

    public Ref Reserve()
    {
        entries.Add(default);
        return new Ref(entries.Count - 1);
    }

    /// <summary>Begins an object in the file itself; close with <see cref="End"/>.</summary>
    public ByteBuffer Begin(Ref id)
    {
        entries[id.Id] = new Entry(1, output.Length, 0);
        output.Write($"{id.Id} 0 obj\n");
        return output;
    }

    public void End() => output.Ascii("\nendobj\n");

    /// <summary>Begins a small object; it ends where the next one begins. Not for streams and not for signatures.</summary>
    public ByteBuffer BeginSmall(Ref id)
    {
        if (smallObjects.Count > 0) small.Byte((byte)' ');
        smallObjects.Add((id.Id, small.Length));
        return small;
    }

    /// <summary>Number and size of the small objects so far; for <see cref="SmallSince"/>.</summary>
    public (int Count, int Bytes) SmallSoFar => (smallObjects.Count, small.Length);

    /// <summary>The small objects written since then, for <see cref="CopySmall"/>. Others must stand before them.</summary>
    public SmallObjects SmallSince((int Count, int Bytes) start) =>
        new(small.Span[start.Bytes..].ToArray(), [.. smallObjects[start.Count..].Select(o => (o.Id, o.Offset - start.Bytes))]);

    /// <summary>Writes small objects again that another document wrote under the same numbers.</summary>
    public void CopySmall(SmallObjects objects)
    {
        var start = small.Length;
        small.Raw(objects.Bytes);
        foreach (var (id, offset) in objects.Places) smallObjects.Add((id, start + offset));
    }

    /// <summary>Writes a stream that is already packed.</summary>
    /// <param name="entries">More dictionary entries, in PDF syntax.</param>
    public void PackedStream(Ref id, ReadOnlySpan<byte> packed, string entries)
    {
        Begin(id).Write($"<</Filter/FlateDecode/Length {packed.Length}{entries}>>\nstream\n");
        EndStream(packed);
    }

    /// <summary>Packs a stream and writes it.</summary>
    public void Stream(Ref id, ReadOnlySpan<byte> data, CompressionLevel level, string entries = "")
    {
        using var packed = Packed.Pooled(data, level);
        PackedStream(id, packed.Span, entries);
    }

    /// <summary>Writes a stream as it is.</summary>
    public void PlainStream(Ref id, ReadOnlySpan<byte> data, string entries)
    {
        Begin(id).Write($"<</Length {data.Length}{entries}>>\nstream\n");
        EndStream(data);
    }

    private void EndStream(ReadOnlySpan<byte> data)
    {
        output.Raw(data);
        output.Ascii("\nendstream");
        End();
    }

    /// <summary>What was written so far, as the beginning of other documents.</summary>
    public Prefix ToPrefix() => new(output.Span.ToArray(), [.. entries]);

    /// <summary>Writes the object stream and the cross references and hands the bytes over.</summary>
    public ByteBuffer Finish(Ref catalog, Ref info, ReadOnlySpan<byte> identity, CompressionLevel level)
    {
        WriteObjectStream(level);
        var start = output.Length;
        var self = Reserve();
        entries[self.Id] = new Entry(1, start, 0);
        var o = output;
        o.Write($"{self.Id} 0 obj\n<</Type/XRef/Size {entries.Count}/W[1 4 2]/Root {catalog}/Info {info}/ID[<");
        o.Hex(identity);
        o.Ascii("><");
        o.Hex(identity);
        o.Write($">]/Length {entries.Count * 7}>>\nstream\n");
        foreach (var entry in entries)
        {
            var row = o.Take(7);
            row[0] = entry.Kind;
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(row[1..], entry.Place);
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(row[5..], entry.Index);
        }

        o.Write($"\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n");
        disposed = true;
        small.Dispose();
        return output;
    }

    /// <summary>
    /// Ends a revision that continues a file of any program: lists what was written since, in the form of cross references that the
    /// file has (ISO 32000-1, 7.5.8.4), and hands the bytes over.
    /// </summary>
    /// <param name="previous">Where the cross references of the file begin.</param>
    /// <param name="trailer">Its newest trailer.</param>
    public byte[] FinishUpdate(int previous, PdfDictionary trailer)
    {
        var asStream = trailer.Entry("Type") is PdfName { Text: "XRef" };
        var self = asStream ? Reserve() : default;
        var start = output.Length;
        if (asStream) entries[self.Id] = new Entry(1, start, 0);
        var written = Enumerable.Range(0, entries.Count).Where(id => entries[id].Kind == 1).ToList();
        var o = output;
        if (asStream)
        {
            o.Write($"{self.Id} 0 obj\n<</Type/XRef/W[1 4 2]/Index[");
            foreach (var id in written) o.Write($"{id} 1 ");
            o.Write($"]/Length {written.Count * 7}");
            WriteTrailer(previous, trailer);
            o.Ascii("stream\n");
            foreach (var id in written)
            {
                var row = o.Take(7);
                row[0] = 1;
                System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(row[1..], entries[id].Place);
                row[5..].Clear();
            }

            o.Ascii("\nendstream\nendobj\n");
        }
        else
        {
            o.Ascii("xref\n");
            foreach (var id in written) o.Ascii(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{id} 1\n{entries[id].Place:0000000000} 00000 n \n"));
            o.Ascii("trailer\n<<");
            WriteTrailer(previous, trailer);
        }

        o.Write($"startxref\n{start}\n%%EOF\n");
        return output.Span.ToArray();
    }

    private void WriteTrailer(int previous, PdfDictionary trailer)
    {
        foreach (var key in new[] { "Root", "Info", "ID" })
            if (trailer.Entry(key) is { } value)
            {
                output.Write($"/{key} ");
                PdfStamp.Write(output, value);
            }

        output.Write($"/Size {entries.Count}/Prev {previous}>>\n");
    }

    private void WriteObjectStream(CompressionLevel level)
    {
        if (smallObjects.Count == 0) return;
        var id = Reserve();
        using var content = new ByteBuffer(small.Length + (smallObjects.Count * 10));
        for (var i = 0; i < smallObjects.Count; i++)
        {
            entries[smallObjects[i].Id] = new Entry(2, id.Id, (ushort)i);
            content.Write($"{smallObjects[i].Id} {smallObjects[i].Offset} ");
        }

        var first = content.Length;
        content.Raw(small.Span);
        Stream(id, content.Span, level, $"/Type/ObjStm/N {smallObjects.Count}/First {first}");
    }

    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        small.Dispose();
        output.Dispose();
    }

    /// <summary>Cross reference: kind 0 free, 1 in the file at <see cref="Place"/>, 2 in the object stream <see cref="Place"/>.</summary>
    internal readonly record struct Entry(byte Kind, int Place, ushort Index);

    /// <summary>The constant beginning of a family of documents.</summary>
    internal sealed record Prefix(byte[] Bytes, Entry[] Entries);
}

/// <summary>Small objects that documents have in common: their bytes, and number and offset of each.</summary>
internal sealed record SmallObjects(byte[] Bytes, (int Id, int Offset)[] Places);
