using System.Net;
using DemoExam.Domain.Passports;
using DemoExam.Features.My;
using DemoExam.Features.Passports;
using DemoExam.FunctionalTests.Support;
using DemoExam.Pipeline;

namespace DemoExam.FunctionalTests.Features.Passports;

/// <summary>The signature that lies beside a passport, as its three kinds of readers get it.</summary>
public sealed class PassportSignatureTests(App app) : IClassFixture<App>
{
    [Fact]
    public async Task Holder_operator_and_whoever_has_the_link_get_the_signature_and_OpenSsl_accepts_it()
    {
        var (exam, passport) = await app.APassport();
        var pdf = Path.Combine(app.Folder, "beside.pdf");
        await File.WriteAllBytesAsync(pdf, await app.PdfOf(passport), TestContext.Current.CancellationToken);

        foreach (var (user, address) in new[]
        {
            (exam.HolderUser(), $"/my/passports/{passport.Id}/signature"), (TestUser.RegionalOperator, $"/passports/{passport.Id}/signature"), (TestUser.Anonymous, $"/p/{passport.Token}/signature"),
        })
        {
            using var client = await app.As(user);
            using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, address);
            answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/pkcs7-signature");
            answer.Content.Headers.ContentDisposition!.FileNameStar.ShouldEndWith(".pdf.sig");
            await File.WriteAllBytesAsync(pdf + ".sig", await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            (await OpenSsl(pdf)).ShouldBe(0, address);
        }

        await File.AppendAllTextAsync(pdf, " ", TestContext.Current.CancellationToken);
        (await OpenSsl(pdf)).ShouldNotBe(0);
        (await app.Get($"/p/{passport.Token}", TestUser.Anonymous)).Html.QuerySelector($"a[href='/p/{passport.Token}/signature']").ShouldNotBeNull();

        async Task<int> OpenSsl(string file) => (await Tool.Run(
            "openssl", "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", pdf + ".sig", "-content", file,
            "-CAfile", Path.Combine(app.Folder, "keys", "issuer-root.crt"), "-purpose", "any", "-out", "/dev/null")).Exit;
    }

    [Fact]
    public async Task Another_persons_a_closed_and_an_unknown_passport_give_none()
    {
        var (exam, passport) = await app.APassport();
        var (other, _) = await app.APassport();
        await Should.ThrowAsync<NotFound>(() => app.Send(new DownloadMySignature(passport.Id), other.HolderUser()));
        await Should.ThrowAsync<Forbidden>(() => app.Send(new DownloadSignature(passport.Id), exam.HolderUser()));
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetPassportSignature("AAAAAAAAAAAAAAAAAAAAAA"), TestUser.Anonymous));
        await app.Send(new ChangeVisibility(passport.Id, PassportVisibility.Closed, false), exam.HolderUser());
        await Should.ThrowAsync<NotFound>(() => app.Send(new GetPassportSignature(passport.Token), TestUser.Anonymous));
    }
}
