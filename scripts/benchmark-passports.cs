#!/usr/bin/env dotnet
#:project ../src/DemoExam
#:property Configuration=Release
#:property NoWarn=CS8002;NU1510;MSB3277
// What one signed, tagged, two-page passport with code and attached credential costs, and how far that is from the least it can cost:
//   dotnet run -c Release scripts/benchmark-passports.cs [seconds per line, default 3] [folder with the packages of benchmark-peer.mjs]
// The floor is measured in the same run: encode a code of the same text, deflate the same bytes, hash a file of the same size, sign
// once with the same key. Processor time of one thread. What lies around the document (its credential under two headers, the proof in
// the code, the signature beside it) takes four more signatures and is shown by itself. Storing is a row with all of that in SQLite, fifty to a transaction as the
// job does; with job, order, log and audit trail it is measured by benchmark-issuing.cs. With the folder a general-purpose peer draws the same content, and the ratio is told.
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using DemoExam.Credentials;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Qr;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using Microsoft.Data.Sqlite;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var seconds = args is [var given, ..] ? double.Parse(given, CultureInfo.InvariantCulture) : 3;
var folder = Directory.CreateTempSubdirectory("demoexam-benchmark-").FullName;
NewSigningKey.Create(folder, "Benchmark", DateTimeOffset.UtcNow);
using var key = CertificateFileKey.Load(Path.Combine(folder, NewSigningKey.KeyFile));
var pdf = new PassportPdf(PdfTemplate.Load(Path.Combine(Here(), "../templates/passport/state-attestation.json")), FontLibrary.Find());
var signer = new PdfSigner(key);
var tokens = new TokenSigner(key, "did:web:exam.example.org");
var slot = signer.Slot(new DateTimeOffset(2026, 6, 16, 12, 30, 5, TimeSpan.Zero));

const int Batch = 50;
var number = 0;
var one = await Whole(Content(0));
var other = await Whole(Content(1));
var fresh = FreshStreams(one, other);
var proof = await QrToken.Sign(QrClaims.Of(Content(0), tokens.Issuer, new QrStatus(1, 104_332)), tokens);
var codeText = $"{Content(0).VerificationUrl}#{proof}";
var badge = BadgeCredential.Payload(Content(0), Frame());
Console.WriteLine($"One passport: {one.Length:N0} bytes, of which {fresh.Sum(s => s.Length):N0} bytes are deflated for it alone; code of {codeText.Length} characters; credential of {badge.Length:N0} bytes.");
Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {(Debug() ? "DEBUG BUILD: numbers mean nothing, add -c Release" : "release build")}.");
Console.WriteLine();
var token = await tokens.Sign(badge, TokenType.OpenBadge);
using var store = new SqliteConnection($"Data Source={Path.Combine(folder, "store.db")}");
store.Open();
Run("PRAGMA journal_mode=WAL; CREATE TABLE Documents (Id BLOB PRIMARY KEY, Pdf BLOB NOT NULL, Signature BLOB NOT NULL, OpenBadge TEXT NOT NULL, VerifiableCredential TEXT NOT NULL);");
using var insert = store.CreateCommand();
insert.CommandText = "INSERT INTO Documents VALUES ($id, $pdf, $signature, $badge, $badge)";
insert.Parameters.AddWithValue("$id", Array.Empty<byte>());
insert.Parameters.AddWithValue("$pdf", one);
insert.Parameters.AddWithValue("$signature", await signer.SignBeside(one));
insert.Parameters.AddWithValue("$badge", token);
var lines = new List<Line>
{
    new("document, signed", async () => { using var drawn = Drawn(Content(number++) with { OfflineProof = proof }, token); await signer.Sign(drawn); }),
    new("  drawn, unsigned", () => { Drawn(Content(number++) with { OfflineProof = proof }, token).Dispose(); return Task.CompletedTask; }),
    new("floor of the document", async () =>
    {
        _ = QrCode.Of(codeText);
        foreach (var stream in fresh) Deflate(stream);
        _ = SHA256.HashData(one);
        await key.Sign(badge, default);
    }),
    new("  code (matrix)", () => { _ = QrCode.Of(codeText); return Task.CompletedTask; }),
    new("  deflate", () => { foreach (var stream in fresh) Deflate(stream); return Task.CompletedTask; }),
    new("  SHA-256", () => { _ = SHA256.HashData(one); return Task.CompletedTask; }),
    new("  one P-256 signature", async () => await key.Sign(badge, default)),
    new("credential under both headers", async () => { var p = BadgeCredential.Payload(Content(number++), Frame()); await tokens.Sign(p, TokenType.OpenBadge); await tokens.Sign(p, TokenType.VerifiableCredential); }),
    new("proof in the code", async () => await QrToken.Sign(QrClaims.Of(Content(number++), tokens.Issuer, new QrStatus(1, 104_332)), tokens)),
    new("signature beside the document", async () => await signer.SignBeside(one)),
    new("stored, a fiftieth of a transaction", () => { Store(); return Task.CompletedTask; }, Batch),
    new("passport with all of that", async () => _ = await Whole(Content(number++))),
};

