using System.Formats.Cbor;
using System.IO.Compression;
using System.Numerics;
using DemoExam.Credentials.Tokens;

namespace DemoExam.Credentials.Qr;

/// <summary>Place of a passport in the issuer's numbered status lists.</summary>
/// <param name="List">Number of the list.</param>
/// <param name="Index">Index in the list.</param>
public readonly record struct QrStatus(int List, int Index);

/// <summary>Points of one module in a token.</summary>
/// <param name="Code">Letter or number of the module.</param>
/// <param name="MarkHundredths">Points reached, hundredths.</param>
/// <param name="MaximumHundredths">Maximum, hundredths.</param>
public readonly record struct QrScore(string Code, int MarkHundredths, int MaximumHundredths);

/// <summary>What the code on the paper proves without any network. Points are hundredths.</summary>
public sealed record QrClaims
{
    /// <summary>The issuer's DID.</summary>
    public required string Issuer { get; init; }
    public required Guid PassportId { get; init; }
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>End of validity; null when the passport counts without end.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
    public required string Number { get; init; }
    public required int Version { get; init; }
    public required string Name { get; init; }
    public required string PackageCode { get; init; }
    public required string PackageName { get; init; }
    public required string Level { get; init; }
    public required int TotalHundredths { get; init; }
    public required int MaximumHundredths { get; init; }
    public QrStatus? Status { get; init; }
    public required IReadOnlyList<QrScore> Modules { get; init; }

    /// <summary>Takes from a passport what fits into a code.</summary>
    public static QrClaims Of(PassportContent content, string issuer, QrStatus? status = null) => new()
    {
        Issuer = issuer,
        PassportId = content.PassportId,
        IssuedAt = content.IssuedAt,
        ExpiresAt = BadgeCredential.ValidUntil(content),
        Number = content.Number,
        Version = content.Version,
        Name = content.Holder.FullName,
        PackageCode = content.Event.PackageCode,
        PackageName = content.Event.PackageName.Ru,
        Level = content.Event.Level.Ru,
        TotalHundredths = content.Result.TotalHundredths,
        MaximumHundredths = content.Result.MaximumHundredths,
        Status = status,
        Modules = [.. content.Result.Modules.Select(m => new QrScore(m.Code, m.MarkHundredths, m.MaximumHundredths))],
    };
}

/// <summary>
/// The offline proof in the QR code: a CBOR Web Token (RFC 8392) in COSE_Sign1 (RFC 9052) with ES256, packed and written as decimal
/// digits, which a QR code holds more densely than letters. It stands behind <c>#</c> in the address, so that no server ever gets it.
/// </summary>
public static class QrToken
{
    private const int SchemaVersion = 1, LongestText = 8000, LargestToken = 8 * 1024;

    // Labels of RFC 9052 and RFC 8392; the private claim lies in the range that RFC 8392 leaves to applications.
    private const int Algorithm = 1, KeyId = 4, Es256 = -7, IssuerClaim = 1, ExpiryClaim = 4, IssuedClaim = 6, IdClaim = 7, PassportClaim = -65537;

    /// <summary>Signs the claims and returns the digits for <see cref="PassportContent.OfflineProof"/>.</summary>
    /// <exception cref="Signing.SigningKeyFault">The key is RSA: its signatures are too long for a code on paper.</exception>
    public static async ValueTask<string> Sign(QrClaims claims, TokenSigner signer, CancellationToken cancellation = default)
    {
        if (signer.PublicKey.Algorithm != "ES256") throw new Signing.SigningKeyFault("The offline code needs an ECDSA key; RSA signatures are too long for it.");
        var header = ProtectedHeader(signer.PublicKey);
        var payload = Payload(claims);
        var signature = await signer.SignRaw(ToBeSigned(header, payload), cancellation);
        return Digits(Message(header, payload, signature));
    }

    /// <summary>Reads digits and checks the signature; all keys with the token's key id are tried.</summary>
    /// <param name="digits">The digits behind the <c>#</c>.</param>
    /// <param name="issuer">DID that the token must name; null when the keys alone decide.</param>
    /// <param name="keys">Known keys of that issuer.</param>
    /// <param name="claims">The signed claims; null unless the finding is good.</param>
    public static TokenFinding Read(string digits, string? issuer, IEnumerable<PublicKeyJwk> keys, out QrClaims? claims)
    {
        claims = null;
        return TryUnpack(digits, out var message) ? ReadMessage(message, issuer, keys, out claims) : TokenFinding.Unreadable;
    }

