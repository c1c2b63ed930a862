using System.Buffers;
using System.Buffers.Text;
using System.Formats.Asn1;
using System.Text;
using DemoExam.Credentials.Signing;

namespace DemoExam.Credentials.Tokens;

/// <summary>The header of a signed token: two standards want different types over the same payload.</summary>
public enum TokenType
{
    /// <summary><c>JWT</c>: Open Badges 3.0.</summary>
    OpenBadge,

    /// <summary><c>vc+jwt</c>: W3C VC-JOSE-COSE 1.0.</summary>
    VerifiableCredential,
}

/// <summary>Signs JSON as compact JWS (RFC 7515), ES256 or RS256 after the kind of the key.</summary>
public sealed class TokenSigner
{
    // RSA with 8192 bits, in base64url, and the dot.
    private const int LongestSignature = 1400;

    private readonly ISigningKey key;
    private readonly byte[][] headers;

    /// <param name="key">Stays the property of the caller.</param>
    /// <param name="issuer">The issuer's DID, for example <c>did:web:exam.example.org</c>.</param>
    public TokenSigner(ISigningKey key, string issuer)
    {
        this.key = key;
        Issuer = issuer;
        PublicKey = PublicKeyJwk.Of(key.Certificate);
        headers = [Header(TypeName(TokenType.OpenBadge)), Header(TypeName(TokenType.VerifiableCredential))];
    }

    /// <summary>The issuer's DID.</summary>
    public string Issuer { get; }

    /// <summary>The key that checks the tokens.</summary>
    public PublicKeyJwk PublicKey { get; }

    /// <summary>Absolute name of the key: DID and thumbprint.</summary>
    public string KeyId => $"{Issuer}#{PublicKey.Thumbprint}";

    /// <summary>Signs a payload.</summary>
    public ValueTask<string> Sign(ReadOnlyMemory<byte> payload, TokenType type, CancellationToken cancellation = default) => Sign(payload, headers[(int)type], cancellation);

    /// <summary>Signs a payload of another type.</summary>
    internal ValueTask<string> Sign(ReadOnlyMemory<byte> payload, string type, CancellationToken cancellation) => Sign(payload, Header(type), cancellation);

    private async ValueTask<string> Sign(ReadOnlyMemory<byte> payload, byte[] header, CancellationToken cancellation)
    {
        // Written in place, since a credential takes some kilobytes and every passport carries two.
        var length = header.Length + Base64Url.GetEncodedLength(payload.Length);
        var token = ArrayPool<byte>.Shared.Rent(length + LongestSignature);
        try
        {
            header.CopyTo(token, 0);
            Base64Url.EncodeToUtf8(payload.Span, token.AsSpan(header.Length));
            var signature = await SignRaw(token.AsMemory(0, length), cancellation);
            token[length++] = (byte)'.';
            length += Base64Url.EncodeToUtf8(signature, token.AsSpan(length));
            return Encoding.ASCII.GetString(token, 0, length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(token);
        }
    }

    // Open Badges allows these three members and no other.
    private byte[] Header(string type) =>
        Encoding.ASCII.GetBytes(Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"alg":"{{PublicKey.Algorithm}}","kid":"{{KeyId}}","typ":"{{type}}"}""")) + ".");

    internal static string TypeName(TokenType type) => type == TokenType.OpenBadge ? "JWT" : "vc+jwt";

    /// <summary>A signature in the form that JOSE and COSE want.</summary>
    internal async ValueTask<byte[]> SignRaw(ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        var signature = await key.Sign(data, cancellation);
        return key.Algorithm == SignatureAlgorithm.EcdsaP256 ? FixedPair(signature) : signature;
    }

    /// <summary>DER (r, s) to two numbers of 32 bytes.</summary>
    private static byte[] FixedPair(byte[] der)
    {
        var sequence = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var pair = new byte[64];
        for (var i = 0; i < 2; i++)
        {
            var number = sequence.ReadIntegerBytes().Span.TrimStart((byte)0);
            number.CopyTo(pair.AsSpan((32 * (i + 1)) - number.Length));
        }

        return pair;
    }
}
