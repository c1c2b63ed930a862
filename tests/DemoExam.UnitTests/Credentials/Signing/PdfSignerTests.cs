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
        var path = folder.Write("p.pdf", issuer.Issue(APassport.Everyday()));
        var output = PdfSig(issuer, path);
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
        var (message, content) = Cut(issuer.Issue(APassport.Everyday()));
        OpenSsl(issuer, message, content).ShouldContain("Verification successful");
        content[1000] ^= 1;
        OpenSsl(issuer, message, content).ShouldContain("Verification failure");
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

    private string PdfSig(AnIssuer issuer, string path)
    {
        var database = "sql:" + folder.File("nss");
        Directory.CreateDirectory(folder.File("nss"));
        File.WriteAllText(folder.File("root.crt"), issuer.RootPem);
        Tool.Run("certutil", "libnss3-tools", "-N", "-d", database, "--empty-password").Exit.ShouldBe(0);
        Tool.Run("certutil", "libnss3-tools", "-A", "-d", database, "-n", "root", "-t", "CT,C,C", "-i", folder.File("root.crt")).Exit.ShouldBe(0);
        return Tool.Run("pdfsig", "poppler-utils", "-no-ocsp", "-nssdir", database, path).Output;
    }

    /// <summary>The signature message and the signed bytes, cut out by hand and not by our reader.</summary>
    private static (byte[] Message, byte[] Content) Cut(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        var at = text.IndexOf("/ByteRange[", StringComparison.Ordinal) + "/ByteRange[".Length;
        var range = text[at..text.IndexOf(']', at)].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToArray();
        return (Convert.FromHexString(text[(range[1] + 1)..(range[2] - 1)]), [.. file[..range[1]], .. file[range[2]..]]);
    }

    private string OpenSsl(AnIssuer issuer, byte[] message, byte[] content)
    {
        File.WriteAllText(folder.File("root.crt"), issuer.RootPem);
        var result = Tool.Run("openssl", "openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER", "-in", folder.Write("p.cms", message),
            "-content", folder.Write("p.bin", content), "-CAfile", folder.File("root.crt"), "-purpose", "any", "-out", "/dev/null");
        return result.Output + result.Errors;
    }
}
