using System.Diagnostics;
using System.Text;
using DemoExam.Credentials;
using DemoExam.Credentials.Pdf;
using DemoExam.Credentials.Tokens;
using DemoExam.Credentials.Verification;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Verification;

public sealed class VerifierTests
{
    private static readonly PassportStatus Good = new(PassportStanding.InForce, AnIssuer.Today);
    private readonly AnIssuer issuer = AnIssuer.WithEcKey();

    [Theory]
    [InlineData("ec", "everyday")]
    [InlineData("rsa", "everyday")]
    [InlineData("ec", "lengthy")]
    [InlineData("ec", "bare")]
    public void An_issued_passport_is_valid_and_shows_its_signed_values(string kind, string which)
    {
        var by = kind == "rsa" ? AnIssuer.WithRsaKey() : issuer;
        var content = which switch { "lengthy" => APassport.Lengthy(), "bare" => APassport.Bare(), _ => APassport.Everyday() };
        var verdict = by.Verifier.CheckFile(by.Issue(content), Good);
        verdict.State.ShouldBe(VerdictState.Valid);
        (verdict.Unchanged, verdict.IssuedByUs, verdict.InForce).ShouldBe((FactMark.Yes, FactMark.Yes, FactMark.Yes));
        PassportJson.Write(verdict.Values!).ShouldBe(PassportJson.Write(content));
        verdict.Signer!.SignedAt.ShouldBe(APassport.Everyday().IssuedAt);
    }

    [Fact]
    public void Without_a_status_the_file_is_genuine_but_its_standing_is_not_checked()
    {
        var verdict = issuer.Verifier.CheckFile(issuer.Issue(APassport.Everyday()));
        verdict.State.ShouldBe(VerdictState.CannotCheck);
        verdict.IsGenuine.ShouldBeTrue();
        verdict.InForce.ShouldBe(FactMark.NotChecked);
        verdict.Reasons.ShouldContain(VerdictReason.StatusNotChecked);
    }

    [Theory]
    [InlineData(PassportStanding.InForce, VerdictState.Valid, FactMark.Yes)]
    [InlineData(PassportStanding.Suspended, VerdictState.Suspended, FactMark.No)]
    [InlineData(PassportStanding.Superseded, VerdictState.Superseded, FactMark.No)]
    [InlineData(PassportStanding.Revoked, VerdictState.Revoked, FactMark.No)]
    [InlineData(PassportStanding.Unknown, VerdictState.Unknown, FactMark.No)]
    public void The_standing_decides_the_headline_and_never_the_other_two_facts(PassportStanding standing, VerdictState expected, FactMark inForce)
    {
        var verdict = issuer.Verifier.CheckFile(issuer.Issue(APassport.Everyday()), _ => new PassportStatus(standing, AnIssuer.Today));
        verdict.State.ShouldBe(expected);
        verdict.InForce.ShouldBe(inForce);
        verdict.IsGenuine.ShouldBeTrue();
    }

    [Fact]
    public void An_old_status_and_the_two_ends_of_the_term_have_states_of_their_own()
    {
        var file = issuer.Issue(APassport.Everyday() with { ValidUntil = new DateOnly(2027, 6, 1) });
        Verdict At(DateTimeOffset now, PassportStatus status) => issuer.VerifierAt(now).CheckFile(file, status);
        At(AnIssuer.Today, Good with { AsOf = AnIssuer.Today.AddDays(-3) }).State.ShouldBe(VerdictState.StatusStale);
        var late = AnIssuer.Today.AddYears(1);
        At(late, Good with { AsOf = late }).State.ShouldBe(VerdictState.Expired);
        At(APassport.Everyday().IssuedAt.AddHours(-1), Good).State.ShouldBe(VerdictState.NotYetValid);
        // The gravest finding is the headline; the others stay among the reasons.
        var both = At(late, new PassportStatus(PassportStanding.Revoked, late));
        both.State.ShouldBe(VerdictState.Revoked);
        both.Reasons.ShouldContain(VerdictReason.TermOver);
    }

    [Fact]
    public void A_credential_inside_must_say_what_the_passport_says()
    {
        var content = APassport.Everyday();
        issuer.Verifier.CheckFile(issuer.Issue(content), Good).State.ShouldBe(VerdictState.Valid);
        var other = BadgeCredential.Attachment(ACredential.Sign(issuer, content with { Number = "ПК-39-2026-000124-5" }));
        var verdict = issuer.Verifier.CheckFile(issuer.Issue(content, other), Good);
        verdict.State.ShouldBe(VerdictState.CannotCheck);
        verdict.Reasons.ShouldContain(VerdictReason.CredentialDisagrees);
        verdict.Values.ShouldBeNull();
        issuer.Verifier.CheckFile(issuer.Issue(content, new PdfAttachment(BadgeCredential.FileName, BadgeCredential.MediaType, new byte[9], "")), Good).State.ShouldBe(VerdictState.CannotCheck);
    }

