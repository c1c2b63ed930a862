#!/usr/bin/env dotnet
#:project ../src/DemoExam.Credentials
#:include ../tests/Shared/OpenSslPki.cs
// Makes the files of tests/vectors anew: passports and what is none, each with the answer that every checker must give.
//   dotnet run scripts/make-vectors.cs
// Their authority lives as long as this run: its keys are thrown away, so nobody can make a file that the vectors' root would vouch for.
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DemoExam.Credentials;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using DemoExam.Credentials.Verification;
using DemoExam.TestTools;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const string Issuer = "did:web:vectors.example.org";
var at = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
var target = Path.Combine(Here(), "../tests/vectors");
Directory.CreateDirectory(target);
using var pki = new OpenSslPki();
using var network = new HttpClient(pki.Network());
using var root = X509CertificateLoader.LoadCertificateFromFile(pki.RootFile);
using var key = CertificateFileKey.Load(pki.Certify("vectors", "ec", "ocsp"));
using var rsa = CertificateFileKey.Load(pki.Certify("vectors-rsa", "rsa", "crl"));
// A look-alike: the same name, another authority.
using var others = new OpenSslPki();
using var stranger = CertificateFileKey.Load(others.Certify("vectors", "ec", "crl"));
var stamps = new TimestampClient(network, new Uri("http://tsa.test/"), [root], TimeProvider.System, fault => throw fault) { Timeout = TimeSpan.FromMinutes(1) };
var fonts = FontLibrary.Find();
var passports = new PassportPdf(PdfTemplate.Load(Path.Combine(Here(), "../templates/passport/state-attestation.json")), fonts);
TokenSigner tokens = new(key, Issuer), rsaTokens = new(rsa, Issuer);
var content = Content("ПК-39-2026-000123-4");
var genuine = await Passport(content, content, key);
var stamped = await Stamped(key, lasting: false);

