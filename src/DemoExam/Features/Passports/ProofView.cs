using System.Text.Encodings.Web;
using System.Text.Json;
using DemoExam.Credentials.Tokens;

namespace DemoExam.Features.Passports;

/// <summary>What the script that checks the digits of a QR code must know: the issuer's keys, and words for its answers.</summary>
/// <param name="Issuer">The issuer's DID.</param>
/// <param name="Site">Public address, as it stands in signed lists.</param>
/// <param name="Base">Path under which the service is reached.</param>
/// <param name="Keys">The issuer's keys.</param>
/// <param name="Certificates">SHA-256 of the certificates whose signatures in PDF files count, lower-case hex.</param>
/// <param name="Number">Number of the passport that the server has found for the address; null when there is none.</param>
/// <param name="Whole">True when the script's answer is the whole answer.</param>
public sealed record ProofView(string Issuer, string Site, string Base, IReadOnlyList<IssuerKey> Keys, IReadOnlyList<string> Certificates, string? Number, bool Whole)
{
    private static readonly string[] Sentences =
    [
        "good", "good.fact", "good.text", "unknown", "unknown.fact", "unknown.text", "stale", "stale.fact", "stale.text", "withdrawn", "withdrawn.fact", "withdrawn.text",
        "expired", "expired.fact", "expired.text", "early", "early.fact", "early.text", "changed", "changed.fact", "changed.text", "foreign", "foreign.fact", "foreign.text", "other", "other.text",
        "unreadable", "unreadable.fact", "unreadable.text", "insecure", "insecure.text", "asOf", "of", "module",
    ];

    private static readonly string[] States = ["valid", "withdrawn", "expired", "early", "stale", "statusUnknown", "tampered", "foreign", "unreadable", "cannotCheck", "ask"];

    private static readonly string[] FileSentences =
    [
        .. States, "checked", "nothing", "progress", "askWhy", "notAZip", "tooMany", "tooLarge", "fileName",
        "not-a-pdf", "no-signature", "several-signatures", "not-whole-file-signed", "signature-form", "signature-damaged", "timestamp-damaged", "timestamp-unknown", "signature-mismatch", "signer-not-trusted",
        "credential-disagrees", "not-a-passport",
        "column.name", "column.state", "column.number", "column.holder", "column.skill", "column.total", "column.why",
    ];

    // As the web wants it inside of HTML: no sign that could end the element.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.BasicLatin, System.Text.Unicode.UnicodeRanges.Cyrillic, System.Text.Unicode.UnicodeRanges.GeneralPunctuation) };

    /// <summary>The data block of the script that checks QR codes.</summary>
    public string JsonFor(Texts texts) => Block(
    [
        .. Sentences.Select(name => (name, texts[$"Check.Proof.{name}"])),
        ("number", texts["Check.Number"]), ("holder", texts["Check.Holder"]), ("total", texts["Check.Total"]), ("skill", texts["Check.Skill"]), ("level", texts["Check.Level"]),
    ]);

    /// <summary>The data block of the script that checks files and lists.</summary>
    public string FilesJsonFor(Texts texts) => Block(
        [.. FileSentences.Select(name => (name, texts[$"Check.Files.{name}"])), ("asOf", texts["Check.Proof.asOf"]), ("of", texts["Check.Proof.of"])]);

    private string Block(IEnumerable<(string Name, string Text)> words)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            json.WriteString("issuer", Issuer);
            json.WriteString("site", Site);
            json.WriteString("base", Base);
            json.WriteString("number", Number);
            json.WriteStartArray("keys");
            foreach (var key in Keys.Where(k => k.Revoked is null))
            {
                key.Key.Write(json);
            }

            json.WriteEndArray();
            json.WriteStartArray("certificates");
            foreach (var certificate in Certificates)
            {
                json.WriteStringValue(certificate);
            }

            json.WriteEndArray();
            json.WriteStartObject("words");
            foreach (var (name, text) in words)
            {
                json.WriteString(name, text);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