    /// <summary>As <see cref="Read"/>, from the bytes of the COSE message.</summary>
    internal static TokenFinding ReadMessage(byte[] message, string? issuer, IEnumerable<PublicKeyJwk> keys, out QrClaims? claims)
    {
        claims = null;
        try
        {
            var (header, payload, signature) = Split(message);
            // One form only: what does not come out the same when written again was not written by us.
            if (!Message(header, payload, signature).AsSpan().SequenceEqual(message)) return TokenFinding.Unreadable;
            var candidates = keys.Where(k => k.Algorithm == "ES256" && ProtectedHeader(k).AsSpan().SequenceEqual(header)).ToArray();
            if (candidates.Length == 0) return IsOurHeader(header) ? TokenFinding.UnknownKey : TokenFinding.Unreadable;
            var signed = ToBeSigned(header, payload);
            if (!candidates.Any(k => k.Verify(signed, signature))) return TokenFinding.BadSignature;
            var read = ReadPayload(payload);
            if (issuer is not null && read.Issuer != issuer) return TokenFinding.UnknownKey;
            claims = read;
            return TokenFinding.Good;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or ArgumentException or OverflowException or FormatException)
        {
            return TokenFinding.Unreadable;
        }
    }

    /// <summary>COSE bytes to digits: zlib, one leading byte that keeps zeros, one large number.</summary>
    internal static string Digits(byte[] message)
    {
        byte[] numbered = [1, .. Pdf.Packed.Bytes(message, CompressionLevel.SmallestSize)];
        return new BigInteger(numbered, isUnsigned: true, isBigEndian: true).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>Digits back to COSE bytes, with bounds on both.</summary>
    internal static bool TryUnpack(string digits, out byte[] message)
    {
        message = [];
        if (digits.Length is 0 or > LongestText || digits[0] == '0' || digits.AsSpan().IndexOfAnyExceptInRange('0', '9') >= 0) return false;
        var numbered = BigInteger.Parse(digits, System.Globalization.CultureInfo.InvariantCulture).ToByteArray(isUnsigned: true, isBigEndian: true);
        if (numbered[0] != 1) return false;
        using var zlib = new ZLibStream(new MemoryStream(numbered, 1, numbered.Length - 1), CompressionMode.Decompress);
        var room = new byte[LargestToken];
        try
        {
            var length = Pdf.Packed.Unpack(zlib, room);
            if (length == room.Length) return false;
            message = room[..length];
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static byte[] ProtectedHeader(PublicKeyJwk key)
    {
        var w = Writer();
        w.WriteStartMap(2);
        w.WriteInt32(Algorithm);
        w.WriteInt32(Es256);
        w.WriteInt32(KeyId);
        w.WriteByteString(key.ShortId);
        w.WriteEndMap();
        return w.Encode();
    }

    /// <summary>A map of two entries, the algorithm ES256, and a key id of eight bytes.</summary>
    private static bool IsOurHeader(byte[] header) => header.Length == 13 && header.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xA2, 0x01, 0x26, 0x04, 0x48]);

    private static byte[] Payload(QrClaims claims)
    {
        var w = Writer();
        w.WriteStartMap(claims.ExpiresAt is null ? 4 : 5);
        w.WriteInt32(IssuerClaim);
        w.WriteTextString(claims.Issuer);
        if (claims.ExpiresAt is { } expiry)
        {
            w.WriteInt32(ExpiryClaim);
            w.WriteInt64(expiry.ToUnixTimeSeconds());
        }

        w.WriteInt32(IssuedClaim);
        w.WriteInt64(claims.IssuedAt.ToUnixTimeSeconds());
        w.WriteInt32(IdClaim);
        w.WriteByteString(claims.PassportId.ToByteArray(bigEndian: true));
        w.WriteInt32(PassportClaim);
        WritePassport(w, claims);
        w.WriteEndMap();
        return w.Encode();
    }

    /// <summary>
    /// The passport as an array, shorter than a map: schema, number, version, name, package code and name, level, total, maximum,
    /// status [list, index] or null, modules as [code, mark, maximum] one after the other.
    /// </summary>
    private static void WritePassport(CborWriter w, QrClaims claims)
    {
        w.WriteStartArray(11);
        w.WriteInt32(SchemaVersion);
        w.WriteTextString(claims.Number);
        w.WriteInt32(claims.Version);
        w.WriteTextString(claims.Name);
        w.WriteTextString(claims.PackageCode);
        w.WriteTextString(claims.PackageName);
        w.WriteTextString(claims.Level);
        w.WriteInt32(claims.TotalHundredths);
        w.WriteInt32(claims.MaximumHundredths);
        if (claims.Status is var (list, index))
        {
            w.WriteStartArray(2);
            w.WriteInt32(list);
            w.WriteInt32(index);
            w.WriteEndArray();
        }
        else w.WriteNull();

        w.WriteStartArray(3 * claims.Modules.Count);
        foreach (var (code, mark, maximum) in claims.Modules)
        {
            w.WriteTextString(code);
            w.WriteInt32(mark);
            w.WriteInt32(maximum);
        }

        w.WriteEndArray();
        w.WriteEndArray();
    }

    private static QrClaims ReadPayload(byte[] payload)
    {
        var r = new CborReader(payload, CborConformanceMode.Canonical);
        var entries = r.ReadStartMap() ?? throw new CborContentException("The claims have no length.");
        Expect(r, IssuerClaim);
        var issuer = r.ReadTextString();
        DateTimeOffset? expiry = null;
        if (entries == 5)
        {
            Expect(r, ExpiryClaim);
            expiry = DateTimeOffset.FromUnixTimeSeconds(r.ReadInt64());
        }

        Expect(r, IssuedClaim);
        var issued = DateTimeOffset.FromUnixTimeSeconds(r.ReadInt64());
        Expect(r, IdClaim);
        var id = new Guid(r.ReadByteString(), bigEndian: true);
        Expect(r, PassportClaim);
        var claims = ReadPassport(r, issuer, id, issued, expiry);
        r.ReadEndMap();
        if (r.BytesRemaining != 0) throw new CborContentException("Bytes follow the claims.");
        return claims;
    }

    private static QrClaims ReadPassport(CborReader r, string issuer, Guid id, DateTimeOffset issued, DateTimeOffset? expiry)
    {
        r.ReadStartArray();
        Expect(r, SchemaVersion);
        var claims = new QrClaims
        {
            Issuer = issuer,
            PassportId = id,
            IssuedAt = issued,
            ExpiresAt = expiry,
            Number = r.ReadTextString(),
            Version = r.ReadInt32(),
            Name = r.ReadTextString(),
            PackageCode = r.ReadTextString(),
            PackageName = r.ReadTextString(),
            Level = r.ReadTextString(),
            TotalHundredths = r.ReadInt32(),
            MaximumHundredths = r.ReadInt32(),
            Status = ReadStatus(r),
            Modules = ReadModules(r),
        };
        r.ReadEndArray();
        return claims;
    }

    private static QrStatus? ReadStatus(CborReader r)
    {
        if (r.PeekState() == CborReaderState.Null)
        {
            r.ReadNull();
            return null;
        }

        r.ReadStartArray();
        var status = new QrStatus(r.ReadInt32(), r.ReadInt32());
        r.ReadEndArray();
        return status;
    }

    private static List<QrScore> ReadModules(CborReader r)
    {
        r.ReadStartArray();
        var modules = new List<QrScore>();
        while (r.PeekState() != CborReaderState.EndArray) modules.Add(new QrScore(r.ReadTextString(), r.ReadInt32(), r.ReadInt32()));
        r.ReadEndArray();
        return modules;
    }

    private static void Expect(CborReader r, int label)
    {
        if (r.ReadInt32() != label) throw new CborContentException("A claim is missing or out of order.");
    }

    private static byte[] ToBeSigned(byte[] header, byte[] payload)
    {
        var w = Writer();
        w.WriteStartArray(4);
        w.WriteTextString("Signature1");
        w.WriteByteString(header);
        w.WriteByteString([]);
        w.WriteByteString(payload);
        w.WriteEndArray();
        return w.Encode();
    }

    private static byte[] Message(byte[] header, byte[] payload, byte[] signature)
    {
        var w = Writer();
        // Tag 18: COSE_Sign1.
        w.WriteTag((CborTag)18);
        w.WriteStartArray(4);
        w.WriteByteString(header);
        w.WriteStartMap(0);
        w.WriteEndMap();
        w.WriteByteString(payload);
        w.WriteByteString(signature);
        w.WriteEndArray();
        return w.Encode();
    }

    private static (byte[] Header, byte[] Payload, byte[] Signature) Split(byte[] message)
    {
        var r = new CborReader(message, CborConformanceMode.Canonical);
        if (r.ReadTag() != (CborTag)18) throw new CborContentException("The tag of COSE_Sign1 is missing.");
        r.ReadStartArray();
        var header = r.ReadByteString();
        r.ReadStartMap();
        r.ReadEndMap();
        var parts = (header, r.ReadByteString(), r.ReadByteString());
        r.ReadEndArray();
        return parts;
    }

    private static CborWriter Writer() => new(CborConformanceMode.Canonical);
}