    [Fact]
    public void A_file_without_its_credential_is_no_passport_though_we_signed_it()
    {
        var verdict = issuer.Verifier.CheckFile(issuer.Issue(APassport.Everyday(), new PdfAttachment("readme.txt", "text/plain", new byte[9], "")), Good);
        (verdict.State, verdict.Unchanged, verdict.IssuedByUs).ShouldBe((VerdictState.Unreadable, FactMark.Yes, FactMark.Yes));
        verdict.Reasons.ShouldBe([VerdictReason.NotAPassport]);
        verdict.Values.ShouldBeNull();
    }

    [Fact]
    public void A_passport_stays_genuine_after_the_certificate_has_run_out()
    {
        var later = AnIssuer.KeysMadeAt.AddYears(8);
        issuer.VerifierAt(later).CheckFile(issuer.Issue(APassport.Everyday()), Good with { AsOf = later }).State.ShouldBe(VerdictState.Valid);
    }

    [Fact]
    public void A_signature_from_before_the_certificate_is_not_trusted()
    {
        var early = APassport.Everyday() with { IssuedAt = AnIssuer.KeysMadeAt.AddDays(-2) };
        issuer.Verifier.CheckFile(issuer.Issue(early), Good).State.ShouldBe(VerdictState.UntrustedIssuer);
    }

    [Fact]
    public void Another_key_under_the_same_name_is_not_the_issuer()
    {
        var verdict = issuer.Verifier.CheckFile(AnIssuer.Impostor().Issue(APassport.Everyday()), Good);
        verdict.State.ShouldBe(VerdictState.UntrustedIssuer);
        verdict.IssuedByUs.ShouldBe(FactMark.No);
        verdict.Values.ShouldBeNull();
        verdict.Signer!.Name.ShouldBe("Региональный оператор");
    }

    [Fact]
    public void A_certificate_that_is_not_among_the_pinned_ones_is_not_the_issuer()
    {
        var trust = issuer.Trust with { Signers = [AnIssuer.Impostor().Key.Certificate] };
        new Verifier(trust, TimeProvider.System).CheckFile(issuer.Issue(APassport.Everyday()), Good).State.ShouldBe(VerdictState.UntrustedIssuer);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("%%EOF\n")]
    [InlineData("1 0 obj\n<<>>\nendobj\nxref\n0 0\ntrailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n")]
    public void Bytes_behind_the_end_are_refused(string appended)
    {
        byte[] file = [.. issuer.Issue(APassport.Everyday()), .. Encoding.ASCII.GetBytes(appended)];
        issuer.Verifier.CheckFile(file, Good).IsGenuine.ShouldBeFalse();
    }