// Until the compiler has done its last tier everywhere.
for (var warm = Stopwatch.StartNew(); warm.Elapsed.TotalSeconds < 2 * seconds || number < 4000;) _ = await Whole(Content(number++));
// The lines take turns, ten times each, and the median counts: what else the machine does falls on all of them alike.
for (var round = 0; round < 10; round++)
{
    foreach (var line in lines) await line.Round(seconds / 10);
}

Console.WriteLine($"{"",-34}{"CPU ms each",12}{"KB allocated",15}");
foreach (var line in lines) Console.WriteLine($"{line.Name,-34}{line.Median,12:0.000}{line.Kilobytes,15:0.0}");
Line Named(string name) => lines.Single(l => l.Name.Trim() == name);
double Of(string name) => Named(name).Median;
var floor = Named("floor of the document");
Console.WriteLine($"{"layout, text, tags, assembly",-34}{Of("drawn, unsigned") - Of("code (matrix)") - Of("deflate"),12:0.000}   (drawn, without code and deflate)");
Console.WriteLine();
Console.WriteLine($"Document: {Named("document, signed").Over(floor):0.00} times the floor. Passport with credential, proof and signature beside it: {Named("passport with all of that").Over(floor):0.00} times.");
foreach (var threads in new[] { 1, 2, Environment.ProcessorCount }.Distinct().Where(t => t <= Environment.ProcessorCount))
{
    var watch = Stopwatch.StartNew();
    var made = 0;
    await Task.WhenAll(Enumerable.Range(0, threads).Select(worker => Task.Run(async () =>
    {
        while (watch.Elapsed.TotalSeconds < seconds)
        {
            _ = await Whole(Content(Interlocked.Increment(ref number)));
            Interlocked.Increment(ref made);
        }
    })));
    Console.WriteLine($"{threads} thread{(threads == 1 ? "" : "s")}: {made / watch.Elapsed.TotalSeconds:N0} passports a second");
}

if (args is [_, var packages])
{
    // Its own figure of the same minute.
    using var peer = Process.Start(new ProcessStartInfo("node", [Path.Combine(Here(), "benchmark-peer.mjs"), packages, $"{Math.Max(5, seconds):0}"]) { RedirectStandardOutput = true })!;
    var told = peer.StandardOutput.ReadToEnd().Trim();
    peer.WaitForExit();
    Console.WriteLine(told);
    var milliseconds = double.Parse(Regex.Match(told, @"([\d.]+) CPU ms").Groups[1].Value, CultureInfo.InvariantCulture);
    Console.WriteLine($"The peer takes {milliseconds / Of("document, signed"):N0} times the processor time of our document.");
}

SqliteConnection.ClearAllPools();
store.Close();
Directory.Delete(folder, recursive: true);
return 0;

void Run(string sql)
{
    using var command = store.CreateCommand();
    command.CommandText = sql;
    command.ExecuteNonQuery();
}

// A batch as the job stores it; each passport's share of it is what counts.
void Store()
{
    using var transaction = store.BeginTransaction();
    insert.Transaction = transaction;
    for (var i = 0; i < Batch; i++)
    {
        insert.Parameters["$id"].Value = Guid.CreateVersion7().ToByteArray(bigEndian: true);
        insert.ExecuteNonQuery();
    }

    transaction.Commit();
}

async Task<byte[]> Whole(PassportContent content)
{
    var payload = BadgeCredential.Payload(content, Frame());
    var openBadge = await tokens.Sign(payload, TokenType.OpenBadge);
    _ = await tokens.Sign(payload, TokenType.VerifiableCredential);
    var digits = await QrToken.Sign(QrClaims.Of(content, tokens.Issuer, new QrStatus(1, 104_332)), tokens);
    using var drawn = pdf.Render(content with { OfflineProof = digits }, slot, [BadgeCredential.Attachment(openBadge)]);
    var file = await signer.Sign(drawn);
    _ = await signer.SignBeside(file);
    return file;
}

PreparedPdf Drawn(PassportContent content, string credential) => pdf.Render(content, slot, [BadgeCredential.Attachment(credential)]);

static void Deflate(byte[] bytes)
{
    using var room = new MemoryStream(bytes.Length);
    using var zlib = new ZLibStream(room, CompressionLevel.Fastest);
    zlib.Write(bytes);
}

// What one file deflates and the other does not share with it: fonts and colour profile are packed once for all.
static List<byte[]> FreshStreams(byte[] file, byte[] second)
{
    var shared = Streams(second).Select(Convert.ToBase64String).ToHashSet();
    var unpacked = new List<byte[]>();
    foreach (var packed in Streams(file).Where(s => !shared.Contains(Convert.ToBase64String(s))))
    {
        try
        {
            using var room = new MemoryStream();
            using var zlib = new ZLibStream(new MemoryStream(packed), CompressionMode.Decompress);
            zlib.CopyTo(room);
            unpacked.Add(room.ToArray());
        }
        catch (InvalidDataException)
        {
            // Not a deflated stream, such as the metadata.
        }
    }

    return unpacked;
}

