using System.Text;
using System.Text.RegularExpressions;
using DemoExam.Credentials.Log;
using DemoExam.Credentials.Tokens;
using DemoExam.Features.Passports;

namespace DemoExam;

/// <summary>
/// Everything that checks passports without the issuer, as plain files: keys, status lists, the log, and the page that checks in the
/// browser. Written from what the service itself publishes, so a copy says what the original said on that day.
/// </summary>
internal sealed partial class VerifierExport(HttpClient service, string folder)
{
    private static readonly string[] Scripts = ["check-proof.js", "check-files.js", "check-app.js", "passport-proof.js", "pdf-check.js", "log-proof.js", "zip-read.js"];

    private int files;

    /// <summary>Writes the folder and answers the number of files.</summary>
    public async Task<int> Write(CancellationToken ct)
    {
        await Page("ru", "index.html", ct);
        await Page("en", "en.html", ct);
        foreach (var script in Scripts)
        {
            await Copy($"js/{script}", ct);
        }

        await Keys(ct);
        for (var list = 1; await Copy($"status/{list}", ct); list++)
        {
        }

        await Log(ct);
        await Save("README.txt", Encoding.UTF8.GetBytes(ReadMe), ct);
        return files;
    }

    private async Task Keys(CancellationToken ct)
    {
        await Copy("keys/root.crt", ct);
        await Copy(".well-known/did.json", ct);
        await Copy(".well-known/jwks.json", ct);
        foreach (var key in PublicKeyJwk.ReadAll(await service.GetByteArrayAsync("/.well-known/jwks.json", ct)))
        {
            await Copy($"keys/{key.Thumbprint}", ct);
        }
    }

    private async Task Log(CancellationToken ct)
    {
        if (!await Copy("log/checkpoint", ct))
        {
            return;
        }

        var keys = PublicKeyJwk.ReadAll(await service.GetByteArrayAsync("/.well-known/jwks.json", ct));
        var state = LogCheckpoint.Read(await File.ReadAllTextAsync(Path.Combine(folder, "log", "checkpoint"), ct), keys)
            ?? throw new InvalidDataException("The state of the log is not signed by a published key.");
        foreach (var tile in LogTileName.All(0, state.Size))
        {
            await Copy($"log/tile/entries/{tile}", ct);
        }

        for (var level = 0; state.Size >> (8 * level) > 0; level++)
        {
            foreach (var tile in LogTileName.All(level, state.Size))
            {
                await Copy($"log/tile/{level}/{tile}", ct);
            }
        }
    }

    // The page as the service gives it, with addresses that work in any folder and from any server.
    private async Task Page(string language, string name, CancellationToken ct)
    {
        var html = await service.GetStringAsync($"/check/offline?lang={language}", ct);
        html = OfTheService().Replace(html, "");
        html = LanguageLink().Replace(html, match => $"href=\"./{(match.Groups[1].Value == "ru" ? "index.html" : "en.html")}\"");
        html = Fingerprint().Replace(html, "/js/$1.js");
        html = RootedAddress().Replace(html, "$1=\"./$2\"");
        html = html.Replace("\"base\":\"/\"", "\"base\":\"./\"", StringComparison.Ordinal);
        await Save(name, Encoding.UTF8.GetBytes(html), ct);
    }

    private async Task<bool> Copy(string address, CancellationToken ct)
    {
        using var answer = await service.GetAsync($"/{address}", ct);
        if (answer.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return false;
        }

        answer.EnsureSuccessStatusCode();
        await Save(address, await answer.Content.ReadAsByteArrayAsync(ct), ct);
        return true;
    }

    private async Task Save(string address, byte[] content, CancellationToken ct)
    {
        var path = Path.Combine(folder, Path.Combine(address.Split('/')));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, content, ct);
        files++;
    }

    [GeneratedRegex("""href="/check/offline\?lang=(\w\w)[^"]*" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex LanguageLink();

    // To be kept as an application is a matter of the service itself.
    [GeneratedRegex("""[ ]*<link rel="(?:manifest|apple-touch-icon)"[^>]*>\s*""")]
    private static partial Regex OfTheService();

    [GeneratedRegex("""\b(href|src)="/([^"?]*)(?:\?[^"]*)?" """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex RootedAddress();

    // The service names scripts by their content; a copy needs no such names.
    [GeneratedRegex("""/js/([\w-]+)\.[a-z0-9]+\.js""")]
    private static partial Regex Fingerprint();

    private const string ReadMe = """
        Проверка паспортов компетенций без издателя / Checking skills passports without the issuer

        Папку можно положить на любой веб-сервер, отдающий обычные файлы, и открыть index.html. Страница проверяет PDF, архивы ZIP, списки CSV
        и цифры из QR-кодов в браузере и никуда ничего не отправляет. Состояние паспортов известно на день выгрузки: страница называет его.

        Put the folder on any web server that gives out plain files and open en.html. The page checks PDF files, ZIP archives, CSV lists and
        the digits of QR codes in the browser and sends nothing anywhere. The standing of passports is known as of the day of the export;
        the page names it.

        index.html, en.html, js/     the page
        keys/root.crt                root certificate, for: DemoExam verify --root keys/root.crt FILE.pdf
        .well-known/, keys/          public keys of the issuer (did:web, JWKS)
        status/                      signed status lists (W3C Bitstring Status List 1.0)
        log/                         transparency log: signed state, lines, hashes (C2SP tlog-checkpoint, layout of tlog-tiles)

        """;
}
