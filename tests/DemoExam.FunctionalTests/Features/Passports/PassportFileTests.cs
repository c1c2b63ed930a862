using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using DemoExam.Credentials.Signing;
using DemoExam.Domain.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>What is issued is judged by programs that know nothing of us, and by our own command as an operator runs it.</summary>
public sealed partial class PassportFileTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task The_QR_code_of_the_rasterised_passport_leads_to_the_page_that_says_genuine()
    {
        var (_, passport) = await app.APassport();
        var file = await Save(await app.PdfOf(passport));
        var picture = Path.ChangeExtension(file, null);

        (await Tool.Run("pdftoppm", "poppler-utils", "-r", "150", "-gray", "-png", "-singlefile", file, picture)).Exit.ShouldBe(0);
        var read = await Tool.Run("zbarimg", "zbar-tools", "--quiet", "--raw", $"{picture}.png");

        var address = new Uri(read.Output.Trim());
        address.GetLeftPart(UriPartial.Path).ShouldBe($"https://passports.example/p/{passport.Token}");
        (await app.Get(address.AbsolutePath, TestUser.Anonymous)).TextOf("h1").ShouldBe("Паспорт подлинный и действует");
    }

    [Fact]
    public async Task Independent_programs_accept_the_file_and_refuse_it_with_one_byte_changed()
    {
        var (_, passport) = await app.APassport();
        var pdf = await app.PdfOf(passport);
        var good = await Save(pdf);
        var bad = await Save(OneByteChanged(pdf));

        (await Tool.Run("qpdf", "qpdf", "--check", good)).Exit.ShouldBe(0);
        (await Tool.Run("pdfsig", "poppler-utils", "-nocert", good)).Output.ShouldContain("Signature is Valid");
        (await Tool.Run("pdfsig", "poppler-utils", "-nocert", bad)).Output.ShouldContain("Digest Mismatch");
        (await OpenSsl(pdf)).ShouldBeTrue();
        (await OpenSsl(OneByteChanged(pdf))).ShouldBeFalse();
    }

    [Fact]
    public async Task The_verify_command_tells_genuine_changed_foreign_and_other_files_apart_by_exit_code()
    {
        var (exam, passport) = await app.APassport();
        var pdf = await app.PdfOf(passport);
        var (good, bad, other) = (await Save(pdf), await Save(OneByteChanged(pdf)), await Save("no passport"u8.ToArray()));
        var strangers = Databases.NewFolder();
        NewSigningKey.Create(strangers, "Somebody Else", TimeProvider.System.GetUtcNow());
        var foreignRoot = Path.Combine(strangers, NewSigningKey.RootFile);

        var genuine = await Verify(RootFile, good);
        genuine.Exit.ShouldBe(0, genuine.Errors);
        genuine.Output.ShouldContain("genuine");
        genuine.Output.ShouldContain(exam.Candidates[0].Name.Full);
        var changed = await Verify(RootFile, good, bad, other);
        changed.Exit.ShouldBe(10);
        changed.Output.ShouldContain($"{bad}: CHANGED");
        (await Verify(foreignRoot, good)).Exit.ShouldBe(11);
        (await Verify(RootFile, good, other)).Exit.ShouldBe(12);
        (await Verify(RootFile, Path.Combine(app.Folder, "missing.pdf"))).Exit.ShouldBe(13);
        (await Verify(Path.Combine(app.Folder, "missing.crt"), good)).Exit.ShouldBe(13);
    }

    [Fact]
    public async Task The_verify_command_takes_the_root_from_the_data_folder_that_it_is_given()
    {
        var (_, passport) = await app.APassport();
        var file = await Save(await app.PdfOf(passport));

        (await Tool.DemoExam("verify", file, "--DataFolder", app.Folder)).Exit.ShouldBe(0);
        (await Tool.DemoExam("verify", $"--DataFolder={app.Folder}", file)).Exit.ShouldBe(0);
        (await Tool.DemoExam("verify", file, "--DataFolder", Databases.NewFolder())).Exit.ShouldBe(13);
    }

    [Fact]
    public async Task The_verify_command_takes_every_signed_form_of_a_passport_and_tells_the_kinds_apart()
    {
        var (_, passport) = await app.APassport();
        await AtThePresentTime(app.PublishLists);
        var folder = Databases.NewFolder();
        var document = await app.Query(db => db.PassportDocuments.SingleAsync(d => d.PassportId == passport.Id));
        var pdf = await Put("p.pdf", document.Pdf);
        var sig = await Put("p.pdf.sig", document.Signature);
        var credential = await Put("p.jwt", Encoding.ASCII.GetBytes(document.OpenBadge));
        var other = await Put("w3c.jws", Encoding.ASCII.GetBytes(document.VerifiableCredential + "\n"));
        await Tool.Run("pdftoppm", "poppler-utils", "-r", "150", "-gray", "-png", "-singlefile", pdf, Path.Combine(folder, "page"));
        var link = (await Tool.Run("zbarimg", "zbar-tools", "--quiet", "--raw", Path.Combine(folder, "page.png"))).Output.Trim();
        var code = await Put("code.txt", Encoding.ASCII.GetBytes(link));
        using var client = await app.As(TestUser.Anonymous);
        var list = await Put("status.jwt", await client.GetByteArrayAsync($"/status/{passport.StatusList}", TestContext.Current.CancellationToken));
        var keys = await Put("did.json", await client.GetByteArrayAsync("/.well-known/did.json", TestContext.Current.CancellationToken));

        foreach (var input in new[] { pdf, sig, credential, other, code, link, link.Split('#')[1], list, folder })
        {
            var own = await Tool.DemoExam("verify", input, "--DataFolder", app.Folder, "--json");
            own.Exit.ShouldBe(0, $"{input}: {own.Output}{own.Errors}");
            var theirs = await Tool.DemoExam("verify", input, "--root", RootFile, "--keys", keys);
            theirs.Exit.ShouldBe(0, $"{input}: {theirs.Output}{theirs.Errors}");
            theirs.Output.ShouldContain(input == list ? "genuine status list" : passport.Number);
        }

        // A stranger's keys know none of it.
        var strangers = Databases.NewFolder();
        NewSigningKey.Create(Path.Combine(strangers, "keys"), "Somebody Else", TimeProvider.System.GetUtcNow());
        foreach (var input in new[] { pdf, sig, credential, other, code, link })
        {
            (await Tool.DemoExam("verify", input, "--DataFolder", strangers)).Exit.ShouldBe(11, input);
        }

        // One character changed: never genuine, never a crash.
        foreach (var (name, bytes) in new[] { ("c.pdf.sig", document.Signature), ("c.jwt", Encoding.ASCII.GetBytes(document.OpenBadge)), ("c.txt", Encoding.ASCII.GetBytes(link)), ("l.jwt", await File.ReadAllBytesAsync(list, TestContext.Current.CancellationToken)) })
        {
            await Put("c.pdf", document.Pdf);
            var changed = bytes.ToArray();
            changed[^40] = changed[^40] == (byte)'7' ? (byte)'3' : (byte)'7';
            (await Tool.DemoExam("verify", await Put(name, changed), "--DataFolder", app.Folder)).Exit.ShouldBeOneOf([10, 12], name);
        }

        async Task<string> Put(string name, byte[] bytes)
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, name), bytes, TestContext.Current.CancellationToken);
            return Path.Combine(folder, name);
        }
    }

    // The command knows no time but the present one, and a list counts for a day.
    private async Task AtThePresentTime(Func<Task> deed)
    {
        var before = app.Clock.Now;
        app.Clock.Now = TimeProvider.System.GetUtcNow();
        try
        {
            await deed();
        }
        finally
        {
            app.Clock.Now = before;
        }
    }

    [Fact]
    public async Task With_a_status_list_the_verify_command_tells_what_is_withdrawn()
    {
        var (_, passport) = await app.APassport();
        string good = "", bad = "";
        await AtThePresentTime(async () =>
        {
            await app.PublishLists();
            good = await List();
            await app.Revoke(passport, RevocationCategory.IssuedInError, "Приказ № 5");
            await app.PublishLists();
            bad = await List();
        });
        var file = await Save(await app.PdfOf(passport));

        var inForce = await Tool.DemoExam("verify", file, "--status", good, "--DataFolder", app.Folder);
        inForce.Exit.ShouldBe(0, inForce.Errors);
        inForce.Output.ShouldContain("in force as of");
        var withdrawn = await Tool.DemoExam("verify", file, "--status", bad, "--DataFolder", app.Folder);
        withdrawn.Exit.ShouldBe(14, withdrawn.Errors);
        withdrawn.Output.ShouldContain("WITHDRAWN OR REPLACED");
        (await Tool.DemoExam("verify", file, "--status", file, "--DataFolder", app.Folder)).Exit.ShouldBe(13);

        async Task<string> List()
        {
            using var client = await app.As(TestUser.Anonymous);
            return await Save(await client.GetByteArrayAsync($"/status/{passport.StatusList}", TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task The_verify_command_answers_programs_in_JSON()
    {
        var (_, passport) = await app.APassport();
        var file = await Save(await app.PdfOf(passport));

        using var json = JsonDocument.Parse((await Tool.DemoExam("verify", file, "--root", RootFile, "--json")).Output);

        var check = json.RootElement[0];
        check.GetProperty("unchanged").GetString().ShouldBe("yes");
        check.GetProperty("issuedByUs").GetString().ShouldBe("yes");
        check.GetProperty("inForce").GetString().ShouldBe("notChecked");
        check.GetProperty("number").GetString().ShouldBe(passport.Number);
        check.GetProperty("total").GetDecimal().ShouldBe(50m);
    }

    [Fact]
    public async Task Everybody_can_download_the_root_certificate()
    {
        using var client = await app.As(TestUser.Anonymous);

        using var answer = await client.GetAsync("/keys/root.crt", TestContext.Current.CancellationToken);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var pem = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        pem.Trim().ShouldBe((await File.ReadAllTextAsync(RootFile, TestContext.Current.CancellationToken)).Trim());
        pem.ShouldNotContain("PRIVATE");
    }

    [Fact]
    public void The_key_that_was_made_at_start_is_readable_by_its_owner_only()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no Unix permissions here.");
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.GetUnixFileMode(Path.Combine(app.Folder, "keys", NewSigningKey.KeyFile)).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private string RootFile => Path.Combine(app.Folder, "keys", NewSigningKey.RootFile);

    private static Task<(int Exit, string Output, string Errors)> Verify(string root, params string[] files) => Tool.DemoExam(["verify", .. files, "--root", root]);

    private static byte[] OneByteChanged(byte[] pdf)
    {
        var changed = pdf.ToArray();
        changed[pdf.Length / 3] ^= 1;
        return changed;
    }

    // By hand, as a suspicious person would: the ranges that are signed, the message in between, and openssl over both.
    private async Task<bool> OpenSsl(byte[] pdf)
    {
        var range = ByteRange().Match(Encoding.Latin1.GetString(pdf));
        var (start, end, rest) = (Number(1), Number(2), Number(3));
        var hex = Encoding.ASCII.GetString(pdf, start + 1, end - start - 2);
        var padded = Convert.FromHexString(hex);
        // DER says its own length; the zeros behind it fill the room that was kept free.
        var length = 4 + (padded[2] << 8) + padded[3];
        var content = await Save([.. pdf.AsSpan(0, start), .. pdf.AsSpan(end, rest)]);
        var message = await Save(padded[..length]);
        var result = await Tool.Run("openssl", "openssl", "cms", "-verify", "-inform", "DER", "-in", message, "-content", content, "-binary", "-CAfile", RootFile, "-purpose", "any", "-out", Path.Combine(app.Folder, "verified"));
        return result.Exit == 0;

        int Number(int group) => int.Parse(range.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    private async Task<string> Save(byte[] bytes)
    {
        var file = Path.Combine(app.Folder, $"{Guid.CreateVersion7():N}.pdf");
        await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        return file;
    }

    [GeneratedRegex(@"/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")]
    private static partial Regex ByteRange();
}