    [Fact]
    public void An_incremental_update_by_another_program_is_refused_as_changed()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("p.pdf", issuer.Issue(APassport.Everyday()));
        Tool.Run("mutool", "mupdf-tools", "run", folder.Write("edit.js", Encoding.ASCII.GetBytes(
            $"var d = new PDFDocument('{path}'); d.getTrailer().get('Info').put('Title', 'x'); d.save('{folder.File("q.pdf")}', 'incremental');")));
        var changed = File.ReadAllBytes(folder.File("q.pdf"));
        changed.Length.ShouldBeGreaterThan((int)new FileInfo(path).Length);
        issuer.Verifier.CheckFile(changed, Good).State.ShouldBe(VerdictState.Tampered);
    }

    [Theory]
    [InlineData("score", "var page = d.findPage(0); page.put('Contents', d.addStream('BT /F0 50 Tf 74 560 Td <0012> Tj ET', {}));")]
    [InlineData("attachment", "d.getTrailer().get('Root').get('AF').get(1).get('EF').get('F').writeStream('eyJhbGciOiJFUzI1NiJ9.e30.AA');")]
    [InlineData("values", "d.getTrailer().get('Root').get('AF').get(0).get('EF').get('F').writeStream('{}');")]
    public void An_update_that_changes_the_score_or_swaps_an_attachment_is_refused_and_poppler_warns(string what, string edit)
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("p.pdf", issuer.Issue(APassport.Everyday()));
        var done = Tool.Run("mutool", "mupdf-tools", "run", folder.Write("edit.js", Encoding.ASCII.GetBytes(
            $"var d = new PDFDocument('{path}'); {edit} d.save('{folder.File("q.pdf")}', 'incremental');")));
        done.Exit.ShouldBe(0, done.Output + done.Errors);
        var changed = File.ReadAllBytes(folder.File("q.pdf"));
        changed.AsSpan().StartsWith(File.ReadAllBytes(path)).ShouldBeTrue(what);

        var verdict = issuer.Verifier.CheckFile(changed, Good);

        (verdict.State, verdict.Unchanged).ShouldBe((VerdictState.Tampered, FactMark.No));
        verdict.Values.ShouldBeNull();
        Judges.PdfSig(folder, issuer.RootPem, changed).ShouldContain("Not total document signed");
        var (message, content) = Judges.Cut(changed);
        // OpenSSL sees the signed ranges only; a reader who signs for the whole file sees that they are not all of it.
        Judges.OpenSsl(folder, issuer.RootPem, message, [.. content, .. changed[^100..]]).ShouldContain("Verification failure");
    }

    [Fact]
    public void A_swapped_attachment_of_the_same_length_is_refused_by_everybody()
    {
        using var folder = new TemporaryFolder();
        var token = ACredential.Sign(issuer, APassport.Everyday());
        var file = issuer.Issue(APassport.Everyday(), BadgeCredential.Attachment(token));
        // The packed stream of the attachment, found by its dictionary and overwritten in place.
        var text = Encoding.Latin1.GetString(file);
        var at = text.IndexOf("stream", text.LastIndexOf("/Subtype/application#2Fvc+jwt", StringComparison.Ordinal), StringComparison.Ordinal) + 40;
        for (var i = 0; i < 20; i++) file[at + i] ^= 0x55;

        issuer.Verifier.CheckFile(file, Good).State.ShouldBe(VerdictState.Tampered);
        Judges.PdfSig(folder, issuer.RootPem, file).ShouldContain("Digest Mismatch");
        var (message, content) = Judges.Cut(file);
        Judges.OpenSsl(folder, issuer.RootPem, message, content).ShouldContain("Verification failure");
    }

    [Fact]
    public async Task A_signature_beside_the_file_must_be_the_issuers_and_over_this_file()
    {
        var ct = TestContext.Current.CancellationToken;
        var file = issuer.Issue(APassport.Bare());
        var beside = await issuer.Signer.SignBeside(file, ct);
        var good = issuer.Verifier.CheckBeside(file, beside);
        good.IsGenuine.ShouldBeTrue();
        good.Reasons.ShouldContain(VerdictReason.BesideGood);

        issuer.Verifier.CheckBeside(file, await issuer.Signer.SignBeside("another file"u8.ToArray(), ct)).State.ShouldBe(VerdictState.Tampered);
        issuer.Verifier.CheckBeside(file, await AnIssuer.Impostor().Signer.SignBeside(file, ct)).State.ShouldBe(VerdictState.UntrustedIssuer);
        issuer.Verifier.CheckBeside(file, []).State.ShouldBe(VerdictState.Tampered);
        issuer.Verifier.CheckBeside(file, [.. beside, 0]).State.ShouldBe(VerdictState.Tampered);
        for (var at = 0; at < beside.Length; at++)
        {
            beside[at] ^= (byte)(1 << (at % 8));
            issuer.Verifier.CheckBeside(file, beside).IsGenuine.ShouldBeFalse($"byte {at}");
            beside[at] ^= (byte)(1 << (at % 8));
        }
    }

    [Theory]
    [InlineData("ec")]
    [InlineData("rsa")]
    public void No_changed_bit_leaves_the_file_genuine(string kind)
    {
        var by = kind == "rsa" ? AnIssuer.WithRsaKey() : issuer;
        var file = by.Issue(APassport.Bare());
        var verifier = by.Verifier;
        verifier.CheckFile(file, Good).State.ShouldBe(VerdictState.Valid);
        // Each byte of the signature dictionary, where bytes are not covered by the hash, and a sample of all others. Bit 5 turns
        // a hexadecimal digit into the same digit of the other case.
        var hole = Encoding.Latin1.GetString(file).IndexOf("/ByteRange", StringComparison.Ordinal);
        var end = file.AsSpan(hole).IndexOf("endobj"u8) + hole;
        var random = new Random(1);
        var places = Enumerable.Range(hole, end - hole).Concat(Enumerable.Range(0, 600).Select(_ => random.Next(file.Length)));
        var genuine = new System.Collections.Concurrent.ConcurrentBag<string>();
        Parallel.ForEach(places, at =>
        {
            var copy = (byte[])file.Clone();
            var bits = at >= hole && at < end ? [at % 5, 5] : new[] { at % 8 };
            foreach (var bit in bits)
            {
                copy[at] ^= (byte)(1 << bit);
                if (verifier.CheckFile(copy, Good).IsGenuine) genuine.Add($"byte {at}, bit {bit}");
                copy[at] ^= (byte)(1 << bit);
            }
        });
        genuine.ShouldBeEmpty();
    }

    [Fact]
    public void No_damaged_file_throws_or_hangs()
    {
        var file = issuer.Issue(APassport.Everyday());
        issuer.Verifier.CheckFile(file, Good).State.ShouldBe(VerdictState.Valid);
        var random = new Random(7);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < 1500; i++)
        {
            var copy = (byte[])file.Clone();
            switch (i % 4)
            {
                case 0: copy = copy[..random.Next(copy.Length)]; break;
                case 1: random.NextBytes(copy.AsSpan(random.Next(copy.Length - 64), random.Next(64))); break;
                case 2: for (var n = 0; n < 5; n++) copy[copy.Length - 1 - random.Next(3000)] = (byte)random.Next(256); break;
                default: copy = [.. copy[random.Next(200)..], .. copy[..random.Next(2000)]]; break;
            }

            if (!copy.AsSpan().SequenceEqual(file)) issuer.Verifier.CheckFile(copy, Good).IsGenuine.ShouldBeFalse();
        }

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("%PDF-1.7\n")]
    [InlineData("%PDF-1.7\nstartxref\n0\n%%EOF")]
    [InlineData("%PDF-1.7\nxref\n0 99999999\nstartxref\n9\n%%EOF")]
    [InlineData("%PDF-1.7\nxref\n0 0\ntrailer\n<</Prev 9>>\nstartxref\n9\n%%EOF")]
    [InlineData("%PDF-1.7\nxref\n0 1\n0000000009 00000 n\ntrailer\n<</Root 0 0 R>>\nstartxref\n9\n%%EOF")]
    public void What_is_no_passport_is_unreadable(string text) =>
        issuer.Verifier.CheckFile(Encoding.Latin1.GetBytes(text), Good).State.ShouldBe(VerdictState.Unreadable);

    [Fact]
    public void Deep_nesting_is_bounded()
    {
        var text = "%PDF-1.7\n" + new string('[', 100_000) + "\nstartxref\n9\n%%EOF";
        issuer.Verifier.CheckFile(Encoding.Latin1.GetBytes(text), Good).State.ShouldBe(VerdictState.Unreadable);
    }

    [Fact]
    public void A_deflate_bomb_is_bounded()
    {
        using var packed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(packed, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
            for (var i = 0; i < 300; i++) zlib.Write(new byte[1024 * 1024]);
        byte[] file =
        [
            .. "%PDF-1.7\n"u8, .. Encoding.ASCII.GetBytes($"1 0 obj\n<</Type/XRef/Size 5/W[1 2 1]/Filter/FlateDecode/Length {packed.Length}>>\nstream\n"),
            .. packed.ToArray(), .. "\nendstream\nendobj\nstartxref\n9\n%%EOF"u8,
        ];
        var before = GC.GetAllocatedBytesForCurrentThread();
        issuer.Verifier.CheckFile(file, Good).State.ShouldBe(VerdictState.Unreadable);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(200L * 1024 * 1024);
    }

    [Fact]
    public void A_stream_that_asks_for_a_dictionary_is_unreadable()
    {
        byte[] file =
        [
            .. "%PDF-1.7\n1 0 obj\n<</Type/XRef/Size 5/W[1 2 1]/Filter/FlateDecode/Length "u8, .. Encoding.ASCII.GetBytes($"{PackedData.AskingForADictionary.Length}>>\nstream\n"),
            .. PackedData.AskingForADictionary, .. "\nendstream\nendobj\nstartxref\n9\n%%EOF"u8,
        ];
        issuer.Verifier.CheckFile(file, Good).State.ShouldBe(VerdictState.Unreadable);
    }

    [Fact]
    public void An_unsigned_preview_proves_nothing()
    {
        using var pdf = AnIssuer.StateLayout.Render(APassport.Everyday());
        var verdict = issuer.Verifier.CheckFile(pdf.ToArray(), Good);
        verdict.State.ShouldBe(VerdictState.Unreadable);
        verdict.Reasons.ShouldContain(VerdictReason.NoSignature);
    }

    [Fact]
    public void A_file_rewritten_by_another_program_is_refused()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("p.pdf", issuer.Issue(APassport.Everyday()));
        foreach (var form in new[] { "--object-streams=disable", "--object-streams=generate" })
        {
            Tool.Run("qpdf", "qpdf", form, path, folder.File("q.pdf"));
            issuer.Verifier.CheckFile(File.ReadAllBytes(folder.File("q.pdf")), Good).State.ShouldBe(VerdictState.Tampered);
        }
    }
}
