using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DemoExam.Security;

/// <summary>
/// One-time codes by time (RFC 6238): HMAC-SHA-1, steps of 30 s, six digits. Nothing else, because that is what every
/// authenticator app understands.
/// </summary>
public static class Totp
{
    /// <summary>Digits of a code.</summary>
    public const int Digits = 6;

    /// <summary>Seconds that a code stands for.</summary>
    public const int StepSeconds = 30;

    private const string Base32Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret of 160 bits, the length of the hash (RFC 4226, section 4, R6).</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(20);

    /// <summary>Number of the step that a moment lies in.</summary>
    public static long StepOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>The code of a step (RFC 4226, section 5.3).</summary>
    /// <param name="secret">The shared secret.</param>
    /// <param name="step">Number of the step.</param>
    /// <param name="digits">Digits of the code, 6 to 8.</param>
    public static string CodeOf(ReadOnlySpan<byte> secret, long step, int digits = Digits)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // HMAC-SHA-1 is what RFC 6238 names and apps speak; its collisions don't matter in an HMAC.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash[(hash[^1] & 0xf)..]) & 0x7fffffff;
        return (number % (uint)Math.Pow(10, digits)).ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0');
    }

    /// <summary>The step that a typed code belongs to: the present one or one beside it, for clocks that differ (RFC 6238, section 5.2); null when none.</summary>
    public static long? StepOf(string typed, ReadOnlySpan<byte> secret, DateTimeOffset now)
    {
        var present = StepOf(now);
        long? found = null;
        foreach (var step in new[] { present, present - 1, present + 1 })
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeOf(secret, step)), Encoding.UTF8.GetBytes(typed)))
            {
                found ??= step;
            }
        }

        return found;
    }

    /// <summary>A secret as people type it into an app: Base32 (RFC 4648, section 6) without padding.</summary>
    public static string Base32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        int buffer = 0, bits = 0;
        foreach (var b in bytes)
        {
            buffer = (buffer << 8) | b;
            bits += 8;
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Base32Letters[(buffer >> bits) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        if (bits > 0)
        {
            text.Append(Base32Letters[(buffer << (5 - bits)) & 31]);
        }

        return text.ToString();
    }

    /// <summary>What the QR code tells an app.</summary>
    /// <param name="issuer">Name of the service.</param>
    /// <param name="userName">Name that the person signs in by.</param>
    /// <param name="secret">The shared secret.</param>
    public static string Address(string issuer, string userName, ReadOnlySpan<byte> secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(userName)}?secret={Base32(secret)}&issuer={Uri.EscapeDataString(issuer)}";
}
