using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DemoExam.Credentials.Tokens;

/// <summary>What a signed selection says besides the shown values.</summary>
/// <param name="Type">Address that names the kind of credential (<c>vct</c>).</param>
/// <param name="From">When it was made; whole seconds.</param>
/// <param name="Until">When it ends.</param>
/// <param name="Status">Place of the passport in the issuer's status list.</param>
public sealed record SelectionFrame(Uri Type, DateTimeOffset From, DateTimeOffset Until, StatusEntry Status);

/// <summary>
/// A passport of which only chosen values are shown: SD-JWT (RFC 9901) in the form of SD-JWT VC. Every value has a digest in the signed
/// part; only the chosen ones travel with it, so a reader sees that there is more, and not what.
/// </summary>
public static class SdJwt
{
    /// <summary>Media type of a presentation.</summary>
    public const string MediaType = "application/dc+sd-jwt";

    private const string TypeName = "dc+sd-jwt";
    private const int SaltBytes = 16, MostDisclosures = 500, LongestToken = 256 * 1024;

    // Extra digests without a value, so that the number of values is not told.
    private const int Decoys = 4;

    // One form whichever letters a name has.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Signs a selection and answers the presentation: token, shown values, no key binding.</summary>
    /// <param name="values">All values of the passport by name.</param>
    /// <param name="shown">Names of those that are shown.</param>
    public static async ValueTask<string> Sign(
        TokenSigner signer, SelectionFrame frame, IReadOnlyList<(string Name, JsonNode Value)> values, IReadOnlySet<string> shown, CancellationToken cancellation = default)
    {
        var disclosures = values.Select(v => (v.Name, Text: Disclosure(v.Name, v.Value))).ToList();
        var digests = disclosures.Select(d => Digest(d.Text)).Concat(Enumerable.Range(0, Decoys).Select(_ => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes))))
            // Sorted, so that the order tells nothing.
            .Order(StringComparer.Ordinal).ToList();
        var payload = IssuerKeys.Write(json =>
        {
            json.WriteStartObject();
            json.WriteString("iss", signer.Issuer);
            json.WriteString("vct", frame.Type.AbsoluteUri);
            json.WriteNumber("iat", frame.From.ToUnixTimeSeconds());
            json.WriteNumber("nbf", frame.From.ToUnixTimeSeconds());
            json.WriteNumber("exp", frame.Until.ToUnixTimeSeconds());
            // The list is a Bitstring Status List of the W3C; “status_list” would promise one of the IETF.
            json.WriteStartObject("status");
            json.WriteStartObject("bitstring_status_list");
            json.WriteNumber("idx", frame.Status.Index);
            json.WriteString("uri", frame.Status.List.AbsoluteUri);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteString("_sd_alg", "sha-256");
            json.WriteStartArray("_sd");
            foreach (var digest in digests) json.WriteStringValue(digest);
            json.WriteEndArray();
            json.WriteEndObject();
        });
        var token = await signer.Sign(payload, TypeName, cancellation);
        return string.Concat([token, "~", .. disclosures.Where(d => shown.Contains(d.Name)).Select(d => d.Text + "~")]);
    }

    /// <summary>Checks a presentation and hands out what is shown.</summary>
    /// <param name="issuer">DID of the issuer.</param>
    /// <param name="keys">His keys.</param>
    /// <param name="claims">The signed part; undefined unless the finding is good.</param>
    /// <param name="shown">The shown values by name.</param>
    public static TokenFinding Read(string presentation, string issuer, IEnumerable<PublicKeyJwk> keys, out JsonElement claims, out IReadOnlyDictionary<string, JsonElement> shown)
    {
        claims = default;
        shown = new Dictionary<string, JsonElement>();
        var parts = presentation.Length <= LongestToken ? presentation.Split('~') : [];
        // Without key binding the last part is empty.
        if (parts.Length is < 2 or > MostDisclosures || parts[^1].Length > 0) return TokenFinding.Unreadable;
        var finding = TokenReader.Read(parts[0], issuer, keys, TypeName, out var payload);
        if (finding != TokenFinding.Good) return finding;
        if (payload.Text("iss") != issuer || payload.Text("_sd_alg") != "sha-256" || payload.Member("_sd") is not { ValueKind: JsonValueKind.Array } digests) return TokenFinding.Unreadable;
        var known = digests.EnumerateArray().Select(d => d.GetString() ?? "").ToList();
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (var disclosure in parts[1..^1])
        {
            // One that nothing refers to, one that comes twice, or two values of one name make the whole worthless (RFC 9901, 7.1).
            var digest = Digest(disclosure);
            if (known.Count(k => k == digest) != 1 || !used.Add(digest) || Open(disclosure) is not var (name, value) || payload.Member(name).ValueKind != JsonValueKind.Undefined || !found.TryAdd(name, value))
                return TokenFinding.Unreadable;
        }

        (claims, shown) = (payload, found);
        return TokenFinding.Good;
    }

    private static string Disclosure(string name, JsonNode value) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        new JsonArray(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SaltBytes)), name, value.DeepClone()).ToJsonString(Json)));

    private static string Digest(string disclosure) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(disclosure)));

    private static (string Name, JsonElement Value)? Open(string disclosure)
    {
        if (!Base64Url.IsValid(disclosure)) return null;
        try
        {
            using var json = JsonDocument.Parse(Base64Url.DecodeFromChars(disclosure));
            var root = json.RootElement;
            return root.ValueKind == JsonValueKind.Array && root.GetArrayLength() == 3 && root[0].ValueKind == JsonValueKind.String && root[1].GetString() is { } name && name is not ("_sd" or "...")
                ? (name, root[2].Clone())
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
