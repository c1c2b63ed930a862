using System.Text.Json;
using DemoExam.Credentials.Verification;
using DemoExam.Domain.Passports;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Faults;
using DemoExam.FunctionalTests.Support;
using Microsoft.EntityFrameworkCore;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>Another house signs the documents by their hashes; machine credentials stay with the key of this one.</summary>
public sealed class ExternalSignerTests(ExternalSignerTests.NotaryApp app) : IClassFixture<ExternalSignerTests.NotaryApp>
{
    [Fact]
    public async Task Documents_are_signed_by_the_other_house_and_credentials_by_us()
    {
        app.House.Behaviour = Behaviour.Honest;
        var (_, passport) = await app.APassport();
        app.House.Authorization.ShouldBe("Bearer 7Q4M");

        var pdf = await app.PdfOf(passport);
        app.Offline(pdf).Signer!.Name.ShouldBe("notary");
        (await app.Send(new VerifyPassport(File: pdf), TestUser.Anonymous)).State.ShouldBe(VerdictState.Valid);
        var file = Path.Combine(app.Folder, $"{Guid.CreateVersion7():N}.pdf");
        await File.WriteAllBytesAsync(file, pdf, TestContext.Current.CancellationToken);
        (await Tool.Run("pdfsig", "poppler-utils", "-nocert", file)).Output.ShouldContain("Signature is Valid");
        var beside = await app.Query(db => db.PassportDocuments.Where(d => d.PassportId == passport.Id).Select(d => d.Signature).SingleAsync());
        await File.WriteAllBytesAsync(file + ".sig", beside, TestContext.Current.CancellationToken);
        (await Tool.Run("openssl", "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", file + ".sig", "-content", file, "-CAfile", app.House.Pki.RootFile, "-purpose", "any", "-out", "/dev/null")).Exit.ShouldBe(0);

        // The other house's key is not one that our credentials are checked with.
        using var client = await app.As(TestUser.Anonymous);
        using var keys = JsonDocument.Parse(await client.GetStringAsync("/.well-known/jwks.json", TestContext.Current.CancellationToken));
        keys.RootElement.GetProperty("keys").EnumerateArray().ShouldHaveSingleItem().GetProperty("kty").GetString().ShouldBe("EC");
    }

    [Theory]
    [InlineData(Behaviour.Down)]
    [InlineData(Behaviour.Slow)]
    [InlineData(Behaviour.Lying)]
    public async Task Without_a_signature_that_holds_no_passport_is_issued_and_the_order_waits_for_a_better_day(Behaviour how)
    {
        app.House.Behaviour = how;
        var exam = await app.Given.ALockedExam(1);
        await app.Issue();

        (await app.PassportsOf(exam.Id)).ShouldBeEmpty();
        var order = (await app.OrdersOf(exam.Id)).ShouldHaveSingleItem();
        order.Status.ShouldBe(PassportOrderStatus.Open);
        var failure = IssueFailure.Read(order.Error).ShouldNotBeNull();
        failure.Code.ShouldBe(IssueFailure.SigningKey);
        failure.Detail.ShouldContain("external signer at 127.0.0.1");

        app.House.Behaviour = Behaviour.Honest;
        app.Clock.Advance(TimeSpan.FromMinutes(10));
        await app.Issue();
        (await app.PassportsOf(exam.Id)).ShouldHaveSingleItem();
        await app.PublishLists();
        await app.RunJob<PublishLogJob>(job => job.Run(TestContext.Current.CancellationToken));
        await app.ShouldBeHealthy();
    }

    /// <summary>A host whose documents another house signs.</summary>
    public sealed class NotaryApp : SigningApp
    {
        protected override void Configure(IDictionary<string, string> settings)
        {
            settings["Signing:External:Address"] = House.Address("/sign");
            settings["Signing:External:CertificateFile"] = House.Pki.At("notary.crt");
            settings["Signing:External:RootFile"] = House.Pki.RootFile;
            settings["Signing:External:Authorization"] = "Bearer 7Q4M";
            settings["Signing:External:Timeout"] = "00:00:02";
            settings["Logging:LogLevel:DemoExam"] = "Error";
        }
    }
}