List<Vector> vectors =
[
    Good("genuine.pdf", genuine, "basic", "", "A passport as it was signed, ECDSA P-256."),
    Good("genuine-rsa.pdf", await Passport(content, content, rsa), "basic", "", "A passport that was signed with RSA-3072."),
    Good("stamped.pdf", stamped, "timestamped", "", "With a time stamp inside the signature (PAdES baseline T)."),
    Good("lasting.pdf", await Stamped(key, lasting: true), "longTerm", "", "With a time stamp, and proofs that no certificate was revoked (PAdES baseline LT)."),
    Good("lasting-rsa.pdf", await Stamped(rsa, lasting: true), "longTerm", "", "The same with RSA-3072."),
    Good("expired.pdf", await Signed(content with { IssuedAt = at.AddYears(-6), ValidUntil = new DateOnly(2021, 6, 16) }), "basic", "expired", "Its term is over."),
    Good("early.pdf", await Signed(content with { IssuedAt = new DateTimeOffset(2099, 1, 1, 0, 0, 0, TimeSpan.Zero) }), "basic", "notYetValid", "Its day of issue has not come."),
    Bad("changed-stamp.pdf", Changed(stamped, LastDigit(stamped) - 20), "tampered", "", "One digit of the time stamp is another."),
    Bad("extra-attribute.pdf", Changed(stamped, Stamp(stamped) + 25), "tampered", "", "Beside the signature stands an attribute that is no time stamp; it is covered by nothing."),
    Bad("changed-byte.pdf", Changed(genuine, genuine.Length / 3), "tampered", "signature-mismatch", "One bit of the signed range is another."),
    Bad("changed-attachment.pdf", Changed(genuine, Attachment(genuine)), "tampered", "signature-mismatch", "One bit of the attached credential is another."),
    Bad("changed-signature.pdf", Changed(genuine, LastDigit(genuine)), "tampered", "", "The last digit of the signature is another."),
    Bad("updated.pdf", Updated(genuine), "tampered", "", "Another program has put a page with another score behind the signed part."),
    Bad("foreign.pdf", await Passport(content, content, stranger), "foreign", "signer-not-trusted", "Signed under the same name by another key."),
    Bad("contradiction.pdf", await Passport(content, Content("ПК-39-2026-000124-2"), key), "cannotCheck", "credential-disagrees", "Signed by the issuer, but the credential inside speaks of another passport."),
    Bad("other-document.pdf", await Form(), "unreadable", "not-a-passport", "Signed by the issuer, but no passport."),
    Bad("no-credential.pdf", await Passport(content, null, key), "unreadable", "not-a-passport", "Signed by the issuer, but without the credential that every passport carries."),
    Bad("unsigned.pdf", Unsigned(), "unreadable", "no-signature", "A passport that nobody signed."),
    Bad("cut.pdf", genuine[..(genuine.Length / 2)], "unreadable", "", "Half of a file."),
    Bad("text.pdf", "no passport"u8.ToArray(), "unreadable", "not-a-pdf", "Not a PDF."),
];
foreach (var vector in vectors) await File.WriteAllBytesAsync(Path.Combine(target, vector.File), vector.Bytes);
File.Copy(pki.RootFile, Path.Combine(target, "root.crt"), overwrite: true);
await File.WriteAllTextAsync(Path.Combine(target, "signer.crt"), key.Certificate.ExportCertificatePem() + "\n");
await File.WriteAllTextAsync(Path.Combine(target, "signer-rsa.crt"), rsa.Certificate.ExportCertificatePem() + "\n");
await File.WriteAllTextAsync(Path.Combine(target, "vectors.json"), JsonSerializer.Serialize(
    new
    {
        issuer = Issuer, root = "root.crt", signer = "signer.crt", signerRsa = "signer-rsa.crt",
        certificates = new[] { key, rsa }.Select(k => k.Certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant()),
        keys = new[] { tokens, rsaTokens }.Select(t => JsonDocument.Parse(IssuerKeys.SingleKey(t.PublicKey)).RootElement),
        vectors = vectors.Select(v => new { file = v.File, state = v.State, reason = v.Reason, level = v.Level, standing = v.Standing, about = v.About }),
    },
    new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");
Console.WriteLine($"{vectors.Count} vectors in {Path.GetFullPath(target)}");
return 0;

static Vector Good(string file, byte[] bytes, string level, string standing, string about) => new(file, bytes, about, "genuine", "signature-good") { Level = level, Standing = standing };

static Vector Bad(string file, byte[] bytes, string state, string reason, string about) => new(file, bytes, about, state, reason);

Task<byte[]> Signed(PassportContent dated) => Passport(dated, dated, key);

async Task<byte[]> Stamped(CertificateFileKey signedBy, bool lasting)
{
    ValidationEvidence? evidence = null;
    if (lasting)
    {
        // The chain of the authority of time is known once it has stamped something.
        await stamps.Stamp(new byte[] { 1 }, default);
        evidence = await new RevocationClient(network, TimeProvider.System, fault => throw fault).Gather([[signedBy.Certificate, root], stamps.Chain], default);
    }

    var file = await PdfTimestamps.Add(await Passport(content, content, signedBy, evidence), stamps);
    return file ?? throw new InvalidOperationException("No time stamp.");
}

// Where the identifier of the time stamp's attribute stands in the signature.
static int Stamp(byte[] file) => Encoding.Latin1.GetString(file).IndexOf("060B2A864886F70D010910020E", StringComparison.Ordinal);

async Task<byte[]> Passport(PassportContent printed, PassportContent? attested, ISigningKey signedBy, ValidationEvidence? evidence = null)
{
    var signer = new PdfSigner(signedBy, stamps.ReservedBytes);
    PdfAttachment[] credential = attested is null ? [] : [BadgeCredential.Attachment(await (signedBy == rsa ? rsaTokens : tokens).Sign(BadgeCredential.Payload(attested, Frame()), TokenType.OpenBadge))];
    using var drawn = passports.Render(printed, signer.Slot(at, evidence), credential);
    return await signer.Sign(drawn);
}

byte[] Unsigned()
{
    using var drawn = passports.Render(content);
    return drawn.ToArray();
}

async Task<byte[]> Form()
{
    var signer = new PdfSigner(key);
    var form = new FormContent(
        new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), "en", "Vectors", at, "Vectors", "A letter", "Письмо", [new FormText("This is no passport."), new FormStamp("Signed electronically", ["Vectors"])],
        "Letter 1", "page {0} of {1}", "L-1", "Letter", new Uri("https://vectors.example.org/"));
    using var drawn = new FormPdf(fonts).Render(form, signer.Slot(at), []);
    return await signer.Sign(drawn);
}

static byte[] Changed(byte[] file, int place)
{
    var copy = file.ToArray();
    // Stays a hexadecimal digit within the signature.
    copy[place] = copy[place] is >= (byte)'0' and <= (byte)'9' ? (byte)('0' + ((copy[place] - '0' + 1) % 10)) : (byte)(copy[place] ^ 1);
    return copy;
}

// Before the padding of zeros.
static int LastDigit(byte[] file)
{
    var text = Encoding.Latin1.GetString(file);
    var at = text.IndexOf('>', text.IndexOf("/Contents<", StringComparison.Ordinal)) - 1;
    while (text[at] == '0') at--;
    return at;
}

// By a program that edits PDF files: mutool, of Debian's mupdf-tools.
byte[] Updated(byte[] file)
{
    var (before, after, edit) = (Path.Combine(pki.Folder, "before.pdf"), Path.Combine(pki.Folder, "after.pdf"), Path.Combine(pki.Folder, "edit.js"));
    File.WriteAllBytes(before, file);
    File.WriteAllText(edit, $"var d = new PDFDocument('{before}'); var page = d.findPage(0); page.put('Contents', d.addStream('BT /F0 50 Tf 74 560 Td <0012> Tj ET', {{}})); d.save('{after}', 'incremental');");
    using var editor = Process.Start("mutool", ["run", edit]);
    editor.WaitForExit();
    return File.ReadAllBytes(after);
}

static int Attachment(byte[] file)
{
    var text = Encoding.Latin1.GetString(file);
    return text.IndexOf("stream", text.LastIndexOf("/Subtype/application#2Fvc+jwt", StringComparison.Ordinal), StringComparison.Ordinal) + 60;
}

static CredentialFrame Frame() => new(
    Issuer, new Guid("5b1c1a2e-3f0e-4e0b-9a5c-0a7f6a9b2d77"), new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero),
    new Uri("https://vectors.example.org/achievements/web/profile"), new Uri("https://vectors.example.org/places/77"), new StatusEntry(new Uri("https://vectors.example.org/status/1"), 104_332));