static IEnumerable<byte[]> Streams(byte[] file)
{
    var text = Encoding.Latin1.GetString(file);
    var at = 0;
    while ((at = text.IndexOf("stream", at, StringComparison.Ordinal)) >= 0)
    {
        // The word and a line end; “endstream” has been stepped over.
        var start = at + "stream".Length + (text[at + "stream".Length] == '\r' ? 2 : 1);
        var end = text.IndexOf("endstream", start, StringComparison.Ordinal);
        if (end < 0)
        {
            yield break;
        }

        yield return file[start..end];
        at = end + "endstream".Length;
    }
}

static CredentialFrame Frame() => new(
    "did:web:exam.example.org", new Guid("5b1c1a2e-3f0e-4e0b-9a5c-0a7f6a9b2d77"), new DateTimeOffset(2026, 6, 16, 12, 30, 5, TimeSpan.Zero),
    new Uri("https://exam.example.org/achievements/web/profile"), new Uri("https://exam.example.org/places/77"), new StatusEntry(new Uri("https://exam.example.org/status/1"), 104_332));

static PassportContent Content(int n) => new()
{
    PassportId = new Guid(n, 7, 8, 1, 2, 3, 4, 5, 6, 7, 8), Number = $"ПК-39-2026-{n % 1_000_000:000000}-7", Version = 1,
    VerificationUrl = new Uri("https://exam.example.org/p/7Q4M9KXTB2R6W1ZC8DNVHJ"), IssuedAt = new DateTimeOffset(2026, 6, 16, 12, 30, 5, TimeSpan.Zero), IssueDate = new DateOnly(2026, 6, 16),
    Holder = new PassportHolder($"Соколова Анна Сергеевна {n}", "Anna Sokolova", new Bilingual("Колледж информационных технологий и строительства", "College of Information Technology and Construction")),
    Event = new PassportEvent(
        new Bilingual("Государственная итоговая аттестация", "State final attestation"), "39-2026-0417", new DateOnly(2026, 6, 14), new DateOnly(2026, 6, 15),
        new Bilingual("Профильный уровень", "Profile level"), "КОД 09.02.07-9-2026", new Bilingual("Веб-технологии", "Web technologies"),
        new Bilingual("09.02.07 Информационные системы и программирование", "09.02.07 Information systems and programming"), 240),
    Place = new PassportPlace(new Bilingual("ЦПДЭ «Веб-технологии»", "Venue “Web technologies”"), new Bilingual("Калининградская область", "Kaliningrad Region"), "39-0114/26", new DateOnly(2026, 1, 12), new DateOnly(2027, 1, 11)),
    Result = new PassportResult(
        8650, 10000,
        [.. Enumerable.Range(0, 5).Select(i => new PassportScoreLine(((char)('A' + i)).ToString(), new Bilingual("Программирование на стороне клиента", "Client-side programming"), 1730, 2000))],
        [.. Enumerable.Range(1, 6).Select(i => new PassportScoreLine($"{i}", new Bilingual("Организация работы и управление", "Work organisation and management"), 1441, 1666))], null),
    Issuer = new PassportIssuer(new Bilingual("Региональный оператор", "Regional Operator"), new Uri("https://exam.example.org/"), "Воронцов Пётр Ильич", new Bilingual("Руководитель центра", "Head of the centre"), "Мельникова Ольга Викторовна", 3),
};

static bool Debug() => typeof(PassportPdf).Assembly.GetCustomAttributes(typeof(DebuggableAttribute), false).OfType<DebuggableAttribute>().Any(d => d.IsJITOptimizerDisabled);

static string Here([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;

/// <summary>A line of the table.</summary>
/// <param name="name">What is measured.</param>
/// <param name="work">Does it.</param>
/// <param name="each">For how many passports it does it at a time.</param>
internal sealed class Line(string name, Func<Task> work, int each = 1)
{
    private readonly List<double> rounds = [];
    private long allocated, count;

    public string Name => name;

    public double Median => rounds.Order().ElementAt(rounds.Count / 2);

    /// <summary>How many times the other this is: the median of the rounds, each against its neighbour, since a machine's pace changes from second to second.</summary>
    public double Over(Line other) => rounds.Zip(other.rounds, (mine, its) => mine / its).Order().ElementAt(rounds.Count / 2);

    public double Kilobytes => allocated / 1024.0 / count;

    /// <summary>Works for a while and notes the processor time, so that waiting for a busy machine does not count.</summary>
    public async Task Round(double seconds)
    {
        var bytes = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        var started = Environment.CpuUsage.TotalTime;
        var done = 0;
        do
        {
            await work();
            done += each;
        }
        while (watch.Elapsed.TotalSeconds < seconds || done < 5);
        rounds.Add((Environment.CpuUsage.TotalTime - started).TotalMilliseconds / done);
        allocated += GC.GetTotalAllocatedBytes(precise: true) - bytes;
        count += done;
    }
}
