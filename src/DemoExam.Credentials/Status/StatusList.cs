using System.Buffers.Text;
using System.IO.Compression;
using DemoExam.Credentials.Tokens;

namespace DemoExam.Credentials.Status;

/// <summary>A status list cannot be used; the message says why.</summary>
public sealed class StatusListFault(string message) : Exception(message);

/// <summary>
/// Which passports of a series are withdrawn: one bit each, most significant bit first (W3C Bitstring Status List 1.0). Large enough
/// that a look at the list tells nobody which passport was asked for.
/// </summary>
public sealed class StatusList
{
    /// <summary>The standard's minimum: 16 KB before packing.</summary>
    public const int MinimumLength = 131_072;

    private const int LargestUnpacked = 2 * 1024 * 1024;

    private readonly byte[] bits;

    /// <summary>A list with all bits clear.</summary>
    /// <param name="length">Number of entries; a multiple of 8, at least <see cref="MinimumLength"/>.</param>
    public StatusList(int length = MinimumLength)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, MinimumLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(length % 8, 0);
        bits = new byte[length / 8];
    }

    private StatusList(byte[] bits) => this.bits = bits;

    /// <summary>Number of entries.</summary>
    public int Length => bits.Length * 8;

    /// <summary>Whether the passport with this index is withdrawn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index lies outside the list.</exception>
    public bool this[int index]
    {
        get => (bits[Place(index)] & Mask(index)) != 0;
        set
        {
            if (value) bits[Place(index)] |= Mask(index);
            else bits[Place(index)] &= (byte)~Mask(index);
        }
    }

    /// <summary>GZIP, base64url, with the multibase mark <c>u</c>.</summary>
    public string Encode()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(bits);
        return "u" + Base64Url.EncodeToString(packed.ToArray());
    }

    /// <summary>Reads an encoded list, with a bound on what it may unpack to.</summary>
    /// <exception cref="StatusListFault">The text is no list, is too short or too large.</exception>
    public static StatusList Decode(string encoded)
    {
        if (encoded.Length is < 2 or > LargestUnpacked || encoded[0] != 'u' || !Base64Url.IsValid(encoded.AsSpan(1))) throw new StatusListFault("The list is not encoded as base64url with the mark u.");
        using var gzip = new GZipStream(new MemoryStream(Base64Url.DecodeFromChars(encoded.AsSpan(1))), CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var buffer = new byte[16 * 1024];
        try
        {
            for (int read; (read = gzip.Read(buffer)) > 0;)
            {
                unpacked.Write(buffer, 0, read);
                if (unpacked.Length > LargestUnpacked) throw new StatusListFault("The list unpacks to too many bytes.");
            }
        }
        catch (InvalidDataException)
        {
            throw new StatusListFault("The packed list is damaged.");
        }

        return unpacked.Length * 8 >= MinimumLength ? new StatusList(unpacked.ToArray()) : throw new StatusListFault("The list is shorter than the standard allows.");
    }

    private int Place(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Length);
        return index >> 3;
    }

    private static byte Mask(int index) => (byte)(0x80 >> (index & 7));
}

/// <summary>The signed form of a list, as a verifiable credential in a JWT.</summary>
public static class StatusListCredential
{
    private const string Purpose = "revocation";

    /// <summary>The payload to be signed.</summary>
    /// <param name="address">Address of the list; also its identity.</param>
    /// <param name="issuer">The issuer's DID.</param>
    /// <param name="list">The bits.</param>
    /// <param name="from">When it was made; whole seconds.</param>
    /// <param name="until">When it must be replaced by a newer one.</param>
    public static byte[] Payload(Uri address, string issuer, StatusList list, DateTimeOffset from, DateTimeOffset until) => IssuerKeys.Write(json =>
    {
        var id = address.AbsoluteUri;
        json.WriteStartObject();
        json.WriteStartArray("@context");
        json.WriteStringValue("https://www.w3.org/ns/credentials/v2");
        json.WriteEndArray();
        json.WriteString("id", id);
        json.WriteStartArray("type");
        json.WriteStringValue("VerifiableCredential");
        json.WriteStringValue("BitstringStatusListCredential");
        json.WriteEndArray();
        json.WriteString("issuer", issuer);
        json.WriteString("validFrom", IssuerKeys.Time(from));
        json.WriteString("validUntil", IssuerKeys.Time(until));
        json.WriteStartObject("credentialSubject");
        json.WriteString("id", id + "#list");
        json.WriteString("type", "BitstringStatusList");
        json.WriteString("statusPurpose", Purpose);
        json.WriteString("encodedList", list.Encode());
        // Milliseconds; how long a copy may be used before asking again.
        json.WriteNumber("ttl", 300_000);
        json.WriteEndObject();
        json.WriteString("iss", issuer);
        json.WriteString("jti", id);
        json.WriteNumber("nbf", from.ToUnixTimeSeconds());
        json.WriteNumber("exp", until.ToUnixTimeSeconds());
        json.WriteEndObject();
    });

    /// <summary>Whether a credential is a status list.</summary>
    internal static bool IsOne(System.Text.Json.JsonElement payload) => payload.Member("credentialSubject").Text("type") == "BitstringStatusList";

    /// <summary>Checks a signed list: key, signature, identity, purpose, term, length.</summary>
    /// <param name="madeAt">When the list was made.</param>
    /// <exception cref="StatusListFault">One of them does not hold; the message says which.</exception>
    public static StatusList Read(string token, Uri address, string issuer, IEnumerable<PublicKeyJwk> keys, DateTimeOffset now, out DateTimeOffset madeAt)
    {
        var finding = TokenReader.Read(token, issuer, keys, out var payload);
        if (finding != TokenFinding.Good) throw new StatusListFault($"The signature of the list does not hold ({finding}).");
        var subject = payload.Member("credentialSubject");
        if (payload.Text("jti") != address.AbsoluteUri || payload.Text("id") != address.AbsoluteUri) throw new StatusListFault("The list has another address.");
        if (payload.Text("iss") != issuer) throw new StatusListFault("The list has another issuer.");
        if (subject.Text("statusPurpose") != Purpose) throw new StatusListFault("The list has another purpose.");
        if (!payload.TryTime("nbf", out madeAt) || !payload.TryTime("exp", out var until)) throw new StatusListFault("The list has no term.");
        if (now > until) throw new StatusListFault("The list is out of date.");
        return StatusList.Decode(subject.Text("encodedList") ?? "");
    }

    /// <summary>The bits of a copy that was kept, however old it is; null when none of the keys has signed it. Its address and term stay unchecked.</summary>
    public static StatusList? ReadCopy(string token, IEnumerable<PublicKeyJwk> keys)
    {
        if (TokenReader.IssuerOf(token) is not { } issuer || TokenReader.Read(token, issuer, keys, out var payload) != TokenFinding.Good) return null;
        try
        {
            return StatusList.Decode(payload.Member("credentialSubject").Text("encodedList") ?? "");
        }
        catch (StatusListFault)
        {
            return null;
        }
    }
}