static PassportContent Content(string number) => new()
{
    PassportId = new Guid("0197f5a1-1111-7000-8000-000000000001"), Number = number, Version = 1,
    VerificationUrl = new Uri("https://vectors.example.org/p/7Q4M9KXTB2R6W1ZC8DNVHJ"), IssuedAt = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero), IssueDate = new DateOnly(2026, 11, 20),
    Holder = new PassportHolder("Образцова Анна Сергеевна", "Anna Obraztsova", new Bilingual("Колледж для проверок", "College of Examples")),
    Event = new PassportEvent(
        new Bilingual("Государственная итоговая аттестация", "State final attestation"), "39-2026-0417", new DateOnly(2026, 11, 18), new DateOnly(2026, 11, 19),
        new Bilingual("Профильный уровень", "Profile level"), "КОД 09.02.07-9-2026", new Bilingual("Веб-технологии", "Web technologies"),
        new Bilingual("09.02.07 Информационные системы и программирование", "09.02.07 Information systems and programming"), 240),
    Place = new PassportPlace(new Bilingual("ЦПДЭ «Веб-технологии»", "Venue “Web technologies”"), new Bilingual("Калининградская область", "Kaliningrad Region"), "39-0114/26", new DateOnly(2026, 1, 12), new DateOnly(2027, 1, 11)),
    Result = new PassportResult(
        8650, 10000,
        [.. Enumerable.Range(0, 5).Select(i => new PassportScoreLine(((char)('A' + i)).ToString(), new Bilingual("Программирование", "Programming"), 1730, 2000))],
        [.. Enumerable.Range(1, 6).Select(i => new PassportScoreLine($"{i}", new Bilingual("Организация работы", "Work organisation"), 1441, 1666))], null),
    Issuer = new PassportIssuer(new Bilingual("Издатель образцов", "Issuer of examples"), new Uri("https://vectors.example.org/"), "Воронцов Пётр Ильич", new Bilingual("Руководитель центра", "Head of the centre"), "Мельникова Ольга Викторовна", 3),
};

static string Here([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

/// <summary>A file and what every checker finds in it: the state and its reason; of a genuine one also the level of its signature, and its standing where its own dates decide.</summary>
internal sealed record Vector(string File, byte[] Bytes, string About, string State, string Reason)
{
    public string Level { get; init; } = "";
    public string Standing { get; init; } = "";
}
