using System.Buffers.Binary;
using System.Text;

namespace DemoExam.Credentials.Pdf;

/// <summary>
/// An ICC profile of the sRGB primaries with gamma 2.2, made here so that no profile file with a licence of its own is needed.
/// </summary>
/// <remarks>ICC.1:2001-04 (version 2), display class; primaries of IEC 61966-2-1 adapted to D50.</remarks>
internal static class SrgbProfile
{
    public static byte[] Create()
    {
        (string Tag, byte[] Data)[] tags =
        [
            ("desc", Description("sRGB gamma 2.2")),
            ("cprt", Text("No copyright")),
            ("wtpt", Xyz(0.9642, 1, 0.8249)),
            ("rXYZ", Xyz(0.43607, 0.22249, 0.01392)),
            ("gXYZ", Xyz(0.38515, 0.71687, 0.09708)),
            ("bXYZ", Xyz(0.14307, 0.06061, 0.7141)),
            ("rTRC", Gamma(2.2)),
            ("gTRC", Gamma(2.2)),
            ("bTRC", Gamma(2.2)),
        ];
        var start = 128 + 4 + (12 * tags.Length);
        var profile = new byte[start + tags.Sum(t => t.Data.Length)];
        BinaryPrimitives.WriteInt32BigEndian(profile, profile.Length);
        BinaryPrimitives.WriteUInt32BigEndian(profile.AsSpan(8), 0x02100000);
        Encoding.ASCII.GetBytes("mntrRGB XYZ ", profile.AsSpan(12));
        // A fixed date: the profile is the same in all documents.
        foreach (var (at, value) in new[] { (24, 2026), (26, 1), (28, 1) }) BinaryPrimitives.WriteInt16BigEndian(profile.AsSpan(at), (short)value);
        Encoding.ASCII.GetBytes("acsp", profile.AsSpan(36));
        Xyz(0.9642, 1, 0.8249).AsSpan(8).CopyTo(profile.AsSpan(68));
        BinaryPrimitives.WriteInt32BigEndian(profile.AsSpan(128), tags.Length);
        for (int i = 0, at = start; i < tags.Length; at += tags[i].Data.Length, i++)
        {
            var entry = profile.AsSpan(132 + (12 * i), 12);
            Encoding.ASCII.GetBytes(tags[i].Tag, entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], at);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], tags[i].Data.Length);
            tags[i].Data.CopyTo(profile, at);
        }

        return profile;
    }

    private static byte[] Typed(string type, int length)
    {
        var data = new byte[(length + 3) & ~3];
        Encoding.ASCII.GetBytes(type, data);
        return data;
    }

    private static byte[] Xyz(double x, double y, double z)
    {
        var data = Typed("XYZ ", 20);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), Fixed(x));
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(12), Fixed(y));
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(16), Fixed(z));
        return data;
    }

    private static byte[] Gamma(double gamma)
    {
        var data = Typed("curv", 14);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), 1);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(12), (ushort)Math.Round(gamma * 256));
        return data;
    }

    private static byte[] Text(string text)
    {
        var data = Typed("text", 9 + text.Length);
        Encoding.ASCII.GetBytes(text, data.AsSpan(8));
        return data;
    }

    private static byte[] Description(string text)
    {
        // ASCII text, then empty Unicode (8 bytes) and Macintosh (70 bytes) forms, which version 2 asks for.
        var data = Typed("desc", 12 + text.Length + 1 + 8 + 70);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(8), text.Length + 1);
        Encoding.ASCII.GetBytes(text, data.AsSpan(12));
        return data;
    }

    private static int Fixed(double value) => (int)Math.Round(value * 65536);
}
