using System.Security.Cryptography;
using DemoExam.Credentials.Verification;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>A real time-stamp authority and a real responder, run by OpenSSL on a port of this machine.</summary>
public sealed class StampPassportsTests(StampPassportsTests.StampedApp app) : IClassFixture<StampPassportsTests.StampedApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_authority_answers_passports_carry_its_stamp_and_the_proofs()
    {
        Behave(Behaviour.Honest);
        var (_, passport) = await app.APassport();

        var pdf = await app.PdfOf(passport);
        var signer = app.Offline(pdf).Signer.ShouldNotBeNull();
        signer.Level.ShouldBe(SignatureLevel.LongTerm);
        signer.TimestampedAt!.Value.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        passport.StampedSha256.ShouldBeNull();
        (await Document(passport)).AwaitsTimestamp.ShouldBeFalse();
        var file = Path.Combine(app.Folder, $"{Guid.CreateVersion7():N}.pdf");
        await File.WriteAllBytesAsync(file, pdf, Ct);
        (await Tool.Run("pdfsig", "poppler-utils", "-nocert", file)).Output.ShouldContain("Total document signed");
        (await Tool.Run("qpdf", "qpdf", "--check", file)).Exit.ShouldBe(0);
    }

    [Theory]
    [InlineData(Behaviour.Down)]
    [InlineData(Behaviour.Slow)]
    [InlineData(Behaviour.Lying)]
    public async Task An_authority_that_fails_holds_nothing_up_and_its_stamp_is_added_later(Behaviour how)
    {
        Behave(how);
        var exam = await app.AnExamWithPassports(2);
        var issued = await app.PassportsOf(exam.Id);
        issued.Count.ShouldBe(2);
        var before = await app.PdfOf(issued[0]);
        app.Offline(before).Signer!.Level.ShouldBe(SignatureLevel.Basic);
        (await Check(before)).State.ShouldBe(VerdictState.Valid);
        await app.RunJob<StampPassportsJob>(job => job.Run(Ct));
        (await Document(issued[0])).AwaitsTimestamp.ShouldBeTrue();

        Behave(Behaviour.Honest);
        await app.RunJob<StampPassportsJob>(job => job.Run(Ct));

        foreach (var passport in await app.PassportsOf(exam.Id))
        {
            var document = await Document(passport);
            app.Offline(document.Pdf).Signer!.Level.ShouldNotBe(SignatureLevel.Basic);
            document.AwaitsTimestamp.ShouldBeFalse();
            passport.StampedSha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(document.Pdf)));
            (await Check(document.Pdf)).State.ShouldBe(VerdictState.Valid);
        }

        // A copy that somebody took meanwhile stays as good as it was.
        (await Check(before)).State.ShouldBe(VerdictState.Valid);
        issued[0].DocumentSha256.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(before)));
        var again = (await app.PassportsOf(exam.Id)).Select(p => p.StampedSha256).ToList();
        await app.RunJob<StampPassportsJob>(job => job.Run(Ct));
        (await app.PassportsOf(exam.Id)).Select(p => p.StampedSha256).ShouldBe(again);
    }

    [Fact]
    public async Task Only_the_service_itself_may_stamp_and_store()
    {
        await Should.ThrowAsync<Forbidden>(() => app.Send(new StampPassports(1), TestUser.Administrator));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new StoreStampedPassports([]), TestUser.Administrator));
    }

    // After a fault the authority is left alone for a minute.
    private void Behave(Behaviour how)
    {
        app.House.Behaviour = how;
        app.Clock.Now = TimeProvider.System.GetUtcNow().AddMinutes(app.Minutes = (app.Minutes + 2) % 4);
    }

    private Task<PassportCheck> Check(byte[] file) => app.Send(new VerifyPassport(File: file), TestUser.Anonymous);

    private Task<PassportDocument> Document(SkillsPassport passport) => app.Query(db => db.PassportDocuments.AsNoTracking().SingleAsync(d => d.PassportId == passport.Id, Ct));

    /// <summary>A host with a key of another authority, its responder, and a time-stamp authority.</summary>
    public sealed class StampedApp : SigningApp
    {
        /// <summary>Minutes by which the clock of the host is ahead.</summary>
        public int Minutes { get; set; }

        protected override void Configure(IDictionary<string, string> settings)
        {
            settings["Signing:KeyFile"] = House.Pki.At("key.pem");
            settings["Signing:RootFile"] = House.Pki.RootFile;
            settings["Signing:Timestamp:Address"] = House.Address("/tsa");
            settings["Signing:Timestamp:RootFile"] = House.Pki.RootFile;
            settings["Signing:Timestamp:Timeout"] = "00:00:03";
            settings["Signing:LongTerm"] = "true";
            settings["Logging:LogLevel:DemoExam"] = "Error";
        }
    }
}
