using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DemoExam.Credentials.Tokens;

/// <summary>A key of the issuer with its place in time.</summary>
/// <param name="Key">The key.</param>
/// <param name="Expires">When it stopped or will stop signing; null while in use. An expired key still checks old passports.</param>
/// <param name="Revoked">When it was found to be in wrong hands; null normally. A revoked key checks nothing.</param>
public sealed record IssuerKey(PublicKeyJwk Key, DateTimeOffset? Expires = null, DateTimeOffset? Revoked = null);

/// <summary>The documents through which others learn the issuer's keys: did:web, JSON Web Key Set, one address per key.</summary>
public static class IssuerKeys
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The DID for an address: <c>https://host:8443/a</c> is <c>did:web:host%3A8443:a</c>.</summary>
    public static string DidOf(Uri site)
    {
        var host = site.IsDefaultPort ? site.IdnHost : $"{site.IdnHost}%3A{site.Port}";
        var path = site.AbsolutePath.Trim('/');
        return path.Length == 0 ? $"did:web:{host}" : $"did:web:{host}:{path.Replace('/', ':')}";
    }

    /// <summary>The DID document. Retired keys stay in it, so that old passports can be checked; revoked ones may sign nothing.</summary>
    public static byte[] DidDocument(string did, IReadOnlyList<IssuerKey> keys) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("@context");
        json.WriteStringValue("https://www.w3.org/ns/did/v1");
        json.WriteStringValue("https://w3id.org/security/jwk/v1");
        json.WriteEndArray();
        json.WriteString("id", did);
        json.WriteStartArray("verificationMethod");
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("id", $"{did}#{key.Key.Thumbprint}");
            json.WriteString("type", "JsonWebKey");
            json.WriteString("controller", did);
            if (key.Expires is { } expires) json.WriteString("expires", Time(expires));
            if (key.Revoked is { } revoked) json.WriteString("revoked", Time(revoked));
            json.WritePropertyName("publicKeyJwk");
            key.Key.Write(json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        // Plain strings: resolvers in use refuse objects here.
        json.WriteStartArray("assertionMethod");
        foreach (var key in keys)
            if (key.Revoked is null) json.WriteStringValue($"{did}#{key.Key.Thumbprint}");
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>The key set; without revoked keys.</summary>
    public static byte[] KeySet(IReadOnlyList<IssuerKey> keys) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("keys");
        foreach (var key in keys)
            if (key.Revoked is null) key.Key.Write(json);
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>One key by itself, as checkers expect behind a key's own address.</summary>
    public static byte[] SingleKey(PublicKeyJwk key) => Write(key.Write);

    internal static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    internal static byte[] Write(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer, Options)) content(json);
        return buffer.WrittenSpan.ToArray();
    }
}
