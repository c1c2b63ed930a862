using DemoExam.Credentials.Verification;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>A time-stamp authority and a responder that never failed; a host that has seen a fault asks for proofs again only after a while.</summary>
public sealed class HonestAuthorityTests(StampPassportsTests.StampedApp app) : IClassFixture<StampPassportsTests.StampedApp>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task While_the_authority_answers_passports_carry_its_stamp_and_the_proofs()
    {
        var (_, passport) = await app.APassport();

        var pdf = await app.PdfOf(passport);
        var signer = app.Offline(pdf).Signer.ShouldNotBeNull();
        signer.Level.ShouldBe(SignatureLevel.LongTerm);
        signer.TimestampedAt!.Value.ShouldBe(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(5));
        passport.StampedSha256.ShouldBeNull();
        (await app.Query(db => db.PassportDocuments.AsNoTracking().SingleAsync(d => d.PassportId == passport.Id, Ct))).AwaitsTimestamp.ShouldBeFalse();
        var file = Path.Combine(app.Folder, $"{Guid.CreateVersion7():N}.pdf");
        await File.WriteAllBytesAsync(file, pdf, Ct);
        (await Tool.Run("pdfsig", "poppler-utils", "-nocert", file)).Output.ShouldContain("Total document signed");
        (await Tool.Run("qpdf", "qpdf", "--check", file)).Exit.ShouldBe(0);
    }
}
