using System.IO.Compression;

namespace DemoExam.Credentials.Pdf;

/// <summary>Deflate in the zlib envelope, header and checksum included, as <c>/FlateDecode</c> asks for.</summary>
internal static class Packed
{
    public static byte[] Bytes(ReadOnlySpan<byte> data, CompressionLevel level)
    {
        using var target = new MemoryStream(data.Length / 2);
        using (var zlib = new ZLibStream(target, level, leaveOpen: true)) zlib.Write(data);
        return target.ToArray();
    }
}
