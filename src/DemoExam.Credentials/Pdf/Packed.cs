using System.IO.Compression;

namespace DemoExam.Credentials.Pdf;

/// <summary>Deflate in the zlib envelope, header and checksum included, as <c>/FlateDecode</c> asks for.</summary>
internal static class Packed
{
    /// <summary>Packs into pooled memory; to be disposed of.</summary>
    public static ByteBuffer Pooled(ReadOnlySpan<byte> data, CompressionLevel level)
    {
        // A token hardly shrinks, and memory of the pool costs nothing: so the target never has to grow.
        var target = new ByteBuffer(data.Length + 256);
        using (var zlib = new ZLibStream(new BufferStream(target), level)) zlib.Write(data);
        return target;
    }

    public static byte[] Bytes(ReadOnlySpan<byte> data, CompressionLevel level)
    {
        using var target = new MemoryStream(data.Length / 2);
        using (var zlib = new ZLibStream(target, level, leaveOpen: true)) zlib.Write(data);
        return target.ToArray();
    }

    /// <summary>Unpacks foreign data until the room is full or the data end; returns the number of bytes. A full room may mean that there are more.</summary>
    /// <exception cref="InvalidDataException">The data are damaged.</exception>
    public static int Unpack(ZLibStream packed, Span<byte> room)
    {
        try
        {
            return packed.ReadAtLeast(room, room.Length, throwOnEndOfStream: false);
        }
        catch (IOException e)
        {
            // A header that asks for a dictionary (RFC 1950, 2.2), which nothing we read may do, ends in an exception of its own.
            throw new InvalidDataException("The packed data ask for a dictionary.", e);
        }
    }

    private sealed class BufferStream(ByteBuffer target) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => target.Length;
        public override long Position { get => target.Length; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count) => target.Raw(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer) => target.Raw(buffer);

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
