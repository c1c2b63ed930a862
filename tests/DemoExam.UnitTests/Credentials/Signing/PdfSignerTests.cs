using System.Text;
using DemoExam.UnitTests.Given;

namespace DemoExam.UnitTests.Credentials.Signing;

public sealed class PdfSignerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Keys => ["ec", "rsa"];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Poppler_finds_the_signature_valid_trusted_and_over_the_whole_document(string kind)
    {
        var issuer = Issuer(kind);
        var output = Judges.PdfSig(folder, issuer.RootPem, issuer.Issue(APassport.Everyday()));
        output.ShouldContain("Signature is Valid");
        output.ShouldContain("Certificate is Trusted");
        output.ShouldContain("Total document signed");
        output.ShouldContain("ETSI.CAdES.detached");
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void OpenSsl_accepts_the_message_as_CAdES(string kind)
    {
        var issuer = Issuer(kind);
        var (message, content) = Judges.Cut(issuer.Issue(APassport.Everyday()));
        Judges.OpenSsl(folder, issuer.RootPem, message, content).ShouldContain("Verification successful");
        content[1000] ^= 1;
        Judges.OpenSsl(folder, issuer.RootPem, message, content).ShouldContain("Verification failure");
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task OpenSsl_accepts_the_signature_beside_the_file_and_no_other_file(string kind)
    {
        var issuer = Issuer(kind);
        var file = issuer.Issue(APassport.Everyday());
        var beside = await issuer.Signer.SignBeside(file, TestContext.Current.CancellationToken);
        Judges.OpenSsl(folder, issuer.RootPem, beside, file).ShouldContain("Verification successful");
        file[^1] ^= 1;
        Judges.OpenSsl(folder, issuer.RootPem, beside, file).ShouldContain("Verification failure");
    }

    [Fact]
    public void The_document_is_certified_against_every_change()
    {
        var path = folder.Write("p.pdf", AnIssuer.WithEcKey().Issue(APassport.Everyday()));
        Tool.Run("qpdf", "qpdf", "--qdf", "--object-streams=disable", path, folder.File("q.pdf"));
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(folder.File("q.pdf")));
        text.ShouldContain("/Perms <<\n    /DocMDP");
        text.ShouldContain("/TransformMethod /DocMDP");
        text.ShouldContain("/P 1");
    }

    [Fact]
    public void A_slot_that_is_too_small_is_refused_and_nothing_is_cut()
    {
        var issuer = AnIssuer.WithEcKey();
        var slot = issuer.Signer.Slot(AnIssuer.Today) with { ReservedBytes = 300 };
        using var pdf = AnIssuer.StateLayout.Render(APassport.Everyday(), slot);
        var before = pdf.ToArray();
        Should.Throw<InvalidOperationException>(async () => await issuer.Signer.Sign(pdf, TestContext.Current.CancellationToken));
        pdf.ToArray().ShouldBe(before);
    }

    [Fact]
    public void A_preview_without_a_slot_cannot_be_signed()
    {
        using var pdf = AnIssuer.StateLayout.Render(APassport.Everyday());
        Should.Throw<InvalidOperationException>(async () => await AnIssuer.WithEcKey().Signer.Sign(pdf, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Rsa_signed_files_are_equal_byte_for_byte() =>
        AnIssuer.WithRsaKey().Issue(APassport.Everyday()).ShouldBe(AnIssuer.WithRsaKey().Issue(APassport.Everyday()));

    public void Dispose() => folder.Dispose();

    private static AnIssuer Issuer(string kind) => kind == "rsa" ? AnIssuer.WithRsaKey() : AnIssuer.WithEcKey();
}
