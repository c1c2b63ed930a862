using System.Buffers.Binary;
using System.Net;
using System.Text;
using DemoExam.Credentials.Log;
using DemoExam.Credentials.Tokens;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>The public log: what is written when, what is served, and whether a stranger can check it.</summary>
public sealed class TransparencyLogTests(App app) : IClassFixture<App>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Issuing_replacing_and_withdrawing_write_one_line_each_in_the_transaction_of_the_deed()
    {
        var exam = await app.AnExamWithPassports(2);
        var passports = await app.PassportsOf(exam.Id);
        await app.Send(new ReissuePassport(passports[0].Id, SupersedingCategory.Correction), TestUser.RegionalOperator);
        await app.Issue();
        await app.Send(new RevokePassport(passports[1].Id, RevocationCategory.IssuedInError, "Приказ"), TestUser.RegionalOperator);
        (await Kinds(passports[1].Id)).ShouldBe([LogEntryKind.Issue]);
        // A refused deed leaves no line.
        await Should.ThrowAsync<RuleViolation>(() => app.Send(new ConfirmRevocation(passports[1].Id), TestUser.RegionalOperator));
        (await Kinds(passports[1].Id)).ShouldBe([LogEntryKind.Issue]);
        await app.Send(new ConfirmRevocation(passports[1].Id), TestUser.Administrator);

        (await Kinds(passports[0].Id)).ShouldBe([LogEntryKind.Issue, LogEntryKind.Supersede]);
        (await Kinds(passports[1].Id)).ShouldBe([LogEntryKind.Issue, LogEntryKind.Revoke]);
        (await Kinds((await app.PassportsOf(exam.Id))[2].Id)).ShouldBe([LogEntryKind.Issue]);
        var lines = await app.Query(db => db.LogEntries.Where(e => e.PassportId == passports[1].Id).Select(e => e.Leaf).ToListAsync(Ct));
        foreach (var line in lines)
        {
            line.ShouldNotContain(passports[1].Number);
            line.ShouldNotContain(passports[1].Token);
            line.ShouldNotContain(exam.Candidates[1].Name.Surname);
            line.ShouldContain($"\"index\":{passports[1].StatusIndex}");
        }
    }

    [Fact]
    public async Task The_page_and_a_stranger_check_the_proof_and_the_file_alone_leads_to_its_line()
    {
        var (_, passport) = await app.APassport();
        (await app.Get($"/p/{passport.Token}/log-proof", TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.NotFound);
        await Publish();

        (await app.Get($"/p/{passport.Token}", TestUser.Anonymous)).Text.ShouldContain("Выпуск записан в журнал строкой");
        var text = await Text($"/p/{passport.Token}/log-proof");
        var keys = PublicKeyJwk.ReadAll(Encoding.UTF8.GetBytes(await Text("/.well-known/jwks.json")));
        var pdf = await app.PdfOf(passport);
        var values = app.Offline(pdf).Values!;
        var credential = await app.Query(db => db.PassportDocuments.Where(d => d.PassportId == passport.Id).Select(d => d.OpenBadge).SingleAsync(Ct));
        var commitment = LogLeaf.CommitmentTo(values.VerificationUrl.Segments[^1], credential, SignedPart(pdf));
        DemoExam.Credentials.Verification.Verifier.LogCommitmentTo(pdf).ShouldBe(commitment);
        LogProof.Check(text, keys, commitment).ShouldBe(LogFinding.Good);
        LogProof.Check(text, keys, LogLeaf.CommitmentTo(values.VerificationUrl.Segments[^1], credential, SignedPart([.. pdf, 10]))).ShouldBe(LogFinding.OtherDocument);

        await app.Send(new DemoExam.Features.My.ChangeVisibility(passport.Id, PassportVisibility.Closed, false), TestUser.Holder(passport.CandidateId));
        (await app.Get($"/p/{passport.Token}/log-proof", TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.Get("/p/0000000000000000000000/log-proof", TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Tiles_and_lines_that_are_served_give_the_signed_root_and_show_that_the_log_only_grew()
    {
        await app.AnExamWithPassports(3);
        await Publish();
        var before = await Checkpoint();
        await app.AnExamWithPassports(4);
        await Publish();
        var after = await Checkpoint();
        after.Size.ShouldBeGreaterThanOrEqualTo(before.Size + 4);

        Hex(await MerkleTree.Root(after.Size, Tiles, Ct)).ShouldBe(Hex(after.Root));
        var grown = await MerkleTree.Consistency(before.Size, after.Size, Tiles, Ct);
        MerkleTree.VerifyConsistency(before.Size, after.Size, before.Root, after.Root, grown).ShouldBeTrue();
        var lines = await Lines(after.Size);
        lines.Count.ShouldBe((int)after.Size);
        var hashes = lines.Select(l => MerkleTree.LeafHash(Encoding.UTF8.GetBytes(l))).ToList();
        Hex([.. hashes.Take((int)Math.Min(256, after.Size)).SelectMany(h => h)]).ShouldBe(Hex((await Tiles(0, 0, (int)Math.Min(256, after.Size), Ct)).ToArray()));
        lines.ShouldAllBe(l => LogLeaf.Read(l) != null);

        // Tiles never change, so they may be kept; what is not there yet is not found.
        using var client = await app.As(TestUser.Anonymous);
        using var tile = await client.GetAsync($"/log/tile/0/000.p/{Math.Min(255, before.Size)}", Ct);
        tile.Headers.CacheControl!.ToString().ShouldContain("immutable");
        foreach (var address in new[] { "/log/tile/0/000.p/255000", "/log/tile/0/x001/000", "/log/tile/3/000", "/log/tile/0/0", "/log/tile/0/000.p/0", "/log/tile/entries/900", "/log/tile/0/abc" })
        {
            (await client.GetAsync(address, Ct)).StatusCode.ShouldBe(HttpStatusCode.NotFound, address);
        }
    }

    [Fact]
    public async Task The_commands_check_a_proof_and_export_what_strangers_need()
    {
        var (_, passport) = await app.APassport();
        var (_, other) = await app.APassport();
        await app.PublishLists();
        await Publish();
        var folder = Directory.CreateDirectory(Path.Combine(app.Folder, "stranger")).FullName;
        string File(string name) => Path.Combine(folder, name);
        await System.IO.File.WriteAllBytesAsync(File("own.pdf"), await app.PdfOf(passport), Ct);
        await System.IO.File.WriteAllBytesAsync(File("other.pdf"), await app.PdfOf(other), Ct);
        await System.IO.File.WriteAllTextAsync(File("jwks.json"), await Text("/.well-known/jwks.json"), Ct);
        await System.IO.File.WriteAllTextAsync(File("own.tlog-proof"), await Text($"/p/{passport.Token}/log-proof"), Ct);

        var good = await Verify("own.pdf");
        good.Exit.ShouldBe(0, good.Errors);
        var foreign = await Verify("other.pdf");
        foreign.Exit.ShouldNotBe(0);
        foreign.Output.ShouldContain("DOES NOT HOLD");

        var settings = app.Services.GetRequiredService<IConfiguration>();
        string[] export =
        [
            "export-verifier", File("export"), "--DataFolder", app.Folder, "--PublicAddress=https://passports.example",
            $"--Database:Provider={settings["Database:Provider"]}", $"--Database:Connection={settings["Database:Connection"]}",
        ];
        var made = await Tool.DemoExam(export);
        made.Exit.ShouldBe(0, made.Errors);
        (await System.IO.File.ReadAllTextAsync(File("export/log/checkpoint"), Ct)).ShouldBe(await Text("/log/checkpoint"));
        System.IO.File.Exists(File("export/index.html")).ShouldBeTrue();
        var again = await Tool.DemoExam(export);
        (again.Exit, again.Errors.Contains("not empty", StringComparison.Ordinal)).ShouldBe((1, true));

        Task<(int Exit, string Output, string Errors)> Verify(string pdf) =>
            Tool.DemoExam("verify", File(pdf), "--root", Path.Combine(app.Folder, "keys", DemoExam.Credentials.Signing.NewSigningKey.RootFile), "--keys", File("jwks.json"), "--log-proof", File("own.tlog-proof"));
    }

    [Fact]
    public async Task A_watcher_sees_that_the_log_only_grew_and_notices_every_line_that_was_touched()
    {
        await app.AnExamWithPassports(3);
        await Publish();
        var folder = Directory.CreateDirectory(Path.Combine(app.Folder, "watcher")).FullName;
        await Copy();
        var first = await Watch();
        first.Exit.ShouldBe(0, first.Errors);
        first.Output.ShouldContain("whole");
        var kept = await File.ReadAllTextAsync(Path.Combine(folder, "state.txt"), Ct);
        await app.AnExamWithPassports(2);
        await Publish();
        await Copy();

        (await Watch()).Exit.ShouldBe(0);
        (await File.ReadAllTextAsync(Path.Combine(folder, "state.txt"), Ct)).ShouldBe(await Text("/log/checkpoint"));
        (await File.ReadAllTextAsync(Path.Combine(folder, "state.txt"), Ct)).ShouldNotBe(kept);
        // A line that says something else than what was signed.
        var state = await Checkpoint();
        var entries = Path.Combine(folder, "log", "tile", "entries", Path.Combine(LogTileName.All(0, state.Size).First().ToString().Split('/')));
        var lines = await File.ReadAllBytesAsync(entries, Ct);
        var changed = Encoding.UTF8.GetString(lines).Replace("\"kind\":\"issue\"", "\"kind\":\"assue\"", StringComparison.Ordinal);
        await File.WriteAllBytesAsync(entries, Encoding.UTF8.GetBytes(changed), Ct);
        var touched = await Watch();
        (touched.Exit, touched.Errors.Contains("NOT those whose state was signed", StringComparison.Ordinal)).ShouldBe((10, true));
        // A log of the same issuer that lacks a line of the kept one: signed well, and still not the same log.
        await Copy();
        await File.WriteAllBytesAsync(entries, lines, Ct);
        var key = app.Services.GetRequiredService<DemoExam.Security.SigningKeys>().Current;
        await File.WriteAllTextAsync(Path.Combine(folder, "state.txt"), await (state with { Root = MerkleTree.LeafHash("another"u8) }).Sign(key, Ct), Ct);
        var rewritten = await Watch();
        (rewritten.Exit, rewritten.Errors.Contains("does NOT begin", StringComparison.Ordinal)).ShouldBe((10, true));
        (await File.ReadAllTextAsync(Path.Combine(folder, "state.txt.other"), Ct)).ShouldBe(await Text("/log/checkpoint"));
        await File.WriteAllTextAsync(Path.Combine(folder, "state.txt"), kept.Replace("/log", "/lag", StringComparison.Ordinal), Ct);
        (await Watch()).Exit.ShouldBe(11);
        File.Delete(Path.Combine(folder, "log", "checkpoint"));
        (await Watch()).Exit.ShouldBe(13);

        async Task Copy()
        {
            foreach (var address in new[] { "log/checkpoint", ".well-known/jwks.json" }.Concat(LogTileName.All(0, (await Checkpoint()).Size).Select(t => $"log/tile/entries/{t}")))
            {
                var path = Path.Combine(folder, Path.Combine(address.Split('/')));
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                using var client = await app.As(TestUser.Anonymous);
                await File.WriteAllBytesAsync(path, await client.GetByteArrayAsync($"/{address}", Ct), Ct);
            }
        }

        Task<(int Exit, string Output, string Errors)> Watch() => Tool.DemoExam("watch-log", folder, "--checkpoint", Path.Combine(folder, "state.txt"));
    }

    [Fact]
    public async Task A_log_of_several_tiles_keeps_its_upper_hashes_right()
    {
        var (_, passport) = await app.APassport();
        // As if six hundred deeds had come in at once, about passports that are not there.
        await app.Change(async db =>
        {
            var order = await db.PassportOrders.AsNoTracking().SingleAsync(o => o.PassportId == passport.Id, Ct);
            var first = await db.Passports.AsNoTracking().SingleAsync(p => p.Id == passport.Id, Ct);
            for (var i = 0; i < 600; i++)
            {
                var copy = new PassportOrder(PassportOrderId.New(), PassportId.New(), order.ExamId, order.CandidateId, order.ResultId,
                    PassportNumber.Of(TestUser.TestRegion, 2031, i + 1), PublicTokenOf(i), 100 + i, app.Clock.Now, new StatusPlace(7, i));
                db.PassportOrders.Add(copy);
                db.Entry(copy).Property(o => o.Status).CurrentValue = PassportOrderStatus.Done;
                db.Passports.Add(new SkillsPassport(copy, first.Facts, first.DocumentSha256, first.CertificateSerial, $"commitment-{i}"));
                db.LogEntries.Add(new LogEntry(LogEntryId.New(), copy.PassportId, LogEntryKind.Issue, new LogLeaf("issue", $"commitment-{i}", 7, i, app.Clock.Now).Text));
            }
        });

        await Publish();

        var state = await Checkpoint();
        state.Size.ShouldBeGreaterThan(600);
        (await app.Query(db => db.LogNodes.CountAsync(n => n.Level == 1, Ct))).ShouldBe((int)(state.Size / 256));
        var hashes = (await Lines(state.Size)).Select(l => MerkleTree.LeafHash(Encoding.UTF8.GetBytes(l))).ToList();
        // From the lines alone, without a hash of the server's.
        Hex(await MerkleTree.Root(state.Size, (level, tile, width, _) => ValueTask.FromResult<ReadOnlyMemory<byte>>(FromLines(level, tile, width)), Ct)).ShouldBe(Hex(state.Root));

        byte[] FromLines(int level, long tile, int width) => [.. Enumerable.Range(0, width).SelectMany(i =>
            level == 0 ? hashes[(int)(tile * 256) + i] : MerkleTree.TileHash(FromLines(level - 1, (tile * 256) + i, 256)))];
    }

    [Fact]
    public async Task Several_nodes_that_publish_at_the_same_moment_give_every_line_one_place()
    {
        await app.AnExamWithPassports(6);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Publish, Ct)));
        await Publish();

        var places = await app.Query(db => db.LogEntries.OrderBy(e => e.Place).Select(e => e.Place).ToListAsync(Ct));
        places.ShouldBe(Enumerable.Range(0, places.Count).Select(i => (long?)i));
        (await Checkpoint()).Size.ShouldBe(places.Count);
        Hex(await MerkleTree.Root(places.Count, Tiles, Ct)).ShouldBe(Hex((await Checkpoint()).Root));
    }

    private Task Publish() => app.RunJob<PublishLogJob>(job => job.Run(Ct));

    private Task<List<LogEntryKind>> Kinds(PassportId passport) => app.Query(db => db.LogEntries.Where(e => e.PassportId == passport).OrderBy(e => e.Kind).Select(e => e.Kind).ToListAsync(Ct));

    private async Task<string> Text(string address)
    {
        using var client = await app.As(TestUser.Anonymous);
        return await client.GetStringAsync(address, Ct);
    }

    private async Task<DemoExam.Credentials.Log.LogCheckpoint> Checkpoint() =>
        DemoExam.Credentials.Log.LogCheckpoint.Read(await Text("/log/checkpoint"), PublicKeyJwk.ReadAll(Encoding.UTF8.GetBytes(await Text("/.well-known/jwks.json")))).ShouldNotBeNull();

    private async ValueTask<ReadOnlyMemory<byte>> Tiles(int level, long tile, int width, CancellationToken ct)
    {
        using var client = await app.As(TestUser.Anonymous);
        return await client.GetByteArrayAsync($"/log/tile/{level}/{new LogTileName(tile, width)}", ct);
    }

    private async Task<List<string>> Lines(long size)
    {
        using var client = await app.As(TestUser.Anonymous);
        var lines = new List<string>();
        foreach (var tile in LogTileName.All(0, size))
        {
            var bundle = await client.GetByteArrayAsync($"/log/tile/entries/{tile}", Ct);
            for (var at = 0; at < bundle.Length;)
            {
                var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.AsSpan(at));
                lines.Add(Encoding.UTF8.GetString(bundle, at + 2, length));
                at += 2 + length;
            }
        }

        return lines;
    }

    // Everything but the hexadecimal string of the signature, found without the library.
    private static byte[] SignedPart(byte[] pdf)
    {
        var text = Encoding.Latin1.GetString(pdf);
        var hole = System.Text.RegularExpressions.Regex.Match(text, "<[0-9A-F]{400,}>");
        return System.Security.Cryptography.SHA256.HashData(Encoding.Latin1.GetBytes(text[..hole.Index] + text[(hole.Index + hole.Length)..]));
    }

    private static string PublicTokenOf(int i) => $"AAAAAAAAAAAAAAAAAA{i:0000}";

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
