using System.Net;
using DemoExam.Credentials.Verification;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Faults;
using DemoExam.FunctionalTests.Support;
using DemoExam.TestTools;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>Another house lays a qualified signature by GOST beside finished passports, and none waits for it.</summary>
public sealed class QualifyPassportsTests(QualifyPassportsTests.GostApp app) : IClassFixture<QualifyPassportsTests.GostApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Behaviour.Down)]
    [InlineData(Behaviour.Slow)]
    [InlineData(Behaviour.Lying)]
    public async Task The_house_holds_nothing_up_and_its_signature_comes_later_and_is_what_openssl_accepts(Behaviour how)
    {
        app.House.Behaviour = how;
        var (exam, passport) = await app.APassport();
        await app.RunJob<QualifyPassportsJob>(job => job.Run(Ct));
        (await app.Send(new VerifyPassport(Token: passport.Token), TestUser.Anonymous)).State.ShouldBe(VerdictState.Valid);
        (await app.Get($"/p/{passport.Token}", TestUser.Anonymous)).Html.QuerySelector("a[href*='qualified']").ShouldBeNull();
        (await app.Get($"/p/{passport.Token}/signature?qualified=true", TestUser.Anonymous)).Status.ShouldBe(HttpStatusCode.NotFound);
        (await app.Get("/admin", TestUser.Administrator)).Text.ShouldContain("Ждут квалифицированной подписи: ");

        app.House.Behaviour = Behaviour.Honest;
        await app.RunJob<QualifyPassportsJob>(job => job.Run(Ct));

        var pdf = await app.PdfOf(passport);
        foreach (var (user, page, door) in new[]
        {
            (TestUser.Anonymous, $"/p/{passport.Token}", $"/p/{passport.Token}/signature?qualified=true"),
            (exam.HolderUser(), $"/my/passports/{passport.Id}", $"/my/passports/{passport.Id}/signature?qualified=true"),
            (TestUser.RegionalOperator, $"/passports/{passport.Id}", $"/passports/{passport.Id}/signature?qualified=true"),
        })
        {
            (await app.Get(page, user)).Html.QuerySelector($"a[href='{door}']").ShouldNotBeNull();
            using var client = await app.As(user);
            app.Gost.Verify(pdf, await client.GetByteArrayAsync(door, Ct)).ShouldBe(0);
        }

        using var api = await app.Api(TestUser.RegionalOperator);
        var signature = await api.GetByteArrayAsync($"/api/v1/passports/{passport.Id}/signature?qualified=true", Ct);
        app.Gost.Verify(pdf, signature).ShouldBe(0);
        // Another run brings no other one.
        await app.RunJob<QualifyPassportsJob>(job => job.Run(Ct));
        (await app.Query(db => db.PassportDocuments.Where(d => d.PassportId == passport.Id).Select(d => d.QualifiedSignature).SingleAsync(Ct))).ShouldBe(signature);
        await app.PublishLists();
        await app.RunJob<PublishLogJob>(job => job.Run(Ct));
        await app.ShouldBeHealthy();
    }

    [Fact]
    public async Task The_verify_command_checks_it_under_the_named_root_and_refuses_a_changed_file()
    {
        app.House.Behaviour = Behaviour.Honest;
        var (_, passport) = await app.APassport();
        await app.RunJob<QualifyPassportsJob>(job => job.Run(Ct));
        var document = await app.Query(db => db.PassportDocuments.AsNoTracking().SingleAsync(d => d.PassportId == passport.Id, Ct));
        var file = Path.Combine(app.Folder, "qualified.pdf");
        await File.WriteAllBytesAsync(file, document.Pdf, Ct);
        await File.WriteAllBytesAsync(file + ".gost.sig", document.QualifiedSignature!, Ct);

        var good = await Tool.DemoExam("verify", file + ".gost.sig", "--DataFolder", app.Folder, "--qualified-root", app.Gost.At("root.pem"));
        good.Exit.ShouldBe(0, good.Output + good.Errors);
        good.Output.ShouldContain("CN=Regional Operator");
        using var other = new GostPki();
        (await Tool.DemoExam("verify", file + ".gost.sig", "--DataFolder", app.Folder, "--qualified-root", other.At("root.pem"))).Exit.ShouldBe(11);
        var unnamed = await Tool.DemoExam("verify", file + ".gost.sig", "--DataFolder", app.Folder);
        (unnamed.Exit, unnamed.Output.Contains("--qualified-root", StringComparison.Ordinal)).ShouldBe((13, true));
        document.Pdf[2000] ^= 1;
        await File.WriteAllBytesAsync(file, document.Pdf, Ct);
        (await Tool.DemoExam("verify", file + ".gost.sig", "--DataFolder", app.Folder, "--qualified-root", app.Gost.At("root.pem"))).Exit.ShouldBe(10);
    }

    /// <summary>A host whose documents get a qualified signature.</summary>
    public sealed class GostApp : SigningApp
    {
        public GostPki Gost { get; } = new();

        protected override void Configure(IDictionary<string, string> settings)
        {
            House.Gost = Sign;
            settings["Signing:Qualified:Address"] = House.Address("/gost");
            settings["Signing:Qualified:CertificateFile"] = Gost.At("signer.pem");
            settings["Signing:Qualified:RootFile"] = Gost.At("root.pem");
            settings["Signing:Qualified:Timeout"] = "00:00:02";
            settings["Logging:LogLevel:DemoExam"] = "Error";
        }

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            Gost.Dispose();
            GC.SuppressFinalize(this);
        }

        // OpenSSL signs files, not hashes: the house looks up which document has the hash, by OpenSSL's own count.
        private byte[] Sign(byte[] hash, bool lie)
        {
            var documents = Query(db => db.PassportDocuments.AsNoTracking().Where(d => d.AwaitsQualified).Select(d => d.Pdf).ToListAsync()).GetAwaiter().GetResult();
            var document = documents.Single(d => Gost.Hash(d).AsSpan().SequenceEqual(hash));
            return Gost.Sign(lie ? [.. document, 10] : document);
        }
    }
}
