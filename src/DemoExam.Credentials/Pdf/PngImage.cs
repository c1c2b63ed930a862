using System.Buffers.Binary;
using System.IO.Compression;

namespace DemoExam.Credentials.Pdf;

/// <summary>A logo, read from PNG and laid on white once, so that documents carry no transparency.</summary>
/// <remarks>PNG specification, third edition. Eight bits per channel, not interlaced: what every drawing program saves by default.</remarks>
internal sealed class PngImage
{
    private const int MaximumSide = 2000;

    private PngImage(int width, int height, byte[] packedRgb)
    {
        Width = width;
        Height = height;
        PackedRgb = packedRgb;
    }

    public int Width { get; }
    public int Height { get; }

    /// <summary>RGB rows, deflated.</summary>
    public byte[] PackedRgb { get; }

    /// <exception cref="InvalidDataException">The file is no such PNG.</exception>
    public static PngImage Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < 8 || file[0] != 0x89 || !file[1..4].SequenceEqual("PNG"u8))
            throw new InvalidDataException("it is no PNG file");
        int width = 0, height = 0, kind = -1;
        byte[] palette = [], transparency = [];
        using var data = new MemoryStream();
        for (var at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file[at..]);
            if (length < 0 || length > file.Length - at - 12) throw new InvalidDataException("the PNG file is cut short");
            var chunk = file.Slice(at + 8, length);
            var name = file.Slice(at + 4, 4);
            if (name.SequenceEqual("IHDR"u8))
            {
                if (length < 13) throw new InvalidDataException("the PNG header is cut short");
                (width, height, kind) = (BinaryPrimitives.ReadInt32BigEndian(chunk), BinaryPrimitives.ReadInt32BigEndian(chunk[4..]), chunk[9]);
                if (width is < 1 or > MaximumSide || height is < 1 or > MaximumSide) throw new InvalidDataException($"the picture must be at most {MaximumSide} pixels wide and high");
                if (chunk[8] != 8 || chunk[12] != 0) throw new InvalidDataException("save the PNG with 8 bits per channel and without interlacing");
            }
            else if (name.SequenceEqual("PLTE"u8)) palette = chunk.ToArray();
            else if (name.SequenceEqual("tRNS"u8)) transparency = chunk.ToArray();
            else if (name.SequenceEqual("IDAT"u8)) data.Write(chunk);
            at += length + 12;
        }

        var channels = kind switch { 0 or 3 => 1, 2 => 3, 4 => 2, 6 => 4, _ => throw new InvalidDataException("the PNG header is missing") };
        var rows = Unfilter(data, width, height, channels);
        return new PngImage(width, height, Packed.Bytes(Flatten(rows, kind, channels, palette, transparency), CompressionLevel.SmallestSize));
    }

    private static byte[] Unfilter(MemoryStream packed, int width, int height, int channels)
    {
        var stride = width * channels;
        var raw = new byte[(stride + 1) * height];
        packed.Position = 0;
        using (var zlib = new ZLibStream(packed, CompressionMode.Decompress))
        {
            if (Packed.Unpack(zlib, raw) < raw.Length) throw new InvalidDataException("the PNG file is cut short");
        }

        var rows = new byte[stride * height];
        for (var y = 0; y < height; y++)
        {
            var filter = raw[y * (stride + 1)];
            for (var x = 0; x < stride; x++)
            {
                int left = x >= channels ? rows[(y * stride) + x - channels] : 0;
                int up = y > 0 ? rows[((y - 1) * stride) + x] : 0;
                int corner = x >= channels && y > 0 ? rows[((y - 1) * stride) + x - channels] : 0;
                var guess = filter switch
                {
                    0 => 0,
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, corner),
                    _ => throw new InvalidDataException("the PNG file is damaged"),
                };
                rows[(y * stride) + x] = (byte)(raw[(y * (stride + 1)) + 1 + x] + guess);
            }
        }

        return rows;
    }

    private static int Paeth(int left, int up, int corner)
    {
        int guess = left + up - corner, toLeft = Math.Abs(guess - left), toUp = Math.Abs(guess - up), toCorner = Math.Abs(guess - corner);
        return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner;
    }

    private static byte[] Flatten(byte[] rows, int kind, int channels, byte[] palette, byte[] transparency)
    {
        var rgb = new byte[rows.Length / channels * 3];
        for (int i = 0, o = 0; i < rows.Length; i += channels, o += 3)
        {
            var alpha = 255;
            switch (kind)
            {
                case 3:
                    if ((3 * rows[i]) + 3 > palette.Length) throw new InvalidDataException("the PNG file is damaged");
                    palette.AsSpan(3 * rows[i], 3).CopyTo(rgb.AsSpan(o));
                    alpha = rows[i] < transparency.Length ? transparency[rows[i]] : 255;
                    break;
                case 0 or 4:
                    rgb.AsSpan(o, 3).Fill(rows[i]);
                    if (kind == 4) alpha = rows[i + 1];
                    break;
                default:
                    rows.AsSpan(i, 3).CopyTo(rgb.AsSpan(o));
                    if (kind == 6) alpha = rows[i + 3];
                    break;
            }

            for (var c = o; c < o + 3; c++) rgb[c] = (byte)(((rgb[c] * alpha) + (255 * (255 - alpha)) + 127) / 255);
        }

        return rgb;
    }
}
