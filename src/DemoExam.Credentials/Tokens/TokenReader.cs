using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace DemoExam.Credentials.Tokens;

/// <summary>Why a token was not accepted.</summary>
public enum TokenFinding
{
    /// <summary>The signature holds.</summary>
    Good,

    /// <summary>It is no token of the form that we write.</summary>
    Unreadable,

    /// <summary>No known key has its key id.</summary>
    UnknownKey,

    /// <summary>The signature does not fit.</summary>
    BadSignature,
}

/// <summary>Checks compact JWS tokens. Only the form of <see cref="TokenSigner"/> is read: no other header member, no other algorithm.</summary>
public static class TokenReader
{
    private const int LongestToken = 256 * 1024;

    /// <summary>Checks the signature and hands the payload out only when it holds.</summary>
    /// <param name="token">The token.</param>
    /// <param name="issuer">DID that the key id must begin with.</param>
    /// <param name="keys">Known keys of that issuer.</param>
    /// <param name="payload">The signed JSON; an undefined element unless the finding is good.</param>
    public static TokenFinding Read(string token, string issuer, IEnumerable<PublicKeyJwk> keys, out JsonElement payload) => Read(token, issuer, keys, ["JWT", "vc+jwt"], out payload);

    /// <summary>Checks a token of another type.</summary>
    internal static TokenFinding Read(string token, string issuer, IEnumerable<PublicKeyJwk> keys, string type, out JsonElement payload) => Read(token, issuer, keys, [type], out payload);

    private static TokenFinding Read(string token, string issuer, IEnumerable<PublicKeyJwk> keys, ReadOnlySpan<string> types, out JsonElement payload)
    {
        payload = default;
        var parts = token.Length <= LongestToken ? token.Split('.') : [];
        if (parts.Length != 3 || !TryDecode(parts[0], out var header) || !TryDecode(parts[1], out var body) || !TryDecode(parts[2], out var signature))
            return TokenFinding.Unreadable;
        var separator = $"\",\"typ\":\"";
        var text = Encoding.UTF8.GetString(header);
        var ours = false;
        foreach (var key in keys)
        {
            // The header has one form for each key and type; comparing it whole leaves no room for “none”, “jwk” or “crit”.
            var start = $$"""{"alg":"{{key.Algorithm}}","kid":"{{issuer}}#{{key.Thumbprint}}""" + separator;
            ours |= text.StartsWith(start, StringComparison.Ordinal);
            var known = false;
            foreach (var type in types) known |= text == $"{start}{type}\"}}";
            if (!known) continue;
            if (!key.Verify(Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]), signature)) return TokenFinding.BadSignature;
            return TryParse(body, out payload) ? TokenFinding.Good : TokenFinding.Unreadable;
        }

        // A known key and another type: it may be ours, and is not what was asked for.
        return !ours && text.StartsWith("{\"alg\":\"", StringComparison.Ordinal) ? TokenFinding.UnknownKey : TokenFinding.Unreadable;
    }

    /// <summary>The issuer that a token names; not believed before the signature has been checked with a key that is known.</summary>
    internal static string? IssuerOf(string token) => TryReadUnverified(token, out var payload) ? payload.Text("iss") : null;

    /// <summary>Reads the payload of a token that something else vouches for.</summary>
    internal static bool TryReadUnverified(string token, out JsonElement payload)
    {
        payload = default;
        var parts = token.Length <= LongestToken ? token.Split('.') : [];
        return parts.Length == 3 && TryDecode(parts[1], out var body) && TryParse(body, out payload);
    }

    private static bool TryParse(byte[] body, out JsonElement payload)
    {
        payload = default;
        // The parser takes bytes on trust that no text is made of.
        if (!Utf8.IsValid(body)) return false;
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 24, AllowDuplicateProperties = false });
            payload = document.RootElement.Clone();
            return payload.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Base64url in its one canonical form: no padding, and no stray bits in the last character.</summary>
    private static bool TryDecode(string text, out byte[] bytes)
    {
        bytes = [];
        if (!Base64Url.IsValid(text)) return false;
        bytes = Base64Url.DecodeFromChars(text);
        return Base64Url.EncodeToString(bytes) == text;
    }
}
