using DemoExam.Credentials;
using DemoExam.Credentials.Signing;
using DemoExam.Credentials.Tokens;
using DemoExam.Credentials.Verification;
using DemoExam.Domain;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>What tests of passports do and ask again and again.</summary>
internal static class Passports
{
    public static Task Issue(this App app) => app.RunJob<IssuePassportsJob>(job => job.Run(TestContext.Current.CancellationToken));

    /// <summary>An exam whose passports are issued.</summary>
    public static async Task<ExamState> AnExamWithPassports(this App app, int candidates = 3)
    {
        var exam = await app.Given.ALockedExam(candidates);
        await app.Issue();
        return exam;
    }

    public static Task<List<SkillsPassport>> PassportsOf(this App app, ExamId exam) =>
        app.Query(db => db.Passports.AsNoTracking().Where(p => p.ExamId == exam).OrderBy(p => p.Number).ToListAsync());

    public static Task<List<PassportOrder>> OrdersOf(this App app, ExamId exam) =>
        app.Query(db => db.PassportOrders.AsNoTracking().Where(o => o.ExamId == exam).OrderBy(o => o.Number).ToListAsync());

    public static Task<byte[]> PdfOf(this App app, SkillsPassport passport) =>
        app.Query(db => db.PassportDocuments.Where(d => d.PassportId == passport.Id).Select(d => d.Pdf).SingleAsync());

    /// <summary>The first candidate's passport of a new exam.</summary>
    public static async Task<(ExamState Exam, SkillsPassport Passport)> APassport(this App app)
    {
        var exam = await app.AnExamWithPassports(1);
        return (exam, (await app.PassportsOf(exam.Id)).ShouldHaveSingleItem());
    }

    /// <summary>One person proposes, another confirms.</summary>
    public static async Task Revoke(this App app, SkillsPassport passport, RevocationCategory category, string reason)
    {
        await app.Send(new RevokePassport(passport.Id, category, reason), TestUser.RegionalOperator);
        await app.Send(new ConfirmRevocation(passport.Id), TestUser.Administrator);
    }

    public static Task PublishLists(this App app) => app.RunJob<PublishStatusListsJob>(job => job.Run(TestContext.Current.CancellationToken));

    /// <summary>What the offline check says of a file.</summary>
    public static Verdict Offline(this App app, byte[] pdf) => app.Services.GetRequiredService<Verifier>().CheckFile(pdf);

    /// <summary>A passport that we never issued: with a credential that says the same or something else, signed by us or by the key.</summary>
    public static async Task<byte[]> Signed(this App app, PassportContent printed, PassportContent? attested = null, ISigningKey? key = null)
    {
        var identity = app.Services.GetRequiredService<IssuerIdentity>();
        var signer = new PdfSigner(key ?? app.Services.GetRequiredService<SigningKeys>().Current);
        var frame = new CredentialFrame(identity.Did, Guid.NewGuid(), printed.IssuedAt, new Uri("https://example.org/achievement"), new Uri("https://example.org/venue"), null);
        var credential = await identity.Signer.Sign(BadgeCredential.Payload(attested ?? printed, frame), TokenType.OpenBadge);
        using var drawn = app.Services.GetRequiredService<PassportLayouts>().For("state-attestation").Render(printed, signer.Slot(app.Clock.Now), [BadgeCredential.Attachment(credential)]);
        return await signer.Sign(drawn);
    }
}
