using System.IO.Compression;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using DemoExam.Credentials.Verification;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using DemoExam.TestTools;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace DemoExam.FunctionalTests.Browser;

/// <summary>An employer checks files on the own device: nothing but the signed status lists is asked for.</summary>
[Collection(BrowserApp.Collection), Trait("Kind", "Browser")]
public sealed class CheckFilesTests(BrowserApp app) : IClassFixture<BrowserApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_pdf_a_zip_of_five_hundred_and_a_list_are_checked_with_no_request_but_for_the_status_lists()
    {
        var exam = await app.AnExamWithPassports(3);
        var passports = await app.PassportsOf(exam.Id);
        var files = new List<byte[]>();
        foreach (var passport in passports)
        {
            files.Add(await app.PdfOf(passport));
        }

        await app.Revoke(passports[1], RevocationCategory.IssuedInError, "Приказ");
        await app.PublishLists();
        var page = await Open(390);
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add($"{request.Method} {new Uri(request.Url).PathAndQuery}");

        await Choose(page, ("паспорт.pdf", files[0]));
        (await States(page)).ShouldBe(["valid"]);
        (await page.Locator("#files-table [data-holder]").TextContentAsync()).ShouldBe(exam.Candidates.Single(c => c.Id == passports[0].CandidateId).Name.Full);
        (await page.Locator("#files-table [data-total]").TextContentAsync()).ShouldBe("50 из 50");
        await BrowserApp.ShouldBeAccessible(page);
        await BrowserApp.ShouldBeWellLaidOut(page);
        await BrowserApp.Picture(page, "check-files-one");

        var changed = files[2].ToArray();
        changed[changed.Length / 2] ^= 1;
        await Choose(page, ("паспорта.zip", Zip([.. Enumerable.Range(0, 498).Select(i => ($"{i:000}.pdf", files[i % 2])), ("изменён.pdf", changed), ("текст.pdf", "no pdf"u8.ToArray()), ("readme.txt", [1])])));
        (await States(page)).CountBy(s => s).ToDictionary().ShouldBe(new Dictionary<string, int> { ["valid"] = 249, ["withdrawn"] = 249, ["tampered"] = 1, ["unreadable"] = 1 }, ignoreOrder: true);
        (await page.Locator("#files-summary").TextContentAsync())!.ShouldContain("Проверено: 500.");
        await BrowserApp.Picture(page, "check-files-many");

        var list = new StringBuilder("ссылка;примечание\r\n");
        foreach (var link in new[] { await Link(passports[0]), await Link(passports[1]) })
        {
            list.Append(link).Append(";Завод\r\n");
        }

        list.Append(passports[2].Number).Append("\r\n").Append((await Link(passports[2]))[..^20]).Append("\r\n");
        await Choose(page, ("список.csv", Encoding.UTF8.GetBytes(list.ToString())));
        (await States(page)).ShouldBe(["valid", "withdrawn", "ask", "unreadable"]);

        asked.Distinct().ShouldBe(["GET /status/1"]);
        var download = await page.RunAndWaitForDownloadAsync(() => page.ClickAsync("#files-save"));
        var saved = await File.ReadAllTextAsync((await download.PathAsync())!, Ct);
        saved.ShouldContain($"\"Действует\";\"{passports[0].Number}\"");
        saved.Split("\r\n").Length.ShouldBe(5);
        asked.Distinct().ShouldBe(["GET /status/1"]);
    }

    [Fact]
    public async Task The_browser_and_the_library_agree_on_every_kind_of_damage()
    {
        var (_, passport) = await app.APassport();
        var file = await app.PdfOf(passport);
        await app.PublishLists();
        var page = await Open(1440);
        var text = Encoding.Latin1.GetString(file);
        var range = Regex.Match(text, @"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)");
        var (hole, after) = (int.Parse(range.Groups[1].Value, null), int.Parse(range.Groups[2].Value, null));
        var vectors = new List<(string Name, byte[] File)> { ("untouched", file), ("empty", []), ("text", "hello"u8.ToArray()), ("cut", file[..^7]), ("appended", [.. file, .. "\n% more"u8]) };
        // All over the signed range, all over the signature, and its padding.
        vectors.AddRange(Enumerable.Range(0, 60).Select(i => ($"signed {i}", Flipped(file, (int)((long)i * file.Length / 60) is var at && at >= hole && at < after ? 0 : at))));
        vectors.AddRange(Enumerable.Range(0, 120).Select(i => ($"signature {i}", Flipped(file, hole + 1 + (i * 17 % (after - hole - 2))))));
        vectors.Add(("update", [.. file, .. Encoding.ASCII.GetBytes($"9 0 obj\n<</Total 100>>\nendobj\nxref\n0 0\ntrailer<</Root 1 0 R/Prev 0>>\nstartxref\n{file.Length}\n%%EOF\n")]));

        var wrong = new List<string>();
        foreach (var (name, bytes) in vectors)
        {
            var here = app.Offline(bytes);
            var there = await page.EvaluateAsync<string>("""
                async bytes => {
                  const { checkPdf } = await import("/js/pdf-check.js");
                  const trust = JSON.parse(document.getElementById("files-data").textContent);
                  return (await checkPdf(Uint8Array.from(atob(bytes), c => c.charCodeAt(0)), trust)).state;
                }
                """, Convert.ToBase64String(bytes));
            var agree = here.IsGenuine ? there == "genuine" : name == "untouched" ? false : there is not "genuine" && (here.State != VerdictState.Tampered || there is "tampered" or "foreign" or "unreadable" or "cannotCheck");
            if (!agree)
            {
                wrong.Add($"{name}: {here.State} here, {there} there");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_time_stamp_in_the_signature_is_checked_and_nothing_may_stand_beside_it()
    {
        var (_, passport) = await app.APassport();
        using var pki = new OpenSslPki();
        using var http = new HttpClient(pki.Network());
        using var root = X509CertificateLoader.LoadCertificateFromFile(pki.RootFile);
        var stamps = new TimestampClient(http, new Uri("http://tsa.test/"), [root], TimeProvider.System, e => throw e) { Timeout = TimeSpan.FromSeconds(30) };
        var signer = new PdfSigner(app.Services.GetRequiredService<SigningKeys>().Current, stamps.ReservedBytes);
        var content = app.Offline(await app.PdfOf(passport)).Values!;
        var credential = await app.Query(db => db.PassportDocuments.Where(d => d.PassportId == passport.Id).Select(d => d.OpenBadge).SingleAsync(Ct));
        using var drawn = app.Services.GetRequiredService<PassportLayouts>().For("state-attestation").Render(content, signer.Slot(app.Clock.Now), [BadgeCredential.Attachment(credential)]);
        var file = (await PdfTimestamps.Add(await signer.Sign(drawn, Ct), stamps, Ct)).ShouldNotBeNull();
        var page = await Open(1440);

        (await State(file)).ShouldBe("genuine");
        var text = Encoding.Latin1.GetString(file);
        var hole = int.Parse(Regex.Match(text, @"/ByteRange\s*\[\s*0\s+(\d+)").Groups[1].Value, null);
        var length = text.AsSpan(hole + 1).IndexOf('>');
        var used = text.AsSpan(hole + 1, length).TrimEnd('0').Length;
        // What anybody could write beside the signature: the attribute of the time stamp with another name.
        var name = text.IndexOf("060B2A864886F70D010910020E", hole, StringComparison.Ordinal);
        var places = Enumerable.Range(0, 300).Select(i => hole + 1 + (int)((long)i * used / 300)).Append(name + 25).ToList();
        var (wrong, refused) = (new List<string>(), 0);
        foreach (var place in places)
        {
            var changed = file.ToArray();
            changed[place] = changed[place] == '0' ? (byte)'1' : (byte)'0';
            var (here, there) = (app.Offline(changed), await State(changed));
            refused += there == "genuine" ? 0 : 1;
            if (there == "genuine" && !here.IsGenuine)
            {
                wrong.Add($"{place - hole}: {here.State} here, {there} there");
            }
        }

        wrong.ShouldBeEmpty();
        refused.ShouldBeGreaterThan(250);
        var forged = file.ToArray();
        forged[name + 25] = (byte)'F';
        (await State(forged)).ShouldBe("tampered");

        Task<string> State(byte[] bytes) => page.EvaluateAsync<string>("""
            async bytes => (await (await import("/js/pdf-check.js")).checkPdf(Uint8Array.from(atob(bytes), c => c.charCodeAt(0)), JSON.parse(document.getElementById("files-data").textContent))).state
            """, Convert.ToBase64String(bytes));
    }

    [Fact]
    public async Task The_browser_says_what_is_written_beside_each_of_the_shared_files()
    {
        var page = await Open(1440);
        // They were signed on a day of their own, which no clock of a test knows.
        await page.Clock.SetFixedTimeAsync(DateTime.UtcNow);
        var wrong = new List<string>();
        foreach (var vector in Vectors.All)
        {
            // Genuine: the passport's own dates are looked at too. Without a list there is nothing more to say.
            var state = await page.EvaluateAsync<string>("""
                async ({ bytes, trust }) => {
                  const { state, claims } = await (await import("/js/pdf-check.js")).checkPdf(Uint8Array.from(atob(bytes), c => c.charCodeAt(0)), JSON.parse(trust));
                  const { standingOf } = await import("/js/passport-proof.js");
                  return state === "genuine" ? `genuine ${standingOf({ issued: new Date(claims.nbf * 1000), expires: claims.exp ? new Date(claims.exp * 1000) : null })}` : state;
                }
                """, new { bytes = Convert.ToBase64String(await File.ReadAllBytesAsync(vector.File, Ct)), trust = Vectors.Trust });
            var wanted = vector.State == "genuine" ? $"genuine {vector.Standing switch { "" => "unknown", "notYetValid" => "early", var other => other }}" : vector.State;
            if (state != wanted)
            {
                wrong.Add($"{vector.Name}: {state}, not {wanted}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public async Task Bombs_and_broken_archives_are_refused_in_time()
    {
        await app.APassport();
        await app.PublishLists();
        var page = await Open(1440);
        var bomb = Zip([("bomb.pdf", new byte[300 * 1024 * 1024])]);
        bomb.Length.ShouldBeLessThan(4 * 1024 * 1024);
        // The directory lies about the size, so that only the unpacking itself can notice.
        var liar = bomb.ToArray();
        var directory = liar.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(liar.AsSpan(directory + 24), 1000);
        var list = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Repeat("https://passports.example/p/x#" + new string('9', 7999), 20)));

        await Choose(page, ("bomb.zip", bomb), ("liar.zip", liar), ("broken.zip", bomb[..^30]), ("empty.zip", []), ("list.csv", list), ("big.pdf", new byte[5 * 1024 * 1024]));

        (await States(page)).Distinct().ShouldBe(["unreadable"]);
    }

    [Fact]
    public async Task The_exported_folder_checks_a_passport_from_a_plain_server_while_the_service_is_gone()
    {
        var (exam, passport) = await app.APassport();
        await app.PublishLists();
        await app.RunJob<PublishLogJob>(job => job.Run(Ct));
        var folder = Path.Combine(app.Folder, "verifier");
        using (var client = new HttpClient { BaseAddress = app.Address })
        {
            (await new VerifierExport(client, folder).Write(Ct)).ShouldBeGreaterThan(15);
        }

        var port = FreePort();
        using var server = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("python3", ["-m", "http.server", $"{port}", "--bind", "127.0.0.1", "--directory", folder]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        try
        {
            var page = await app.Open(TestUser.Anonymous, "about:blank");
            await page.Clock.SetFixedTimeAsync(app.Clock.Now.UtcDateTime);
            var foreign = new List<string>();
            page.Request += (_, request) =>
            {
                if (new Uri(request.Url) is { Scheme: "http" or "https" } address && address.Port != port)
                {
                    foreign.Add(request.Url);
                }
            };
            await Arrive(page, $"http://127.0.0.1:{port}/index.html");
            await Choose(page, ("паспорт.pdf", await app.PdfOf(passport)));
            (await States(page)).ShouldBe(["valid"]);
            (await page.Locator("#files-table [data-holder]").TextContentAsync()).ShouldBe(exam.Candidates[0].Name.Full);
            await BrowserApp.ShouldBeAccessible(page);
            await BrowserApp.Picture(page, "exported-verifier");
            await page.FillAsync("#code", await Link(passport));
            await page.ClickAsync("#proof-form button");
            await Assertions.Expect(page.Locator("#proof [data-state]")).ToHaveAttributeAsync("data-state", "good");
            await page.GotoAsync($"http://127.0.0.1:{port}/en.html");
            await Assertions.Expect(page.Locator("#files-title")).ToHaveTextAsync("Check files on this device");
            // The log, from the files alone.
            await page.AddScriptTagAsync(new() { Content = "globalThis.ready = 1" });
            (await page.EvaluateAsync<long>("""
                async () => {
                  const { readCheckpoint } = await import("./js/log-proof.js");
                  const { keys } = JSON.parse(document.getElementById("files-data").textContent);
                  return (await readCheckpoint(await (await fetch("./log/checkpoint")).text(), keys)).size;
                }
                """)).ShouldBeGreaterThan(0);
            (await Tool.DemoExam("watch-log", $"http://127.0.0.1:{port}", "--keys", Path.Combine(folder, ".well-known", "jwks.json"))).Exit.ShouldBe(0);
            foreign.ShouldBeEmpty();
        }
        finally
        {
            server.Kill();
        }
    }

    private async Task<IPage> Open(int width)
    {
        var page = await app.Open(TestUser.Anonymous, "about:blank", width);
        // The lists are dated by the clock of the host under test.
        await page.Clock.SetFixedTimeAsync(app.Clock.Now.UtcDateTime);
        await page.GotoAsync("/check");
        await Assertions.Expect(page.Locator("#files")).ToBeVisibleAsync();
        return page;
    }

    private async Task Choose(IPage page, params (string Name, byte[] Content)[] files)
    {
        await page.EvaluateAsync("delete document.getElementById('files-summary').dataset.done");
        var folder = Directory.CreateDirectory(Path.Combine(app.Folder, "chosen")).FullName;
        foreach (var (name, content) in files)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), content, Ct);
        }

        await page.SetInputFilesAsync("#files-input", files.Select(f => Path.Combine(folder, f.Name)));
        await page.WaitForSelectorAsync("#files-summary[data-done]", new() { State = WaitForSelectorState.Attached, Timeout = 300_000 });
    }

    private static async Task<IReadOnlyList<string>> States(IPage page) => await page.EvaluateAsync<string[]>("[...document.querySelectorAll('#files-table tbody tr')].map(r => r.dataset.state)");

    // The address behind the QR code, as the proof inside the file makes it.
    private async Task<string> Link(SkillsPassport passport)
    {
        var file = Path.Combine(app.Folder, $"{passport.Id}.pdf");
        await File.WriteAllBytesAsync(file, await app.PdfOf(passport), Ct);
        (await Tool.Run("pdftoppm", "poppler-utils", "-r", "150", "-gray", "-png", "-singlefile", file, Path.ChangeExtension(file, null))).Exit.ShouldBe(0);
        return (await Tool.Run("zbarimg", "zbar-tools", "--quiet", "--raw", Path.ChangeExtension(file, "png"))).Output.Trim();
    }

    private static byte[] Zip((string Name, byte[] Content)[] files)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name, CompressionLevel.Fastest).Open();
                entry.Write(content);
            }
        }

        return buffer.ToArray();
    }

    private static byte[] Flipped(byte[] file, int at)
    {
        var changed = file.ToArray();
        changed[at] ^= 1;
        return changed;
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The other program needs a moment to listen.
    private static async Task Arrive(IPage page, string address)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await page.GotoAsync(address);
                return;
            }
            catch (PlaywrightException) when (attempt < 50)
            {
                await Task.Delay(100, Ct);
            }
        }
    }
}
