using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;

namespace DemoExam.Credentials.Tokens;

/// <summary>
/// A public key for checking tokens, as JSON Web Key (RFC 7517) and named by its thumbprint (RFC 7638). It holds no private part, so it
/// cannot publish one.
/// </summary>
public sealed class PublicKeyJwk
{
    private readonly (string Name, string Value)[] members;
    private readonly ECParameters? ec;
    private readonly RSAParameters? rsa;

    private PublicKeyJwk(string algorithm, (string, string)[] members, byte[] publicKeyInfo, ECParameters? ec, RSAParameters? rsa)
    {
        Algorithm = algorithm;
        this.members = members;
        this.ec = ec;
        this.rsa = rsa;
        // The required members in the order of the alphabet, without white space.
        var canonical = "{" + string.Join(',', members.OrderBy(m => m.Item1, StringComparer.Ordinal).Select(m => $"\"{m.Item1}\":\"{m.Item2}\"")) + "}";
        Thumbprint = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(canonical)));
        ShortId = SHA256.HashData(publicKeyInfo)[..8];
    }

    /// <summary>SHA-256 thumbprint in base64url.</summary>
    public string Thumbprint { get; }

    /// <summary><c>ES256</c> or <c>RS256</c>.</summary>
    public string Algorithm { get; }

    /// <summary>First eight bytes of SHA-256 of the SubjectPublicKeyInfo: the key id of QR tokens. Several keys may share one.</summary>
    public byte[] ShortId { get; }

    /// <summary>Takes the public key of a certificate.</summary>
    /// <exception cref="Signing.SigningKeyFault">The key is neither P-256 nor RSA.</exception>
    public static PublicKeyJwk Of(X509Certificate2 certificate)
    {
        var info = certificate.PublicKey.ExportSubjectPublicKeyInfo();
        if (Signing.SigningCertificate.Require(certificate) == Signing.SignatureAlgorithm.EcdsaP256)
        {
            using var key = certificate.GetECDsaPublicKey()!;
            var p = key.ExportParameters(includePrivateParameters: false);
            return new PublicKeyJwk("ES256", [("kty", "EC"), ("crv", "P-256"), ("x", Text(p.Q.X!)), ("y", Text(p.Q.Y!))], info, p, null);
        }

        using var other = certificate.GetRSAPublicKey()!;
        var r = other.ExportParameters(includePrivateParameters: false);
        return new PublicKeyJwk("RS256", [("kty", "RSA"), ("n", Text(r.Modulus!)), ("e", Text(r.Exponent!))], info, null, r);
    }

    /// <summary>Reads a key of a key set (<c>jwks.json</c>) or DID document (<c>did.json</c>); revoked ones are left out.</summary>
    /// <exception cref="JsonException">It is neither, or a key in it is of another kind.</exception>
    public static IReadOnlyList<PublicKeyJwk> ReadAll(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16 });
        var root = document.RootElement;
        var methods = root.Member("verificationMethod");
        var keys = methods.ValueKind == JsonValueKind.Array
            ? methods.EnumerateArray().Where(m => m.Text("revoked") is null).Select(m => m.Member("publicKeyJwk"))
            : root.Member("keys") is { ValueKind: JsonValueKind.Array } set ? set.EnumerateArray() : (IEnumerable<JsonElement>)[root];
        return [.. keys.Select(Read)];
    }

    private static PublicKeyJwk Read(JsonElement key)
    {
        try
        {
            switch (key.Text("kty"), key.Text("crv"))
            {
                case ("EC", "P-256"):
                    var point = new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Bytes(key, "x"), Y = Bytes(key, "y") } };
                    using (var ec = ECDsa.Create(point))
                        return new PublicKeyJwk("ES256", [("kty", "EC"), ("crv", "P-256"), ("x", Text(point.Q.X!)), ("y", Text(point.Q.Y!))], ec.ExportSubjectPublicKeyInfo(), point, null);
                case ("RSA", _):
                    var numbers = new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") };
                    using (var rsa = RSA.Create(numbers))
                        return new PublicKeyJwk("RS256", [("kty", "RSA"), ("n", Text(numbers.Modulus!)), ("e", Text(numbers.Exponent!))], rsa.ExportSubjectPublicKeyInfo(), null, numbers);
            }
        }
        // The framework indexes into a modulus or an exponent without any bytes.
        catch (Exception e) when (e is CryptographicException or FormatException or IndexOutOfRangeException)
        {
            throw new JsonException("A key cannot be read.", e);
        }

        throw new JsonException("A key is neither P-256 nor RSA.");

        static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(key.Text(name) ?? throw new JsonException($"A key has no {name}."));
    }

    /// <summary>Writes the key as a JSON object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        foreach (var (name, value) in members) json.WriteString(name, value);
        json.WriteString("alg", Algorithm);
        json.WriteString("use", "sig");
        json.WriteString("kid", Thumbprint);
        json.WriteEndObject();
    }

    /// <summary>Whether the signature (for ECDSA: two numbers of 32 bytes each) fits the data.</summary>
    internal bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (ec is { } point)
        {
            if (signature.Length != 64) return false;
            using var key = ECDsa.Create(point);
            return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }

        using var rsaKey = RSA.Create(rsa!.Value);
        return rsaKey.VerifyData(data, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
    }

    /// <summary>Whether the signature in the form of X.509 (for ECDSA: DER) fits the data.</summary>
    internal bool VerifyDer(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (ec is not { } point) return Verify(data, signature);
        using var key = ECDsa.Create(point);
        return key.VerifyData(data, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
