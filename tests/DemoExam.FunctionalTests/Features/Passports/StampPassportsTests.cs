using System.Security.Cryptography;
using DemoExam.Credentials.Verification;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Faults;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>A real time-stamp authority and a real responder, run by OpenSSL on a port of this machine.</summary>
public sealed class StampPassportsTests(StampPassportsTests.StampedApp app) : IClassFixture<StampPassportsTests.StampedApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

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
        (await app.Get("/admin", TestUser.Administrator)).Text.ShouldContain("Ждут метки времени: ");

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
        await Audit();
    }

    [Fact]
    public async Task Documents_that_no_authority_can_stamp_hold_up_none_of_those_behind_them()
    {
        Behave(Behaviour.Down);
        var exam = await app.AnExamWithPassports(34);
        var owed = (await app.Query(db => db.PassportDocuments.AsNoTracking().Where(d => d.AwaitsTimestamp).OrderBy(d => d.PassportId).Select(d => d.PassportId).ToListAsync(Ct)))
            .Intersect((await app.PassportsOf(exam.Id)).Select(p => p.Id)).ToList();
        var spoilt = owed[..33];
        var whole = await app.Query(db => db.PassportDocuments.AsNoTracking().Where(d => spoilt.Contains(d.PassportId)).ToDictionaryAsync(d => d.PassportId, d => d.Pdf, Ct));
        await app.Query(db => db.PassportDocuments.Where(d => spoilt.Contains(d.PassportId)).ExecuteUpdateAsync(set => set.SetProperty(d => d.Pdf, "no document"u8.ToArray()), Ct));

        Behave(Behaviour.Honest);
        await app.RunJob<StampPassportsJob>(job => job.Run(Ct));

        (await app.Query(db => db.PassportDocuments.AsNoTracking().Where(d => d.PassportId == owed[33]).Select(d => d.AwaitsTimestamp).SingleAsync(Ct))).ShouldBeFalse();
        (await app.Query(db => db.PassportDocuments.AsNoTracking().CountAsync(d => spoilt.Contains(d.PassportId) && d.AwaitsTimestamp, Ct))).ShouldBe(33);
        // The other tests of this host find nothing that can't be stamped, and nothing spoilt.
        foreach (var (id, pdf) in whole)
        {
            await app.Query(db => db.PassportDocuments.Where(d => d.PassportId == id).ExecuteUpdateAsync(set => set.SetProperty(d => d.Pdf, pdf).SetProperty(d => d.AwaitsTimestamp, false), Ct));
        }

        await Audit();
    }

    [Fact]
    public async Task Only_the_service_itself_may_stamp_and_store()
    {
        await Should.ThrowAsync<Forbidden>(() => app.Send(new StampPassports(1, []), TestUser.Administrator));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new StoreStampedPassports([]), TestUser.Administrator));
    }

    // After a fault the authority is left alone for a minute; the clock may be ahead of the authority's by five at the most.
    private void Behave(Behaviour how)
    {
        if (app.House.Behaviour != Behaviour.Honest && how == Behaviour.Honest)
        {
            app.Ahead += TimeSpan.FromSeconds(61);
        }

        app.House.Behaviour = how;
        app.Clock.Now = TimeProvider.System.GetUtcNow() + app.Ahead;
    }

    private async Task Audit()
    {
        await app.PublishLists();
        await app.RunJob<PublishLogJob>(job => job.Run(Ct));
        await app.ShouldBeHealthy();
    }

    private Task<PassportCheck> Check(byte[] file) => app.Send(new VerifyPassport(File: file), TestUser.Anonymous);

    private Task<PassportDocument> Document(SkillsPassport passport) => app.Query(db => db.PassportDocuments.AsNoTracking().SingleAsync(d => d.PassportId == passport.Id, Ct));

    /// <summary>A host with a key of another authority, its responder, and a time-stamp authority.</summary>
    public sealed class StampedApp : SigningApp
    {
        /// <summary>By how much the clock of the host is ahead.</summary>
        public TimeSpan Ahead { get; set; }

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
